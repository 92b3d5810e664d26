"""Real servers for the tests: a throw-away PostgreSQL and Redis for the run, and the site itself on a free port."""
