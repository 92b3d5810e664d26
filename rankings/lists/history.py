"""What is on record of a board and category, month by month, and what it proves.

A recorded list may hold only some places; such a list proves little about the rest, and a month without a
list proves nothing. So the answer to “was this State first?” is yes, no, or not on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from common.months import Month


class SampleBasis(StrEnum):
    """How many of the lists behind a count or a comparison rest on sample figures; `mixed`: some, but not all."""

    NONE = "none"
    ALL = "all"
    MIXED = "mixed"


def sample_basis(samples: Iterable[bool]) -> SampleBasis:
    """The basis of a count whose lists rest on sample figures (True) or on real ones (False).

    >>> sample_basis([True, False]).value, sample_basis([True]).value, sample_basis([]).value
    ('mixed', 'all', 'none')
    """
    kinds = set(samples)
    if len(kinds) > 1:
        return SampleBasis.MIXED
    return SampleBasis.ALL if True in kinds else SampleBasis.NONE


@dataclass(frozen=True, slots=True)
class Standing:
    """A State's row in a list: `rank` is None where it is unranked, `score` where it is not known."""

    rank: int | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthList:
    """One month's list as far as it is on record. `complete`: every member of the category has a row.

    A list that is not complete was ranked as the bureau ranks: equal scores share a rank and the next skips.
    """

    month: Month
    complete: bool
    origin: str
    sample: bool
    methodology: str | None
    rows: Mapping[str, Standing]

    def was_first(self, state: str) -> bool | None:
        """True or False where the list proves it; None where the State's place is not on record.

        One row at rank 1 proves that State first. Another State is proven not first by its own row below
        rank 1, by a complete list, or where the rows leave no room: so many rows of rank 1, and a row of the
        rank that follows them (1 and 2; 1, 1 and 3).

        >>> one = MonthList(Month(2023, 5), False, "recorded", False, None, {"HR": Standing(1, None)})
        >>> one.was_first("HR"), one.was_first("HP")
        (True, None)
        """
        standing = self.rows.get(state)
        return self.rest_first if standing is None else standing.rank == 1

    @property
    def rest_first(self) -> bool | None:
        """What `was_first` answers for every State that the list does not name: False or None."""
        return False if self.complete or self._names_everyone_to(1) else None

    def was_in_top(self, state: str, n: int) -> bool | None:
        """Whether the State held one of the ranks 1 to `n`, as `was_first` for n = 1; ValueError for n < 1.

        A State that is not named is proven outside only where every State above it is named: below rank n
        stands a row of rank r, and r − 1 rows stand above that one. With ranks 1, 2 and 3 on record nobody
        else was in the top 2, but anybody may have shared rank 3.

        >>> rows = {"HR": Standing(1, None), "UP": Standing(2, None), "DL": Standing(3, None)}
        >>> one = MonthList(Month(2023, 2), False, "recorded", False, None, rows)
        >>> one.was_in_top("UP", 2), one.was_in_top("HP", 2), one.was_in_top("HP", 3)
        (True, False, None)
        """
        if n < 1:
            raise ValueError(f"there is no top {n}; ask for the top 1 or more")
        standing = self.rows.get(state)
        if standing is not None:
            return standing.rank is not None and standing.rank <= n
        return False if self.complete or self._names_everyone_to(n) else None

    def _names_everyone_to(self, n: int) -> bool:
        ranks = [row.rank for row in self.rows.values() if row.rank is not None]
        below = min((rank for rank in ranks if rank > n), default=None)
        return below is not None and sum(rank < below for rank in ranks) == below - 1


History = Mapping[Month, MonthList]
"""The lists of a board and category; a month without a list is absent."""


# Where the rules changed: the months from which another methodology version ranked.


@dataclass(frozen=True, slots=True)
class Break:
    """From `month` on, version `after` ranked; the list before it was ranked by `before`."""

    month: Month
    before: str
    after: str


def breaks(versions: Mapping[Month, str | None]) -> tuple[Break, ...]:
    """The breaks in a history, oldest first. `versions` names each month's version, None where it is not known.

    A month whose version is not known (a recorded list) neither makes a break nor hides one.

    >>> [str(one.month) for one in breaks({Month(2022, 12): "a", Month(2023, 1): None, Month(2023, 2): "b"})]
    ['2023-02']
    """
    known = [(month, version) for month, version in sorted(versions.items()) if version is not None]
    return tuple(
        Break(month, before, after) for (_, before), (month, after) in pairwise(known) if before != after
    )
