"""Celery's transport over Redis, which a worker outlives when Redis goes while it holds a message.

Once a connection is given up, its channels no longer know where Redis is. kombu 5.7 asks them all the same, to put a
message back or to acknowledge one whose job ended meanwhile, and what comes of it (an AttributeError) is none of the
errors that Celery expects of a broker: the worker ended. Here it is told what it expects. Nothing is lost: the message
stays in Redis if that kept it, and a job that no worker took up is sent again by the sweep.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as GoneError


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        """Where Redis is. Raises ConnectionError on a channel whose connection was given up."""
        if self.connection is None or self.connection.client is None:
            raise GoneError("the connection to Redis was given up")
        found: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[no-untyped-call]
        return found


class Transport(redis.Transport):
    Channel = Channel
