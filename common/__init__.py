"""What every room needs: months, files, jobs, the cache, charts, the plumbing of the API. No rule of the domain."""
