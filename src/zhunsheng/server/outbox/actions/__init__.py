"""What changes effects."""
