"""Practices: ways of turning facts and numbers into decisions, and what a decision is. A folder each."""
