"""What changes cases."""
