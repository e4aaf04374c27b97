"""Learning step by step: optimizers, gradients, live runs."""
