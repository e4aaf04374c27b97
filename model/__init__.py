"""Arrays in, arrays out: preprocessing, networks, recognition. Knows nothing of pages."""
