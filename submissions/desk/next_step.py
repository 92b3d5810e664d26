"""The one thing that an officer does next for a month, and how much time is left for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from submissions.desk import words
from submissions.desk.own import OwnMonth
from submissions.models import Status, Submission


@dataclass(frozen=True, slots=True)
class Next:
    """`url` is empty where there is nothing to do but wait."""

    label: str
    why: str
    url: str = ""


def next_step(own: OwnMonth) -> Next:
    """The one thing to do now, the most pressing first."""
    current, state, month = own.current, own.state.code, own.month
    if not own.window.is_open:
        return _shut(current)
    if own.blocked is not None:
        count = len(own.blocked.problems)
        why = ngettext(
            "Your newest file has %(count)s problem; none of its figures was kept.",
            "Your newest file has %(count)s problems; none of its figures was kept.",
            count,
        )
        return Next(
            gettext("Mend the file"), why % {"count": count}, reverse("desk:upload", args=[own.blocked.pk])
        )
    if current is None:
        return Next(
            gettext("Download the template"),
            gettext("Fill in the figures, then upload the file on the month's page."),
            words.template(state, month, "xlsx"),
        )
    return _with_draft(own) if current.status in {Status.DRAFT, Status.RETURNED} else _done(current)


def _with_draft(own: OwnMonth) -> Next:
    if own.open_rows:
        return Next(
            gettext("Answer the returned figures"),
            open_rows_text(own),
            reverse("desk:rows", args=[own.state.code, str(own.month)]),
        )
    return Next(
        gettext("Look at the result and submit"),
        gettext("The draft is sound, but NCRB sees it only once you submit it."),
        words.month_page(own.state.code, own.month) + "#submit",
    )


def _shut(current: Submission | None) -> Next:
    if current is not None and current.status in {Status.VERIFIED, Status.SUBMITTED}:
        return _done(current)
    return Next(gettext("Ask NCRB for more time"), gettext("No submission of this month was verified."))


def _done(current: Submission) -> Next:
    if current.status == Status.VERIFIED:
        return Next(gettext("Nothing to do"), gettext("The figures are verified."))
    return Next(gettext("Wait for the review"), gettext("NCRB has your figures and checks them."))


def open_rows_text(own: OwnMonth) -> str:
    """How many returned figures wait for the State; empty where none does."""
    count = len(own.open_rows)
    if not count:
        return ""
    return ngettext(
        "%(count)s returned figure wants an answer or a correction",
        "%(count)s returned figures want an answer or a correction",
        count,
    ) % {"count": count}


def days_text(own: OwnMonth, at: datetime) -> str:
    """`10 days left`, or how late the figures were; a returned submission is not counted as sent."""
    current = own.current
    sent = current.submitted_at if current and current.status != Status.RETURNED else None
    return words.days_text(own.opening, own.window, at, sent)
