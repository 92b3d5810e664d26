"""Who may do what: people, posts, permissions, tokens, the audit trail."""
