"""What is on record of a board and category, month by month, and what it proves.

A recorded list may hold only some places; such a list proves little about the rest, and a month without a
list proves nothing. So the answer to “was this State first?” is yes, no, or not on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from states.months import Month


@dataclass(frozen=True, slots=True)
class Standing:
    """A State's row in a list: `rank` is None where it is unranked, `score` where it is not known."""

    rank: int | None
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthList:
    """One month's list as far as it is on record. `complete`: every member of the category has a row."""

    month: Month
    complete: bool
    origin: str
    sample: bool
    methodology: str | None
    rows: Mapping[str, Standing]

    def was_first(self, state: str) -> bool | None:
        """True or False where the list proves it; None where the State's place is not on record.

        One row at rank 1 proves that State first. Another State is proven not first by its own row below
        rank 1, by a row of rank 2 under a rank 1 (so no shared first), or by a complete list.
        """
        standing = self.rows.get(state)
        if standing is not None:
            return standing.rank == 1
        if self.complete:
            return False
        ranks = {row.rank for row in self.rows.values()}
        return False if {1, 2} <= ranks else None
