"""What changes deadlines."""
