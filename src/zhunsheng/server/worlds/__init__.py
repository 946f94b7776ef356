"""Worlds: each a schema, a lake folder and a clock of its own."""
