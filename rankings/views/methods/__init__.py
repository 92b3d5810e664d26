"""Methodology versions in the browser: drafts, their checks, trying them out, and putting them into force."""
