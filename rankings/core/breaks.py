"""Where the rules changed: the months from which another methodology version ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from states.months import Month


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
