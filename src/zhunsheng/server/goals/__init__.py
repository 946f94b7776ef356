"""Goals and their links: kept with two times, imported, exported, checked against the numbers."""
