"""What the systems of record told us: accepted, settled, kept, withdrawn."""
