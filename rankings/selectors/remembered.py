"""Long computations are remembered in the cache. Their key names all that they rest on, so none goes stale."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache

DAY = 24 * 60 * 60
_log = logging.getLogger(__name__)


def recall(key: str) -> Any | None:
    """What was remembered; None where nothing was, or the cache is out of reach."""
    try:
        return cache.get(key)
    except Exception:  # whatever the cache's trouble is, it is not the reader's: we compute
        _log.warning("the cache does not answer", exc_info=True)
        return None


def remember(values: Mapping[str, Any]) -> None:
    """Keep these for a day, where there is a cache."""
    try:
        cache.set_many(dict(values), DAY)
    except Exception:
        _log.warning("the cache does not take what was computed", exc_info=True)
