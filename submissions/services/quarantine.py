"""What a scanner says of a file, before anything reads it. Without a scanner in the settings nothing is asked."""

from __future__ import annotations

import logging

from django.conf import settings

from states.scanning import ScannerUnavailableError, threat_in
from submissions.problems import problem
from submissions.validation import Checked

NOT_KEPT = frozenset({"infected_file", "not_scanned"})
"""A file with one of these problems is kept nowhere."""

_log = logging.getLogger(__name__)


def refusal(data: bytes) -> Checked | None:
    """The verdict on a file that may not be read; None where it may."""
    if not settings.CLAMD:
        return None
    try:
        threat = threat_in(data, settings.CLAMD)
    except ScannerUnavailableError as trouble:
        _log.error("the virus scanner did not answer: %s", trouble)
        found = problem("not_scanned")
    else:
        if not threat:
            return None
        _log.warning("an upload was refused: the virus scanner found %s", threat)
        found = problem("infected_file", values={"threat": threat[:80]})
    return Checked((found,), {}, {}, 0, 0, blocked=True)


def is_kept(checked: Checked) -> bool:
    """Whether a file with problems may be kept beside them."""
    return not any(one.code in NOT_KEPT for one in checked.problems)
