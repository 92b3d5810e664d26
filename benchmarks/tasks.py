"""The worker of the benchmarks: the project's Celery with two more tasks, each of which says a word when it is done."""

from __future__ import annotations

import django
import redis
from django.conf import settings

from progress.celery import app

django.setup()

from common import jobs  # noqa: E402  # models exist only from here on

QUEUE = "bench"


def say(word: str) -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as connection:
        connection.rpush(word, 1)


@app.task(name="benchmarks.nothing")
def nothing(word: str) -> None:
    say(word)


@app.task(name="benchmarks.job")
def job(job_id: int, word: str) -> None:
    """As `states.run_job`."""
    jobs.run(job_id)
    say(word)
