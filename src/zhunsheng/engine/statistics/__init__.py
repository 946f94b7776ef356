"""Statistics over plain numbers: what is a change, and what is only noise. Pure; knows no metric."""
