"""Drafts of methodology versions as plain values for their pages."""
