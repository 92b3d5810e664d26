"""The strip: who was first, one cell for each month, year by year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from common.dates import month_name
from common.months import Month
from rankings.lists.labels import listed, state_name
from rankings.lists.queries import StreaksView
from states.models import State

MONTHS_IN_ONE_LINE = 36
MOST_CODES = 2
"""Codes in a cell; where more States share first place, one is shown and the others are counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One month. `kind` is lead, other or gap; `codes` what the cell shows and `more` how many besides.

    `label` says it in full.
    """

    number: int
    codes: tuple[str, ...]
    more: int
    kind: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """`long` strips have a line for each year on every screen, short ones only on narrow screens."""

    years: tuple[Year, ...]
    key: str
    long: bool


def strip(
    firsts: StreaksView,
    shown: Month | None,
    leaders: Collection[str],
    address: Callable[[Month], str],
    with_list: Collection[Month],
) -> Strip | None:
    """The months of a history; those in which one of `leaders` was first stand out.

    `address` gives a month's page; months outside `with_list` have none. None where nothing is on record.
    """
    if not firsts.firsts:
        return None
    states = {row.state.code: row.state for row in firsts.rows}
    years: dict[int, list[Cell]] = {}
    for month, codes in firsts.firsts.items():
        kind = "gap" if not codes else "lead" if set(codes) & set(leaders) else "other"
        # Who leads now is named before others with whom the place was shared.
        shown_codes = sorted(codes, key=lambda code: code not in leaders)
        few = tuple(shown_codes) if len(codes) <= MOST_CODES else tuple(shown_codes[:1])
        years.setdefault(month.year, []).append(
            Cell(
                number=month.number,
                codes=few,
                more=len(codes) - len(few),
                kind=kind,
                label=_label(month, codes, states, unranked=month in _without_ranks(firsts)),
                url=address(month) if month in with_list else "",
                current=month == shown,
            )
        )
    return Strip(
        tuple(Year(year, tuple(cells)) for year, cells in years.items()),
        _key(firsts, leaders, states),
        len(firsts.firsts) > MONTHS_IN_ONE_LINE,
    )


def _without_ranks(firsts: StreaksView) -> set[Month]:
    """The months whose list is complete and ranks no State."""
    complete = firsts.coverage.complete if firsts.coverage else ()
    return {month for month in complete if not firsts.firsts[month]}


def _label(month: Month, codes: tuple[str, ...], states: Mapping[str, State], *, unranked: bool) -> str:
    nobody = gettext("no State is ranked") if unranked else gettext("first place not on record")
    who = listed([state_name(states[code]) for code in codes]) or nobody
    return f"{month_name(month)}: {who}"


def _key(firsts: StreaksView, leaders: Collection[str], states: Mapping[str, State]) -> str:
    """`First place, month by month since June 2021. Haryana: 20 of 29 months, in blue.`"""
    start = min(firsts.firsts)
    said = [gettext("First place, month by month since %(month)s.") % {"month": month_name(start)}]
    total = len(firsts.firsts)
    counts = {code: sum(1 for codes in firsts.firsts.values() if code in codes) for code in sorted(leaders)}
    if len(counts) == 1:
        text = ngettext(
            "%(state)s: %(count)s of %(total)s month, in blue.",
            "%(state)s: %(count)s of %(total)s months, in blue.",
            total,
        )
        said += [
            text % {"state": state_name(states[code]), "count": count, "total": total}
            for code, count in counts.items()
        ]
    elif counts:
        said.append(_shared(counts, states, total))
    unranked = _without_ranks(firsts)
    if any(not codes and month not in unranked for month, codes in firsts.firsts.items()):
        said.append(gettext("Outlined: not on record."))
    elif unranked:
        said.append(gettext("Outlined: no State is ranked."))
    return " ".join(said)


def _shared(counts: Mapping[str, int], states: Mapping[str, State], total: int) -> str:
    """`In blue, of 29 months: Himachal Pradesh 25, Haryana 24.`"""
    most_first = sorted(counts.items(), key=lambda one: -one[1])
    text = ngettext(
        "In blue, of %(total)s month: %(counts)s.", "In blue, of %(total)s months: %(counts)s.", total
    )
    return text % {
        "total": total,
        "counts": ", ".join(f"{state_name(states[code])} {count}" for code, count in most_first),
    }
