"""The annual rank: the mean of twelve printed monthly scores, and what is wanting where there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from common.months import Month
from metrics.scoring import rounded
from rankings.lists.history import Coverage, History, MonthList, Standing, coverage
from rankings.lists.rank_bounds import opening
from rankings.lists.ranks import Place, Scored, Ties, places

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
    incomplete = tuple(ranking.month for ranking in lists if not _suffices(ranking))
    on_record = len(lists) == len(window) and not incomplete
    states = sorted({state for ranking in lists for state in ranking.rows}) if on_record else []
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
        methodologies=tuple(
            sorted({ranking.methodology for ranking in lists if ranking.methodology is not None})
        ),
        coverage=coverage(history, window[0], window[-1]),
    )


def _suffices(one: MonthList) -> bool:
    return one.complete and all(row.rank is None or row.score is not None for row in one.rows.values())


def _months_unranked(lists: list[MonthList], state: str) -> tuple[Month, ...]:
    unranked = Standing(None, None)
    return tuple(ranking.month for ranking in lists if ranking.rows.get(state, unranked).rank is None)


def _mean(lists: list[MonthList], state: str) -> Fraction:
    scores = [ranking.rows[state].score for ranking in lists]
    return sum((Fraction(score) for score in scores if score is not None), Fraction(0)) / len(scores)


# What an incomplete year leaves open: the annual ranks that a State may still hold.


@dataclass(frozen=True, slots=True)
class AnnualOpening:
    """The printed annual scores that a State may have, both ends included, and whether it may have none."""

    lowest: Decimal
    highest: Decimal
    may_be_unranked: bool


def annual_openings(
    history: History, year: int, members: Callable[[Month], frozenset[str]]
) -> dict[str, AnnualOpening]:
    """The range of every State that may have an annual rank; who cannot have one is left out."""
    months = {month: members(month) for month in Month(year, 1).to(Month(year, 12))}
    found: dict[str, AnnualOpening] = {}
    for state in sorted(frozenset.intersection(*months.values())):
        openings = [opening(history.get(month), state, own) for month, own in months.items()]
        if all(opening.ranks for opening in openings):
            found[state] = AnnualOpening(
                _yearly_mean([opening.lowest for opening in openings]),
                _yearly_mean([opening.highest for opening in openings]),
                any(opening.may_be_unranked for opening in openings),
            )
    return found


def _yearly_mean(hundredths: list[int]) -> Decimal:
    return rounded(Fraction(sum(hundredths), 100 * len(hundredths)))


def attainable_ranks(openings: Mapping[str, AnnualOpening], state: str, ties: Ties) -> set[int]:
    """Every annual rank that a State can have, each State's score lying anywhere in its range.

    At a given score of its own, the States that must be better and those that can be better bound its rank.
    With dense ranks the better States may share their scores, all of them, so that the lower bound is 2 as
    soon as one must be better.

    >>> sure, open_ = Decimal("99.00"), Decimal("98.00")
    >>> year = {"HR": AnnualOpening(sure, sure, False), "HP": AnnualOpening(open_, sure, False),
    ...         "DL": AnnualOpening(open_, open_, True)}
    >>> sorted(attainable_ranks(year, "HP", "competition")), sorted(attainable_ranks(year, "DL", "dense"))
    ([1, 2], [2, 3])
    """
    own = openings.get(state)
    if own is None:
        return set()
    others = [one for code, one in openings.items() if code != state]
    # The bounds change only where a range of another State begins or ends.
    edges = {own.lowest} | {edge for other in others for edge in (other.lowest, other.highest)}
    found: set[int] = set()
    for score in sorted(edge for edge in edges if own.lowest <= edge <= own.highest):
        forced = sum(other.lowest > score and not other.may_be_unranked for other in others)
        possible = sum(other.highest > score for other in others)
        found |= set(range(1 + (forced if ties == "competition" else min(forced, 1)), possible + 2))
    return found
