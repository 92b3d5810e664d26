"""What can be claimed about the ranking, and what the record can say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from common.months import Month

Members = Callable[[Month], frozenset[str]]
"""The codes of the States in the category, as it stands in a month; none where that is not known."""

FullMarks = Callable[[str, Month], tuple[frozenset[str], frozenset[str]] | None]
"""The parameters of a State and month that earned full marks, and all that apply; None where figures are not known."""


class Verdict(StrEnum):
    TRUE = "TRUE"
    FALSE = "FALSE"
    UNPROVEN = "UNPROVEN"


class ClaimKind(StrEnum):
    """What a claim counts; four different counters that are easily taken for one another."""

    MONTHS_FIRST = "months_first"
    CURRENT_STREAK = "current_streak"
    LONGEST_STREAK = "longest_streak"
    RANK = "rank"
    TOP = "top"
    ANNUAL = "annual"
    OUTSIDE_TOP = "outside_top"
    SCORE = "score"
    FULL_MARKS = "full_marks"
    FULL_MARKS_IN = "full_marks_in"
    AHEAD = "ahead"
    BEHIND = "behind"
    MOST_IMPROVED = "most_improved"
    RANK_CHANGE = "rank_change"


class Relation(StrEnum):
    """How a number is claimed. `about` is within a tenth of it; `all` is every parameter that applies."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    NOT = "not"
    ALL = "all"

    def holds(self, value: int, claimed: int) -> bool:
        """Whether a value is as claimed; `ALL` compares with all that there are, which the caller gives.

        >>> Relation.ABOUT.holds(18, 20), Relation.ABOUT.holds(17, 20)
        (True, False)
        """
        return {
            Relation.EXACTLY: value == claimed,
            Relation.AT_LEAST: value >= claimed,
            Relation.MORE_THAN: value > claimed,
            Relation.AT_MOST: value <= claimed,
            Relation.LESS_THAN: value < claimed,
            Relation.ABOUT: abs(value - claimed) * 10 <= claimed,
            Relation.NOT: value != claimed,
            Relation.ALL: value == claimed,
        }[self]


@dataclass(frozen=True, slots=True)
class Claim:
    """“`count` months in first place (or rank `count`) from `first` to `last`”, both months included.

    `relation` says how the number is meant: exactly, at least, about. A claim of `rank` means the rank in every month
    of the window; `top` a rank no worse than it in every month, `outside_top` a worse one in every month; `annual`
    the rank of a calendar year; `score` the printed score in every month, in hundredths; `full_marks` a number of
    parameters at full marks. `other` is the State of `ahead` and `behind` and the parameter of `full_marks_in`; these
    and `most_improved` have the count 1: it is so. `rank_change` counts places won since the month before.
    Raises ValueError for a window that ends before it begins, and for an annual one that is no calendar year.
    """

    state: str
    kind: ClaimKind
    count: int
    first: Month
    last: Month
    relation: Relation = Relation.EXACTLY
    other: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.first} is after {self.last}: give the earlier month first")
        year = self.first.year
        if self.kind is ClaimKind.ANNUAL and (self.first, self.last) != (Month(year, 1), Month(year, 12)):
            raise ValueError(
                f"an annual rank is of a calendar year, not of {self.first} to {self.last}: "
                f"ask from {year}-01 to {year}-12"
            )
