"""The kinds of work of this room: each fetches by what the payload names and calls one service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rankings.services.computation import NothingToComputeError, compute_provisional
from rankings.services.corrections import mail_answer
from states.months import Month
from states.services.jobs import Report, handles


@handles("compute")
def compute(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Compute the provisional lists of one or more months: `{"months": ["2023-11", …]}`."""
    months = [Month.parse(one) for one in payload["months"]]
    for number, month in enumerate(months):
        report(number, len(months))
        try:
            compute_provisional(month)
        except NothingToComputeError:
            continue  # its figures were sample figures that have been removed meanwhile
    report(len(months), len(months))


@handles("correction_mail")
def correction_mail(payload: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Send the answer to a correction request: `{"correction": 7}`."""
    mail_answer(payload["correction"])
