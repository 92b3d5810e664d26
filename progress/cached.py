"""What is kept in Redis: bytes, or JSON. Whoever can write there cannot have code run here."""

from __future__ import annotations

import json
from typing import Any

_BACKENDS = "django.core.cache.backends"
_BYTES = b"\0"  # no JSON begins with it


class BytesOrJson:
    """Django's interface of a serializer. Whole numbers stand as digits, which Redis can count up.

    >>> [BytesOrJson().loads(BytesOrJson().dumps(value)) for value in (b"\\0a", 7, {"a": [None, "é"]})]
    [b'\\x00a', 7, {'a': [None, 'é']}]
    """

    def dumps(self, value: Any) -> bytes:
        return _BYTES + value if isinstance(value, bytes) else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """Raises ValueError for what is neither."""
        return data[1:] if data.startswith(_BYTES) else json.loads(data)


def caches(redis: str) -> dict[str, dict[str, Any]]:
    """Django's CACHES: in Redis, where there is an address of one, else in each process.

    `counts` holds how often an address asked; what else is kept must not push that out. `answers` is what processes
    share of the public answers (common/cache.py), and stands only where there is something to share it by.
    """
    if redis:
        options = {
            "serializer": "progress.cached.BytesOrJson",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        }
        # Another version than the first, whose entries were in another form.
        shared = {
            "BACKEND": f"{_BACKENDS}.redis.RedisCache",
            "LOCATION": redis,
            "VERSION": 2,
            "OPTIONS": options,
        }
        return {"default": shared, "counts": shared, "answers": shared}
    own = {"BACKEND": f"{_BACKENDS}.locmem.LocMemCache"}
    return {"default": own, "counts": own | {"LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 20_000}}}
