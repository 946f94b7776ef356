"""Which days and hours are worked, and how much of the time between two moments counts."""
