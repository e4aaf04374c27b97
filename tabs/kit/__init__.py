"""What all tabs use."""
