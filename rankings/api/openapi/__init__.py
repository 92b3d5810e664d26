"""OpenAPI 3.1 out of the code: what a view declares, and the types of its documents, become the schema."""
