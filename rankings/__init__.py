"""Who stands where, since when, and why? Lists and their revisions, the record, the public pages and API."""
