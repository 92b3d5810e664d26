"""Pages behind the sign-in: the officers' desk, the reviewers' desk, months, people."""
