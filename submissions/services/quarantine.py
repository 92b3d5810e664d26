"""What a scanner says of a file, before anything reads it. Without a scanner in the settings nothing is asked."""

from __future__ import annotations

from states.scanning import ScannerUnavailableError, threat_found
from submissions.problems import problem
from submissions.validation import Checked

NOT_KEPT = frozenset({"infected_file", "not_scanned"})
"""A file with one of these problems is kept nowhere."""


def refusal(data: bytes) -> Checked | None:
    """The verdict on a file that may not be read; None where it may."""
    try:
        threat = threat_found(data)
    except ScannerUnavailableError:
        found = problem("not_scanned")
    else:
        if not threat:
            return None
        found = problem("infected_file", values={"threat": threat[:80]})
    return Checked((found,), {}, {}, 0, 0, blocked=True)


def is_kept(checked: Checked) -> bool:
    """Whether a file with problems may be kept beside them."""
    return not any(one.code in NOT_KEPT for one in checked.problems)
