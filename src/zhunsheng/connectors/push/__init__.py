"""Facts that a system sends over HTTP: JSON, NDJSON or CloudEvents as tables of text."""
