"""Traces for OpenTelemetry, where the settings name a collector; elsewhere nothing of it is even imported."""

from __future__ import annotations

from functools import cache

from django.conf import settings


@cache
def trace() -> bool:
    """Trace requests, queries and tasks of this process from now on; False where no collector is named.

    Before the server's middleware is loaded, since a request's span begins there.
    """
    if not settings.TRACES_TO:
        return False
    from progress.watch.tracing import begin  # noqa: PLC0415 (costs memory and time that most have no use for)

    begin(settings.TRACES_TO, settings.TRACES_NAME)
    return True
