"""Somebody was faster: who, when, and what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from submissions.models import Submission
from submissions.presenters import desk_links as links
from submissions.presenters.desk_changes import ChangeRow, change_rows
from submissions.presenters.desk_words import by_whom
from submissions.selectors.rows import Change, ParameterWords


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """`changes` are those of the newest revision against the one that the reader began with."""

    title: str
    text: str
    changes: tuple[ChangeRow, ...]
    month: str
    month_url: str
    revision: int


def conflict_page(
    current: Submission, changes: Iterable[Change], words: Mapping[str, ParameterWords]
) -> ConflictPage:
    text = gettext("Revision %(revision)s took its place meanwhile: %(who)s.") % {
        "revision": current.revision,
        "who": by_whom(current.created_by, current.created_at),
    }
    return ConflictPage(
        title=gettext("Someone else changed the figures of this month"),
        text=text,
        changes=change_rows(changes, words),
        month=f"{state_name(current.state)} · {month_name(current.month)}",
        month_url=links.month_page(current.state_id, current.month),
        revision=current.revision,
    )
