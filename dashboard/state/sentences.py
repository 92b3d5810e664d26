"""A State's profile in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, ngettext

from common.dates import in_words, month_name, nth_month, place
from dashboard.state.queries import Past, Place, Profile
from metrics.scoring import rounded
from rankings.lists import labels
from rankings.lists.history import Count
from rankings.lists.labels import MISSING, among, percent, reason, two_decimals

# A State's marks in a month, largest loss first, and where it is strong: its groups beside its category's median.

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


FEW = 3


def headline(state: str, shown: Place | None, past: Past | None, losses: Sequence[Fraction] | None) -> str:
    """`Uttarakhand is 6th, 3.78 behind first; two parameters hold at least two thirds of what it lacks`

    `losses` are the marks lost on the board, largest first, none of them 0; None where they are not known.
    """
    stands = _stands(state, shown, past)
    ranked = shown is not None and shown.rank is not None
    lacks = _lacks(losses) if ranked and losses is not None else ""
    if not lacks:
        return stands
    return gettext("%(stands)s; %(lacks)s") % {"stands": stands, "lacks": lacks}


def _stands(state: str, shown: Place | None, past: Past | None) -> str:
    if shown is None:
        return gettext("%(state)s is not named in this list") % {"state": state}
    if shown.rank is None:
        return gettext("%(state)s is unranked: %(reason)s") % {"state": state, "reason": reason(shown.reason)}
    if shown.rank == 1:
        return _first(state, past)
    values = {"state": state, "place": place(shown.rank)}
    if shown.score is None or shown.top is None:
        return gettext("%(state)s is in %(place)s place") % values
    gap = f"{shown.top - shown.score:.2f}"
    return gettext("%(state)s is in %(place)s place, %(gap)s behind first") % {**values, "gap": gap}


def _first(state: str, past: Past | None) -> str:
    streak = past.count.current_streak if past else 0
    values = {"state": state, "nth": nth_month(max(streak, 1))}
    if past is None or streak < 2:
        return gettext("%(state)s is first") % values
    if past.count.streak_certain:
        return gettext("%(state)s is first for the %(nth)s month in a row") % values
    return gettext("%(state)s is first for at least the %(nth)s month in a row") % values


def _lacks(losses: Sequence[Fraction]) -> str:
    """Where the missing marks lie, where a few parameters hold most."""
    if not losses:
        return gettext("it has full marks in every applicable parameter")
    if len(losses) == 1:
        return gettext("all it lacks lies in one parameter")
    needed, held = 0, Fraction(0)
    while 3 * held < 2 * sum(losses):
        held += losses[needed]
        needed += 1
    if needed > FEW or needed == len(losses):
        return ""
    text = ngettext(
        "%(count)s parameter holds at least two thirds of what it lacks",
        "%(count)s parameters hold at least two thirds of what it lacks",
        needed,
    )
    return text % {"count": in_words(needed)}


def standing(found: Place) -> str:
    """`6th of 35 in India`, or why it is unranked."""
    if found.rank is None:
        return reason(found.reason)
    values = {"place": place(found.rank), "ranked": found.ranked, "among": among(found.category)}
    return gettext("%(place)s of %(ranked)s %(among)s") % values


def months_first(past: Past) -> str:
    """`20 of 29 months on record`"""
    total = len(past.history)
    text = ngettext(
        "%(count)s of %(total)s month on record", "%(count)s of %(total)s months on record", total
    )
    return text % {"count": past.count.months_first, "total": total}


def never_first(pasts: Sequence[Past]) -> str:
    """Where the State was not first, or is not known to have been; empty where there is no such history."""
    said = []
    for past in pasts:
        undecided = bool(past.count.undecided_months)
        text = (
            gettext(
                "Not known to have been first %(among)s; %(missing)s of %(total)s months are not on record."
            )
            if undecided
            else ngettext(
                "Not first %(among)s in the %(total)s month on record.",
                "Not first %(among)s in any of the %(total)s months on record.",
                len(past.history),
            )
        )
        window = max(past.history).ordinal - min(past.history).ordinal + 1
        said.append(
            text
            % {
                "among": among(past.category),
                "total": window if undecided else len(past.history),
                "missing": len(past.count.undecided_months),
            }
        )
    return " ".join(said)


def longest(count: Count) -> str:
    """`6 months, May 2023 to October 2023`; `at least 2 months (at most 4), …` where the record leaves it open."""
    months, first, most = count.longest_streak, count.longest_streak_from, count.longest_streak_at_most
    if first is None:
        return gettext("none")
    if count.longest_streak_certain:
        text = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    else:
        text = ngettext(
            "at least %(count)s month (at most %(most)s)",
            "at least %(count)s months (at most %(most)s)",
            months,
        ) % {"count": months, "most": most}
    if months == 1:
        return f"{text}, {month_name(first)}"
    span = gettext("%(first)s to %(last)s") % {
        "first": month_name(first), "last": month_name(first.plus(months - 1)),
    }  # fmt: skip
    return f"{text}, {span}"
