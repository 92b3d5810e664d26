"""Station files: received in pieces, checked and stored as a job, rolled up to a State's draft."""
