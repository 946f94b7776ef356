"""What can be done with numbers."""
