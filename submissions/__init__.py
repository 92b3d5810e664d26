"""How do figures come in? Uploads, parsing, validation, the officers' and reviewers' desks."""
