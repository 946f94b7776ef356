"""Goals: each serves another, and whether it does is tested on the company's own numbers."""
