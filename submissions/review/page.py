"""The board of a month and the queue, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_name
from rankings.lists.labels import MISSING, state_name
from submissions.desk.words import by_whom, moment_text, who
from submissions.models import DataMonth, Submission
from submissions.review import words as links
from submissions.review.board import BoardRow, Completeness, LeaveGiven, Progress
from submissions.review.doubt import Doubt
from submissions.review.queue import Queue, Queued
from submissions.review.words import (
    doubt_name,
    late_text,
    movement_text,
    places_text,
    progress_name,
)


@dataclass(frozen=True, slots=True)
class DoubtfulCell:
    """One doubtful figure: `REG-01`, and why."""

    code: str
    url: str
    reasons: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`pick` says whether it may be verified at one stroke; `why_not` says why not, in words."""

    submission: int
    state: str
    code: str
    url: str
    places: str
    movement: str
    cells: tuple[DoubtfulCell, ...]
    count: str
    sent: str
    pick: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class StateRow:
    state: str
    code: str
    url: str
    progress: str
    kind: str
    revision: str
    sent: str
    late: str
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    title: str
    headline: str
    window: str
    months: tuple[Choice, ...]
    month: str
    provisional: str
    queue: tuple[QueueRow, ...]
    queue_note: str
    may_review: bool
    pickable: bool
    rows: tuple[StateRow, ...]


def board_page(
    found: Completeness,
    waiting: Queue,
    months: list[DataMonth],
    *,
    username: str,
    may_review: bool,
) -> BoardPage:
    queue = tuple(_queue_row(row, username=username, may_review=may_review) for row in waiting.rows)
    own = sum(is_own(row.submission, username) for row in waiting.rows)
    return BoardPage(
        title=gettext("Review of %(month)s") % {"month": month_name(found.month)},
        headline=_headline(found, len(waiting.rows) - own),
        window=_window(found),
        months=tuple(
            Choice(month_name(month.month), links.board(month.month), month.month == found.month)
            for month in months
        ),
        month=str(found.month),
        provisional=links.provisional(found.month),
        queue=queue,
        queue_note=_queue_note(waiting),
        may_review=may_review,
        pickable=any(row.pick for row in queue),
        rows=tuple(_state_row(row, found) for row in found.rows),
    )


def is_own(submission: Submission, username: str) -> bool:
    """Whether the person, or someone acting for them, wrote or sent it."""
    return username in {
        name.partition(" for ")[0] for name in (submission.created_by, submission.submitted_by)
    }


def cells_of(submission: Submission, doubtful: Mapping[str, tuple[Doubt, ...]]) -> tuple[DoubtfulCell, ...]:
    address = links.reading(submission.state_id, submission.month)
    return tuple(
        DoubtfulCell(code, f"{address}#{code}", ", ".join(doubt_name(reason) for reason in reasons))
        for code, reasons in doubtful.items()
    )


def _headline(found: Completeness, waiting: int) -> str:
    parts = [
        ngettext(
            "%(sent)s of %(count)s has sent figures",
            "%(sent)s of %(count)s have sent figures",
            len(found.rows),
        )
        % {"sent": found.sent, "count": len(found.rows)},
        ngettext("%(count)s waits for you", "%(count)s wait for you", waiting) % {"count": waiting},
        ngettext("%(count)s is late", "%(count)s are late", found.late) % {"count": found.late},
    ]
    return "; ".join(parts)


def _window(found: Completeness) -> str:
    opening = found.opening
    text = gettext("Deadline %(deadline)s, late window until %(late)s.") % {
        "deadline": moment_text(opening.deadline),
        "late": moment_text(opening.late_until),
    }
    if opening.published_at:
        return (
            text + " " + gettext("Published on %(moment)s.") % {"moment": moment_text(opening.published_at)}
        )
    if opening.closed_at:
        return text + " " + gettext("Closed on %(moment)s.") % {"moment": moment_text(opening.closed_at)}
    return text


def _queue_note(waiting: Queue) -> str:
    note = gettext(
        "Ordered by the places that the doubtful figures could move: each State is placed as sent, and again with "
        "every doubtful figure as last month (without marks where last month has none)."
    )
    if not waiting.as_last:
        return note
    return f"{note} " + ngettext(
        "%(count)s State that has not sent stands with last month's figures.",
        "%(count)s States that have not sent stand with last month's figures.",
        waiting.as_last,
    ) % {"count": waiting.as_last}


def _queue_row(row: Queued, *, username: str, may_review: bool) -> QueueRow:
    one, own = row.submission, is_own(row.submission, username)
    why_not = gettext("your own submission") if own else gettext("look first") if row.doubtful else ""
    return QueueRow(
        submission=one.pk,
        state=state_name(row.state),
        code=row.state.code,
        url=links.reading(row.state.code, one.month),
        places=places_text(row.places) if row.doubtful else MISSING,
        movement=movement_text(row.movement) if row.places else "",
        cells=cells_of(one, row.doubtful),
        count=ngettext("%(count)s figure in doubt", "%(count)s figures in doubt", len(row.doubtful))
        % {"count": len(row.doubtful)}
        if row.doubtful
        else gettext("nothing in doubt"),
        sent=_sent(one.submitted_by, one.submitted_at),
        pick=may_review and not why_not,
        why_not=why_not,
    )


def _sent(name: str, at: datetime | None) -> str:
    return by_whom(name, at) if at else MISSING


def _state_row(row: BoardRow, found: Completeness) -> StateRow:
    known = row.progress is not Progress.NOT_SENT
    return StateRow(
        state=state_name(row.state),
        code=row.state.code,
        url=links.reading(row.state.code, found.month) if known else "",
        progress=progress_name(row.progress),
        kind=row.progress.value,
        revision=str(row.revision) if row.revision else MISSING,
        sent=moment_text(row.sent_at) if row.sent_at else MISSING,
        late=late_text(row.late) if row.late else MISSING,
        leaves=tuple(leave_text(leave) for leave in row.leaves),
    )


def leave_text(leave: LeaveGiven) -> str:
    """`reopened until 22-12-2023 23:59 IST: flood (ravi)`."""
    text = (
        gettext("Reopened until %(until)s: %(reason)s (%(who)s)")
        if leave.reopening
        else gettext("Longer deadline until %(until)s: %(reason)s (%(who)s)")
    )
    return text % {"until": moment_text(leave.until), "reason": leave.reason, "who": who(leave.granted_by)}
