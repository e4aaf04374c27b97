"""The networks: architectures, loading, recognising."""
