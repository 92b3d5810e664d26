"""The write side of the API: files in, drafts submitted, with a token."""
