"""Where a State is strong: its groups beside the median of its category, and who is at the front of a parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from metrics.scoring import rounded
from rankings.core.strengths import Front, Strength, fronts, strengths
from rankings.selectors.standings import Standings
from rankings.views.wording import labels
from rankings.views.wording.numbers import MISSING, percent

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
    counted = max((one.counted for one in groups), default=0)
    caption = ngettext(
        "Marks of each group in percent, against the median of %(count)s State: %(category)s",
        "Marks of each group in percent, against the median of %(count)s States: %(category)s",
        counted,
    )
    return StrengthTable(
        _title(groups),
        caption % {"count": counted, "category": category},
        low,
        tuple(_row(one, names[one.group], low) for one in groups),
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
    shares = [share for one in groups for share in (one.share, one.median) if share is not None]
    return min(int(min(shares) * 10), 9) * 10 if shares else 0


def _row(one: Strength, name: str, low: int) -> StrengthRow:
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
    known = [one.ahead for one in groups if one.ahead is not None]
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
