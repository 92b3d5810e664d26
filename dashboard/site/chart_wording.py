"""Titles and text alternatives of charts, made from the same values that the charts show.

An alternative says: what kind of chart, of what, and what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from common.dates import month_name, place
from common.months import Month
from rankings.lists.labels import listed, state_name
from rankings.lists.queries import StreaksView


def until(title: str, last: Month, shown: Month, *, unranked: bool) -> str:
    """A title of what ended before the month that is shown: `… until September 2023; unranked in October 2023`

    `unranked`: the list of that month names the State without a rank; else it does not name it.
    """
    if last == shown:
        return title
    text = (
        gettext("%(title)s until %(last)s; unranked in %(shown)s")
        if unranked
        else gettext("%(title)s until %(last)s; not on record in %(shown)s")
    )
    return text % {"shown": month_name(shown), "last": month_name(last), "title": title}


def ranks_title(ranks: Sequence[int], months: int, ranked: Sequence[int | None] = (None, None)) -> str:
    """`From 14th to 6th in 29 months`; `ranks` are those on record, oldest first, in so many `months`.

    `ranked` is how many were ranked in the first and in the last of them, None where that is not known: the places are
    `14th of 36` and `6th of 16` where the two differ.
    """
    first, last = ranks[0], ranks[-1]
    best, worst = place(min(ranks)), place(max(ranks))
    values: dict[str, str | int | None] = {
        "first": place(first), "last": place(last), "months": months, "best": best, "worst": worst,
    }  # fmt: skip
    if months == 1:
        return gettext("In %(last)s place, the only month with a rank") % values
    if min(ranks) == max(ranks):
        return gettext("In %(last)s place in each of %(months)s months") % values
    if first == last == min(ranks):
        return (
            gettext("In %(last)s place, as at the start of these %(months)s months; at worst in %(worst)s")
            % values
        )
    if first == last:
        return (
            gettext("In %(last)s place, as at the start of these %(months)s months; at best in %(best)s")
            % values
        )
    if None not in ranked and ranked[0] != ranked[1]:
        values |= {"of_first": ranked[0], "of_last": ranked[1]}
        return (
            gettext("From %(first)s of %(of_first)s to %(last)s of %(of_last)s in %(months)s months") % values
        )
    return gettext("From %(first)s to %(last)s place in %(months)s months") % values


def ranks_alternative(
    state: str, ranks: Sequence[int], first_month: str, last_month: str, board: str, others: Sequence[str]
) -> str:
    """`Line chart of the rank of Uttarakhand …: 14 at first, 6 at last, best 5, worst 16; first in 0 months.`

    `others` are the lines of the other boards, each with its last rank: `Overall 6`.
    """
    values = {
        "state": state, "board": board, "first_month": first_month, "last_month": last_month,
        "first": ranks[0], "last": ranks[-1], "best": min(ranks), "worst": max(ranks), "count": ranks.count(1),
    }  # fmt: skip
    text = (
        gettext(
            "Line chart of the rank of %(state)s on the board %(board)s from %(first_month)s to %(last_month)s: "
            "rank %(first)s at the start, rank %(last)s at the end, rank %(best)s at best, rank %(worst)s at worst; "
            "months in first place: %(count)s."
        )
        % values
    )
    if not others:
        return text
    return (
        text
        + " "
        + gettext("The other boards, in grey, at the end: %(boards)s.") % {"boards": ", ".join(others)}
    )


def scores_over_time_title(board: str, scores: Sequence[Decimal]) -> str:
    """`CCTNS: score from 78.20 to 96.19`; `scores` are those on record, oldest first."""
    return gettext("%(board)s: score from %(first)s to %(last)s") % {
        "board": board, "first": f"{scores[0]:.2f}", "last": f"{scores[-1]:.2f}",
    }  # fmt: skip


def scores_over_time_alternative(
    state: str, boards: Sequence[tuple[str, Sequence[Decimal]]], first_month: str, last_month: str
) -> str:
    """`Line chart of the scores of Uttarakhand …: CCTNS 78.20 at first, 96.19 at last; …`"""
    told = [
        gettext("%(board)s %(first)s at the start, %(last)s at the end")
        % {"board": name, "first": f"{scores[0]:.2f}", "last": f"{scores[-1]:.2f}"}
        for name, scores in boards
    ]
    values = {
        "state": state, "first_month": first_month, "last_month": last_month, "boards": "; ".join(told),
    }  # fmt: skip
    return (
        gettext("Line chart of the scores of %(state)s from %(first_month)s to %(last_month)s: %(boards)s.")
        % values
    )


def bump_title(view: StreaksView) -> str:
    """`Haryana has held first place since May 2023`, or who is first in the last month on record."""
    month = max((month for month, codes in view.firsts.items() if codes), default=None)
    if month is None:
        return gettext("Ranks of the States that led")
    now = [row for row in view.rows if row.state.code in view.firsts[month]]
    values = {"states": listed([state_name(row.state) for row in now]), "month": month_name(month)}
    if len(now) > 1:
        return gettext("%(states)s share first place in %(month)s") % values
    start = now[0].count.current_streak_from
    if month == view.last and start is not None and now[0].count.current_streak > 1:
        values["month"] = month_name(start)
        if now[0].count.streak_certain:
            return gettext("%(states)s has held first place since %(month)s") % values
        return gettext("%(states)s has held first place at least since %(month)s") % values
    return gettext("%(states)s is first in %(month)s") % values


def bump_alternative(
    lines: Sequence[tuple[str, Sequence[int]]], first_month: str, last_month: str, board: str
) -> str:
    """`Line chart of ranks …: Haryana, rank 1 at the end, 5 at worst; …`; each line's ranks oldest first."""
    told = [
        gettext("%(state)s, rank %(last)s at the end, %(best)s at best, %(worst)s at worst")
        % {"state": name, "last": ranks[-1], "best": min(ranks), "worst": max(ranks)}
        for name, ranks in lines
    ]
    values = {
        "board": board, "first_month": first_month, "last_month": last_month, "lines": "; ".join(told),
    }  # fmt: skip
    return (
        gettext(
            "Line chart of ranks on the board %(board)s from %(first_month)s to %(last_month)s: %(lines)s."
        )
        % values
    )


def firsts_alternative(
    leaders: Sequence[tuple[str, int]], first_month: str, last_month: str, board: str
) -> str:
    """`Line chart of months in first place … added up: Haryana 20, Himachal Pradesh 4.`"""
    values = {
        "board": board, "first_month": first_month, "last_month": last_month,
        "counts": ", ".join(f"{name} {count}" for name, count in leaders),
    }  # fmt: skip
    return (
        gettext(
            "Line chart of months in first place on the board %(board)s, added up from %(first_month)s "
            "to %(last_month)s: %(counts)s."
        )
        % values
    )


def firsts_title(name: str, count: int, others: Sequence[str], months: int) -> str:
    """`Haryana has been first in 20 months, 3 other States in 9 between them`.

    `others` are the other States that were first at all, `months` those in which any of them was.
    """
    values = {"state": name, "count": count, "others": len(others), "months": months, "other": listed(others)}
    if not others:
        text = ngettext(
            "%(state)s has been first in %(count)s month; no other State is on record as first",
            "%(state)s has been first in %(count)s months; no other State is on record as first",
            count,
        )
    elif len(others) == 1:
        text = ngettext(
            "%(state)s has been first in %(count)s month, %(other)s in %(months)s",
            "%(state)s has been first in %(count)s months, %(other)s in %(months)s",
            count,
        )
    else:
        text = ngettext(
            "%(state)s has been first in %(count)s month, %(others)s other States in %(months)s between them",
            "%(state)s has been first in %(count)s months, %(others)s other States in %(months)s between them",
            count,
        )
    return text % values


def groups_title(name: str, marks: str, total: str) -> str:
    """`Case registration and forms carries most: 24 of 100 marks`."""
    return gettext("%(group)s carries most: %(marks)s of %(total)s marks") % {
        "group": name, "marks": marks, "total": total,
    }  # fmt: skip


def groups_alternative(version: str, groups: Sequence[tuple[str, str]]) -> str:
    """`Bar chart of marks by group in version 2023-01: Case registration and forms 24, …`"""
    return gettext("Bar chart of the marks of each group in methodology version %(version)s: %(groups)s.") % {
        "version": version, "groups": ", ".join(f"{name} {marks}" for name, marks in groups),
    }  # fmt: skip
