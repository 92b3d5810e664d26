"""Differences between two revisions, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from common.dates import month_name
from rankings.lists.labels import state_name
from rankings.lists.numbers import MISSING
from submissions.desk import words as links
from submissions.desk.rows import Change, ParameterWords, Row
from submissions.desk.words import by_whom, figure_text, parameter_name
from submissions.models import Submission


@dataclass(frozen=True, slots=True)
class ChangeRow:
    code: str
    name: str
    before: str
    after: str
    remark_before: str
    remark_after: str


def change_rows(found: Iterable[Change], words: Mapping[str, ParameterWords]) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            code=one.parameter,
            name=parameter_name(one.parameter, words),
            before=_figure(one.before),
            after=_figure(one.after),
            remark_before=one.before.remark if one.before else "",
            remark_after=one.after.remark if one.after else "",
        )
        for one in found
    )


def _figure(row: Row | None) -> str:
    return figure_text(row.figure) if row else MISSING


# Somebody was faster: who, when, and what they changed.


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
