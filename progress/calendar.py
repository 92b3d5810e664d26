"""What is done by itself, and when. The hours are Indian hours (CELERY_TIMEZONE)."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep what was left behind": {"task": "states.sweep", "schedule": 30.0},
    # Before the rendering, which would otherwise be done twice after a first start.
    "study what has no study": {"task": "rankings.ensure_sensitivity", "schedule": 300.0},
    "render what is missing": {"task": "rankings.ensure_rendering", "schedule": 60.0},
    "open and close months": {"task": "submissions.run_schedule", "schedule": crontab(minute="5")},
    "remind officers": {"task": "submissions.remind", "schedule": crontab(minute="0", hour="9")},
    "verify and anchor the audit trail": {
        "task": "rankings.anchor_audit",
        "schedule": crontab(minute="40", hour="2"),
    },
    "forget addresses": {"task": "rankings.forget_subscriptions", "schedule": crontab(minute="30", hour="3")},
}
