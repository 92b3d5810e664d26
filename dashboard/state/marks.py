"""A State's marks in a month, largest loss first, and where it is strong: its groups beside its category's median."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from dashboard.state.queries import Profile
from metrics.scoring import rounded
from rankings.lists import labels
from rankings.lists.labels import MISSING, percent, two_decimals

BAR_WIDTH = 60
"""Units of a bar that stands for the largest loss."""


Mark = dict[str, Any]
"""A parameter's mark, as `worth_of` says it."""


def marks_on_board(found: Profile) -> list[Mark]:
    """The parameters of the board: largest loss first, then full marks, then what does not apply.

    None where the State sent nothing at all.
    """
    marks: list[Mark] = found.worth.get("marks", [])
    if all(mark["status"] == "not_reported" for mark in marks):
        return []
    counted = [mark for mark in marks if mark["on_board"]]
    return sorted(counted, key=lambda mark: (mark["lost"] is None, -(mark["lost"] or 0), mark["parameter"]))


def losses(marks: Sequence[Mark]) -> list[Fraction]:
    """The marks lost where any are, largest first."""
    return [mark["lost"] for mark in marks if mark["lost"]]


def marks_table(found: Profile, marks: Sequence[Mark]) -> dict[str, Any]:
    """The marks for the template: `lacking` lose some, `rest` are at full marks or do not apply.

    Each row is a mark with the width of its bar and who is at the front of its parameter.
    """
    lost, largest = sum(losses(marks), Fraction(0)), max(losses(marks), default=Fraction(0))
    applicable = sum((Fraction(mark["max_marks"]) for mark in marks if mark["lost"] is not None), Fraction(0))
    names = {code: state.label for code, state in found.states.items()}
    rows = [
        (
            mark,
            two_decimals(max(mark["lost"] * BAR_WIDTH / largest, Fraction(1))) if mark["lost"] else "",
            _front(found.worth["fronts"][mark["parameter"]], names),
        )
        for mark in marks
    ]
    return {
        "lacking": [row for row in rows if row[0]["lost"]],
        "rest": [row for row in rows if not row[0]["lost"]],
        "obtained": applicable - lost, "applicable": applicable, "lost": lost,
        "full": sum(mark["full"] for mark in marks),
        "silent": sum(mark["status"] == "not_reported" for mark in marks),
        "idle": sum(mark["status"] == "not_applicable" for mark in marks),
    }  # fmt: skip


# Who is at the front of a parameter, and a State's groups beside the median of its category.

WIDTH = 120
"""Units of a line that stands for the scale from `low` to 100 percent."""
_FEW = 2


def strength_table(found: Profile) -> dict[str, Any]:
    """The groups of the board, in the methodology's order, for the template.

    `title` is the message, `low` the percent at which the scale begins; `own_x` and `median_x` of a row are places in
    units of `WIDTH`, empty where unknown.
    """
    groups = found.worth["strengths"]
    shares = [share for *_, own, median, _ in groups for share in (own, median) if share is not None]
    # The ten below the smallest percent, so that the scale of all groups is one and is told.
    low = min(int(min(shares) * 10), 9) * 10 if shares else 0
    counted = max((counted for *_, counted in groups), default=0)
    caption = ngettext(
        "Marks of each group in percent, against the median of %(count)s State: %(category)s",
        "Marks of each group in percent, against the median of %(count)s States: %(category)s",
        counted,
    )
    rows = []
    for code, name, name_hi, own, median, _ in groups:
        ahead = None if own is None or median is None else own - median
        rows.append(
            {
                "name": labels.either(name, name_hi), "code": code, "ahead": ahead,
                "own": _percent(own), "median": _percent(median), "difference": _difference(ahead),
                "kind": "none" if ahead is None else "up" if ahead > 0 else "down" if ahead < 0 else "same",
                "own_x": _place(own, low), "median_x": _place(median, low),
            }
        )  # fmt: skip
    return {
        "title": _title([row["ahead"] for row in rows if row["ahead"] is not None]),
        "caption": caption % {"count": counted, "category": labels.category_name(found.category)},
        "low": low,
        "rows": rows,
    }


def _front(front: tuple[Sequence[str], Sequence[str], Fraction | None], names: Mapping[str, str]) -> str:
    """Who is at the front of a parameter: `11 States at full marks`, `Himachal Pradesh, 99.20 %`."""
    full, leaders, share = front
    if full:
        text = ngettext("%(states)s at full marks", "%(states)s at full marks", len(full))
        return text % {"states": _states(full, names)}
    return f"{_states(leaders, names)}, {percent(share)}" if leaders else MISSING


def _states(codes: Sequence[str], names: Mapping[str, str]) -> str:
    if len(codes) <= _FEW:
        return labels.listed(sorted(names[code] for code in codes))
    return ngettext("%(count)s State", "%(count)s States", len(codes)) % {"count": len(codes)}


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


def _title(ahead: Sequence[Fraction]) -> str:
    """`Above the median of its category in 6 of 8 groups`"""
    if not ahead:
        return gettext("Groups beside the median of its category")
    if len(ahead) == 1:
        (only,) = ahead
        if only == 0:
            return gettext("At the median of its category")
        return (
            gettext("Above the median of its category")
            if only > 0
            else gettext("Below the median of its category")
        )
    above = sum(1 for lead in ahead if lead > 0)
    level = sum(1 for lead in ahead if lead == 0)
    values = {"above": above, "level": level, "count": len(ahead)}
    if level:
        return (
            gettext("Above the median of its category in %(above)s of %(count)s groups, level in %(level)s")
            % values
        )
    return gettext("Above the median of its category in %(above)s of %(count)s groups") % values
