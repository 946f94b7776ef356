"""What changes the draft, and what is published."""
