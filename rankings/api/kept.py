"""Bytes that cost much to make and follow from their name: kept in the shared cache, made anew where it has none."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache

_log = logging.getLogger(__name__)
LASTS = 86400  # seconds


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of this name. A store that is down costs time and nothing else."""
    try:
        found: bytes | None = cache.get(name)
    except Exception as fault:  # any store, any fault
        _log.warning("The cache does not answer; %s is made anew: %s", name, fault)
        return make()
    if found is not None:
        return found
    made = make()
    try:
        cache.set(name, made, LASTS)
    except Exception as fault:
        _log.warning("%s could not be kept: %s", name, fault)
    return made
