"""Differences between two revisions, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rankings.views.wording.numbers import MISSING
from submissions.presenters.desk_words import figure_text, parameter_name
from submissions.selectors.rows import Change, ParameterWords, Row


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
