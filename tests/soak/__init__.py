"""The load run: an installation as `docker compose --profile scale up` makes it, and a month from files to list.

`make soak` plays it for ten minutes; `test_soak.py` plays it for seconds. Three hundred readers ask two web processes
for pages, JSON and CSV in both languages, while the officers of all 36 send their files, a reviewer verifies them, the
month is closed and published by two people, workers are stopped and killed and a web server renews its processes.
"""
