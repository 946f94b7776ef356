"""Who may see and do what: decided in one place, by role, relation and day."""
