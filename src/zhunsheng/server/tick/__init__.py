"""The loop: take facts in, compute what they move, let every practice decide, apply what was decided."""
