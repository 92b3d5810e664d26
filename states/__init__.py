"""Who? The 36 States and Union Territories, categories, people and their roles, the audit trail."""
