"""What must hold is looked through, and when that was is kept for whoever watches over the installation."""

from __future__ import annotations

import logging
from datetime import datetime

from accounts.models import Verification

AUDIT = "audit"
_LONGEST = 200
_log = logging.getLogger(__name__)


def note(what: str, *, problem: str, at: datetime) -> None:
    """Keep how a verification ended; `problem` is empty where everything held."""
    if problem:
        _log.error("verification of %s failed: %s", what, problem)
    found = {"at": at, "sound": not problem, "problem": problem[:_LONGEST]}
    Verification.objects.update_or_create(what=what, defaults=found)
