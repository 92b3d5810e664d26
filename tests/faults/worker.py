"""The project's Celery application, for the arena: it renders the first addresses only, so that a round ends soon.

It knows one kind of job more, which keeps a worker busy until somebody lets it go.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
django.setup()

from progress.celery import app
from rankings.views import addresses
from states.services.jobs import Report, handles

__all__ = ["app"]

MOST = 24
_every = addresses.published


def some() -> list[str]:
    return _every()[:MOST]


addresses.published = some


@handles("linger")
def linger(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Be at work until the file is there."""
    while not Path(payload["until"]).exists():
        report(0, 1)  # the lease is renewed
        time.sleep(0.05)
