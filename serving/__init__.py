"""What stands around the page: guard, limits, headers, endpoints, shutdown."""
