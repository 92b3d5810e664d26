"""What an operator watches: figures for Prometheus, and a log with the ids of requests and jobs."""
