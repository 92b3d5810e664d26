"""A State's marks in a month, largest loss first: a figure, no figure and nothing to measure told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from rankings.selectors.profiles import ParameterMark
from rankings.views.wording import methods
from rankings.views.wording.labels import either
from rankings.views.wording.numbers import MISSING, grouped, lost, percent, plain, two_decimals

BAR_WIDTH = 60
"""Units of a bar that stands for the largest loss."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One parameter. `kind` is reported, not_reported or not_applicable; `note` says the latter two in words."""

    code: str
    name: str
    kind: str
    note: str
    figures: str
    percent: str
    marks: str
    lost: str
    bar: str
    full: bool
    front: str


@dataclass(frozen=True, slots=True)
class MarksTable:
    """`summary` counts what is at full marks, not reported and not applicable.

    `lacking` are the parameters that lose marks, `rest` those at full marks and those that do not apply.
    """

    lacking: tuple[MarkRow, ...]
    rest: tuple[MarkRow, ...]
    rest_title: str
    obtained: str
    applicable: str
    lost: str
    summary: str


def losses(marks: Iterable[ParameterMark]) -> list[Fraction]:
    """The marks lost where any are, largest first."""
    return sorted((one.lost for one in marks if one.lost), reverse=True)


def marks_table(marks: Iterable[ParameterMark], fronts: Mapping[str, str]) -> MarksTable:
    """The parameters of a board: largest loss first, then full marks, then what does not apply.

    `fronts` says of each parameter who is at the front.
    """
    ordered = sorted(marks, key=lambda one: (one.lost is None, -(one.lost or 0), one.parameter))
    largest = max((one.lost or Fraction(0) for one in ordered), default=Fraction(0))
    obtained = sum((one.marks or Fraction(0) for one in ordered), Fraction(0))
    applicable = sum((Fraction(one.max_marks) for one in ordered if one.lost is not None), Fraction(0))
    rows = [(one, _row(one, largest, fronts.get(one.parameter, MISSING))) for one in ordered]
    rest = [row for one, row in rows if not one.lost]
    return MarksTable(
        lacking=tuple(row for one, row in rows if one.lost),
        rest=tuple(rest),
        rest_title=ngettext(
            "%(count)s parameter without a loss", "%(count)s parameters without a loss", len(rest)
        )
        % {"count": len(rest)},
        obtained=two_decimals(obtained),
        applicable=two_decimals(applicable),
        lost=lost(applicable - obtained),
        summary=_summary(ordered),
    )


def _row(one: ParameterMark, largest: Fraction, front: str) -> MarkRow:
    of = gettext("%(part)s of %(whole)s")
    figures = (
        MISSING
        if one.numerator is None or one.denominator is None
        else of % {"part": grouped(one.numerator), "whole": grouped(one.denominator)}
    )
    applies = one.status != "not_applicable"
    earned = MISSING if one.percent is None else two_decimals(one.marks)
    return MarkRow(
        code=one.parameter,
        name=either(one.name, one.name_hi),
        kind=one.status,
        note=methods.status_note(one.status),
        figures=figures,
        percent=percent(one.percent),
        marks=of % {"part": earned, "whole": plain(one.max_marks)} if applies else MISSING,
        lost=lost(one.lost),
        bar=_bar(one.lost, largest),
        full=one.full_marks,
        front=front,
    )


def _bar(value: Fraction | None, largest: Fraction) -> str:
    if not value:
        return ""
    return two_decimals(max(value * BAR_WIDTH / largest, Fraction(1)))


def _summary(marks: list[ParameterMark]) -> str:
    full = sum(1 for one in marks if one.full_marks)
    silent = sum(1 for one in marks if one.status == "not_reported")
    idle = sum(1 for one in marks if one.status == "not_applicable")
    parts = [
        ngettext("%(count)s parameter at full marks", "%(count)s parameters at full marks", full)
        % {"count": full}
    ]
    if silent:
        parts.append(gettext("%(count)s not reported") % {"count": silent})
    if idle:
        parts.append(gettext("%(count)s not applicable") % {"count": idle})
    return " · ".join(parts)
