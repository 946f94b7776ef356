"""Practices: ways of turning numbers into decisions, and what a decision is."""
