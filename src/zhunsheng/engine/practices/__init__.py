"""Practices: ways of turning facts and numbers into decisions. Each has a folder: its options beside its meaning."""
