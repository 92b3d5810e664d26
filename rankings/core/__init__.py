"""Ranks, ties, counts and streaks. Plain Python: no Django, no clock, no settings."""
