"""From strokes and photos to MNIST's 28×28 pixels, and what moves and distorts them."""
