"""The public API under /api/v1/: JSON and CSV of what the selectors say, readable without an account."""
