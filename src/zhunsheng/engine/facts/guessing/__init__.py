"""A file that nobody described: what its columns seem to be, and a source made of that. Nothing here decides."""
