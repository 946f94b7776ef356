"""What falls due when: armed, cancelled, fired once. Knows nothing of what follows from it."""
