"""Sample seasons: a small one to read in an evening, and a generator for seasons of any size."""
