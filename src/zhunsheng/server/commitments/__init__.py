"""Commitments: cases as the fold has them, kept up to date, their deadlines armed, what was missed decided."""
