"""What an incomplete year leaves open: the annual ranks that a State may still hold.

Each State's annual score lies in a range, from its scores on record and the openings of the other months. The
ranges are taken as independent of each other. Between months without a list and complete ones they are, so
that the answer is exact; a partial list ties States together (one gap, one State), which is left aside, so
that some rank may be called open there which a closer look would exclude. A rank that is excluded is
impossible in every case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.scoring import rounded
from rankings.core.history import History
from rankings.core.openings import opening
from rankings.core.ranks import Ties
from states.months import Month


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
        if all(one.ranks for one in openings):
            found[state] = AnnualOpening(
                _mean([one.lowest for one in openings]),
                _mean([one.highest for one in openings]),
                any(one.may_be_unranked for one in openings),
            )
    return found


def _mean(hundredths: list[int]) -> Decimal:
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
    edges = {own.lowest} | {edge for one in others for edge in (one.lowest, one.highest)}
    found: set[int] = set()
    for score in sorted(edge for edge in edges if own.lowest <= edge <= own.highest):
        forced = sum(one.lowest > score and not one.may_be_unranked for one in others)
        possible = sum(one.highest > score for one in others)
        found |= set(range(1 + (forced if ties == "competition" else min(forced, 1)), possible + 2))
    return found
