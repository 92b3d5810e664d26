"""Is processing delayed? Said on the desks of officers and of the bureau."""

from __future__ import annotations

from django.utils.translation import gettext

from rankings.views.health import redis_answers


def delay_notice() -> str:
    """What to say where the queue does not answer; empty where all is well."""
    if redis_answers():
        return ""
    return gettext(
        "Processing is delayed at present: what you send and decide is kept, and will be processed as soon as "
        "the queue is back. You need not do anything again."
    )
