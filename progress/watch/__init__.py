"""What an operator watches: figures for Prometheus, and a log with the ids of requests and jobs."""

MACHINES = frozenset({"/livez", "/readyz", "/version", "/metrics"})
"""What machines ask of one process, by its own address rather than by the name of the site."""
