"""Persons, units, posts."""
