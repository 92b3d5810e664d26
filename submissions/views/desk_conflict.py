"""Somebody was faster: who, when, and what they changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from submissions.models import Submission
from submissions.presenters import desk_links as links
from submissions.presenters.desk_words import by_whom
from submissions.presenters.desk_changes import ChangeRow, change_rows
from submissions.selectors.own import changes, parameters_of, revision_of, rows_of


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """`changes` are those of the newest revision against the one that the reader began with."""

    title: str
    text: str
    changes: tuple[ChangeRow, ...]
    month: str
    month_url: str
    revision: int


def conflict_page(current: Submission, based_on: int | None) -> ConflictPage:
    """`based_on` is the revision that the reader saw; None: the one before the newest."""
    seen = current.revision - 1 if based_on is None else based_on
    before = revision_of(current.state_id, current.month, seen)
    words = parameters_of(current.month)
    text = gettext("Revision %(revision)s took its place meanwhile: %(who)s.") % {
        "revision": current.revision,
        "who": by_whom(current.created_by, current.created_at),
    }
    return ConflictPage(
        title=gettext("Someone else changed the figures of this month"),
        text=text,
        changes=change_rows(changes(rows_of(before), rows_of(current)), words),
        month=f"{state_name(current.state)} · {month_name(current.month)}",
        month_url=links.month_page(current.state_id, current.month),
        revision=current.revision,
    )
