"""A State's marks in a month, largest loss first, and where it is strong: its groups beside its category's median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from dashboard.state.queries import Profile
from insights.what_if.core import Front, Strength, fronts, strengths
from metrics.scoring import rounded
from rankings.lists import labels
from rankings.lists.labels import MISSING, percent, two_decimals
from rankings.lists.marks import ParameterMark

BAR_WIDTH = 60
"""Units of a bar that stands for the largest loss."""


def marks_on_board(found: Profile) -> list[ParameterMark]:
    """The parameters of the board: largest loss first, then full marks, then what does not apply.

    None where the State sent nothing at all.
    """
    if all(mark.status == "not_reported" for mark in found.marks):
        return []
    marks = [mark for mark in found.marks if found.scope.board in mark.boards]
    return sorted(marks, key=lambda mark: (mark.lost is None, -(mark.lost or 0), mark.parameter))


def losses(marks: Sequence[ParameterMark]) -> list[Fraction]:
    """The marks lost where any are, largest first."""
    return [mark.lost for mark in marks if mark.lost]


def marks_table(found: Profile, marks: Sequence[ParameterMark]) -> dict[str, Any]:
    """The marks for the template: `lacking` lose some, `rest` are at full marks or do not apply.

    Each row is a mark with the width of its bar and who is at the front of its parameter.
    """
    largest = max((mark.lost or Fraction(0) for mark in marks), default=Fraction(0))
    obtained = sum((mark.marks or Fraction(0) for mark in marks), Fraction(0))
    applicable = sum((Fraction(mark.max_marks) for mark in marks if mark.lost is not None), Fraction(0))
    front = _front_words(found)
    rows = [
        (
            mark,
            two_decimals(max(mark.lost * BAR_WIDTH / largest, Fraction(1))) if mark.lost else "",
            front.get(mark.parameter, MISSING),
        )
        for mark in marks
    ]
    return {
        "lacking": [row for row in rows if row[0].lost],
        "rest": [row for row in rows if not row[0].lost],
        "obtained": obtained, "applicable": applicable, "lost": applicable - obtained,
        "full": sum(mark.full_marks for mark in marks),
        "silent": sum(mark.status == "not_reported" for mark in marks),
        "idle": sum(mark.status == "not_applicable" for mark in marks),
    }  # fmt: skip


# Who is at the front of a parameter, and a State's groups beside the median of its category.

WIDTH = 120
"""Units of a line that stands for the scale from `low` to 100 percent."""
_FEW = 2


def strength_table(found: Profile) -> dict[str, Any] | None:
    """The groups of the board, in the methodology's order; None where the figures are not known.

    `title` is the message, `low` the percent at which the scale begins; `own_x` and `median_x` of a row are places in
    units of `WIDTH`, empty where unknown.
    """
    if found.ground is None:
        return None
    groups = strengths(found.ground.worked, found.state.code, found.members)
    low = _low(groups)
    counted = max((group.counted for group in groups), default=0)
    caption = ngettext(
        "Marks of each group in percent, against the median of %(count)s State: %(category)s",
        "Marks of each group in percent, against the median of %(count)s States: %(category)s",
        counted,
    )
    names = {
        code: labels.either(group["name"], group["name_hi"]) for code, group in found.ground.groups.items()
    }
    return {
        "title": _title(groups),
        "caption": caption % {"count": counted, "category": labels.category_name(found.category)},
        "low": low,
        "rows": [_strength_row(group, names[group.group], low) for group in groups],
    }


def _front_words(found: Profile) -> dict[str, str]:
    """Who is at the front of each parameter: `11 States at full marks`, `Himachal Pradesh, 99.20 %`."""
    if found.ground is None:
        return {}
    names = {code: labels.state_name(state) for code, state in found.states.items()}
    return {code: _front(front, names) for code, front in fronts(found.ground.worked).items()}


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


def _strength_row(one: Strength, name: str, low: int) -> dict[str, str]:
    return {
        "name": name,
        "code": one.group,
        "own": _percent(one.share),
        "median": _percent(one.median),
        "difference": _difference(one.ahead),
        "kind": "none"
        if one.ahead is None
        else "up"
        if one.ahead > 0
        else "down"
        if one.ahead < 0
        else "same",
        "own_x": _place(one.share, low),
        "median_x": _place(one.median, low),
    }


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
