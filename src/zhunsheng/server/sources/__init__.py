"""Sources as people see them: files handed in and understood, how fresh each source is, what waits to be mended."""
