"""Learning: both small networks at several moments of their training."""
