"""Decisions: recorded once, in a chain that anybody can verify, and appealed against."""
