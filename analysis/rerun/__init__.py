"""Rerun the suite: each job only when what it read has changed, and the same bytes from two runs."""
