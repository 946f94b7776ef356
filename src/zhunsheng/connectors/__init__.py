"""Ways in and out. One folder each."""
