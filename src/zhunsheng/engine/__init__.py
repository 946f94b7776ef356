"""The pure part: no Django, no clock, no network; time and seeds are arguments."""
