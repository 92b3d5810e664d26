"""A State's marks in a month, largest loss first: a figure, no figure and nothing to measure told apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from dashboard.parameters import wording
from dashboard.state.queries import Standings
from insights.what_if.core import Front, Strength, fronts, strengths
from metrics.scoring import rounded
from rankings.lists import labels
from rankings.lists.labels import MISSING, either, grouped, lost, percent, plain, two_decimals
from rankings.lists.marks import ParameterMark

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
    return sorted((mark.lost for mark in marks if mark.lost), reverse=True)


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
        note=wording.status_note(one.status),
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
    full = sum(1 for mark in marks if mark.full_marks)
    silent = sum(1 for mark in marks if mark.status == "not_reported")
    idle = sum(1 for mark in marks if mark.status == "not_applicable")
    parts = [
        ngettext("%(count)s parameter at full marks", "%(count)s parameters at full marks", full)
        % {"count": full}
    ]
    if silent:
        parts.append(gettext("%(count)s not reported") % {"count": silent})
    if idle:
        parts.append(gettext("%(count)s not applicable") % {"count": idle})
    return " · ".join(parts)


# Where a State is strong: its groups beside the median of its category, and who is at the front of a parameter.

WIDTH = 120
"""Units of a line that stands for the scale from `low` to 100 percent."""
_FEW = 2


@dataclass(frozen=True, slots=True)
class StrengthRow:
    """A group. `own` and `median` in percent of its marks; `x` places in units of `WIDTH`, empty where unknown."""

    name: str
    code: str
    own: str
    median: str
    difference: str
    kind: str
    own_x: str
    median_x: str


@dataclass(frozen=True, slots=True)
class StrengthTable:
    """`title` is the message, `low` the percent at which the scale begins."""

    title: str
    caption: str
    low: int
    rows: tuple[StrengthRow, ...]


def strength_table(found: Standings) -> StrengthTable | None:
    """The groups of the board, in the methodology's order; None where the figures are not known."""
    if found.workings is None:
        return None
    groups = strengths(found.workings.worked, found.state.code, found.members)
    low = _low(groups)
    names = {
        code: labels.either(each["name"], each["name_hi"]) for code, each in found.workings.groups.items()
    }
    category = labels.category_name(found.category)
    counted = max((group.counted for group in groups), default=0)
    caption = ngettext(
        "Marks of each group in percent, against the median of %(count)s State: %(category)s",
        "Marks of each group in percent, against the median of %(count)s States: %(category)s",
        counted,
    )
    return StrengthTable(
        _title(groups),
        caption % {"count": counted, "category": category},
        low,
        tuple(_strength_row(group, names[group.group], low) for group in groups),
    )


def front_words(found: Standings) -> dict[str, str]:
    """Who is at the front of each parameter: `11 States at full marks`, `Himachal Pradesh, 99.20 %`."""
    if found.workings is None:
        return {}
    names = {code: labels.state_name(state) for code, state in found.states.items()}
    return {code: _front(one, names) for code, one in fronts(found.workings.worked).items()}


def _front(front: Front, names: Mapping[str, str]) -> str:
    if front.full:
        text = ngettext("%(states)s at full marks", "%(states)s at full marks", len(front.full))
        return text % {"states": _states(front.full, names)}
    if front.leaders:
        return f"{_states(front.leaders, names)}, {percent(front.percent)}"
    return MISSING


def _states(codes: Sequence[str], names: Mapping[str, str]) -> str:
    if len(codes) <= _FEW:
        return labels.listed(sorted(names[code] for code in codes))
    return ngettext("%(count)s State", "%(count)s States", len(codes)) % {"count": len(codes)}


def _low(groups: Sequence[Strength]) -> int:
    """The ten below the smallest percent, so that the scale of all groups is one and is told."""
    shares = [share for group in groups for share in (group.share, group.median) if share is not None]
    return min(int(min(shares) * 10), 9) * 10 if shares else 0


def _strength_row(one: Strength, name: str, low: int) -> StrengthRow:
    return StrengthRow(
        name=name,
        code=one.group,
        own=_percent(one.share),
        median=_percent(one.median),
        difference=_difference(one.ahead),
        kind="none" if one.ahead is None else "up" if one.ahead > 0 else "down" if one.ahead < 0 else "same",
        own_x=_place(one.share, low),
        median_x=_place(one.median, low),
    )


def _percent(share: Fraction | None) -> str:
    """To one decimal, which a share of marks needs; a share below the whole never prints as 100."""
    if share is None:
        return MISSING
    printed = rounded(share * 100, 1)
    return "> 99.9" if printed == 100 and share < 1 else f"{printed:.1f}"


def _difference(ahead: Fraction | None) -> str:
    """`+3.2`, `−1.0`, `=`."""
    if ahead is None:
        return MISSING
    printed = rounded(abs(ahead) * 100, 1)
    if not printed:
        return "="
    return f"+{printed:.1f}" if ahead > 0 else f"−{printed:.1f}"


def _place(share: Fraction | None, low: int) -> str:
    if share is None:
        return ""
    return f"{rounded((share * 100 - low) / (100 - low) * WIDTH, 1):.1f}"


def _title(groups: Sequence[Strength]) -> str:
    """`Above the median of its category in 6 of 8 groups`"""
    known = [group.ahead for group in groups if group.ahead is not None]
    if not known:
        return gettext("Groups beside the median of its category")
    if len(known) == 1:
        (only,) = known
        if only == 0:
            return gettext("At the median of its category")
        return (
            gettext("Above the median of its category")
            if only > 0
            else gettext("Below the median of its category")
        )
    above = sum(1 for one in known if one > 0)
    level = sum(1 for one in known if one == 0)
    values = {"above": above, "level": level, "count": len(known)}
    if level:
        return (
            gettext("Above the median of its category in %(above)s of %(count)s groups, level in %(level)s")
            % values
        )
    return gettext("Above the median of its category in %(above)s of %(count)s groups") % values
