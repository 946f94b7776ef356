"""Commitments: what is promised to a customer stage by stage, each with a clock."""
