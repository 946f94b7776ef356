"""Commitments: cases as the fold has them, how they were kept, what another definition would change."""
