"""Permissions that rest: frozen by a decision, for a term, confirmed, suspended and lifted by people."""
