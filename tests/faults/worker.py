"""The project's Celery application, for the arena, which knows one kind of job more.

That keeps a worker busy until somebody lets it go.
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

from common.jobs import Report, handles
from progress.celery import app

__all__ = ["app"]


@handles("linger")
def linger(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Be at work until the file is there."""
    while not Path(payload["until"]).exists():
        report(0, 1)  # the lease is renewed
        time.sleep(0.05)
