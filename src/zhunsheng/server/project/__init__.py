"""What the whole server stands on: the home folder, the database, the settings."""
