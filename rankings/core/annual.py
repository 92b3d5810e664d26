"""The annual rank: the mean of twelve printed monthly scores, and what is wanting where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from metrics.scoring import rounded
from rankings.core.counts import Coverage, coverage
from rankings.core.history import History, MonthList, Standing
from rankings.core.ranks import Place, Scored, Ties, places
from states.months import Month

UNRANKED_IN_A_MONTH = "unranked_in_a_month"
"""The reason of a State that was unranked, or not yet a member of the category, in a month of the year."""


@dataclass(frozen=True, slots=True)
class AnnualList:
    """A calendar year's list, in printed order; `places` is empty where the year is not on record.

    `incomplete` are the months with a list that does not do: not every member stands on it, or a ranked
    State's score is not known. `unranked` names, for each State without an annual rank, the months in which
    it had none. `methodologies` are the versions that the year's lists were ranked by.
    """

    year: int
    places: tuple[Place, ...]
    incomplete: tuple[Month, ...]
    unranked: Mapping[str, tuple[Month, ...]]
    methodologies: tuple[str, ...]
    coverage: Coverage

    @property
    def missing(self) -> tuple[Month, ...]:
        """The months of the year without a list."""
        return self.coverage.missing

    @property
    def on_record(self) -> bool:
        """Whether all twelve lists are complete, so that the year has a list at all."""
        return not self.missing and not self.incomplete


def annual_list(
    history: History, year: int, names: Mapping[str, str], ties: Ties = "competition"
) -> AnnualList:
    """Rank the States on the mean of their twelve printed scores, rounded once, half up.

    A State that was unranked in any of the twelve months is unranked for the year: a mean over fewer months
    would let a State gain by not reporting, and a 0 for the month would call “–” a zero. `names` gives the
    State's name by its code, for the order of equal ranks. ValueError for a year outside the calendar.

    >>> from decimal import Decimal
    >>> def listed(month: Month, hr: str, hp: str) -> MonthList:
    ...     rows = {"HR": Standing(1, Decimal(hr)), "HP": Standing(2, Decimal(hp))}
    ...     return MonthList(month, True, "computed", False, "2021-06", rows)
    >>> year = {m: listed(m, "99.99", "99.00") for m in Month(2022, 1).to(Month(2022, 11))}
    >>> annual_list(year, 2022, {"HR": "Haryana", "HP": "Himachal Pradesh"}).missing
    (Month(year=2022, number=12),)
    >>> december = Month(2022, 12)
    >>> whole = annual_list(
    ...     {**year, december: listed(december, "99.93", "98.94")}, 2022,
    ...     {"HR": "Haryana", "HP": "Himachal Pradesh"})
    >>> [(place.state, place.rank, str(place.score)) for place in whole.places]
    [('HR', 1, '99.99'), ('HP', 2, '99.00')]
    """
    window = tuple(Month(year, 1).to(Month(year, 12)))
    lists = [history[month] for month in window if month in history]
    incomplete = tuple(one.month for one in lists if not _suffices(one))
    on_record = len(lists) == len(window) and not incomplete
    states = sorted({state for one in lists for state in one.rows}) if on_record else []
    unranked = {state: gone for state in states if (gone := _months_unranked(lists, state))}
    scored = [
        Scored(state, names[state], None, UNRANKED_IN_A_MONTH)
        if state in unranked
        else Scored(state, names[state], rounded(_mean(lists, state)))
        for state in states
    ]
    return AnnualList(
        year=year,
        places=places(scored, ties),
        incomplete=incomplete,
        unranked=unranked,
        methodologies=tuple(sorted({one.methodology for one in lists if one.methodology is not None})),
        coverage=coverage(history, window[0], window[-1]),
    )


def _suffices(one: MonthList) -> bool:
    return one.complete and all(row.rank is None or row.score is not None for row in one.rows.values())


def _months_unranked(lists: list[MonthList], state: str) -> tuple[Month, ...]:
    unranked = Standing(None, None)
    return tuple(one.month for one in lists if one.rows.get(state, unranked).rank is None)


def _mean(lists: list[MonthList], state: str) -> Fraction:
    scores = [one.rows[state].score for one in lists]
    return sum((Fraction(score) for score in scores if score is not None), Fraction(0)) / len(scores)
