"""What the generator is given: plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from metrics.scoring import ParameterRule

# The month from which a methodology version holds, and its parameters in the order of the catalogue.
Methodologies = Mapping[Month, Sequence[ParameterRule]]


@dataclass(frozen=True, slots=True)
class StateFacts:
    """What the size of a State's figures follows from. `firs` is the sample's magnitude of FIRs a month."""

    code: str
    category: str
    stations: int
    firs: int
    population: int


@dataclass(frozen=True, slots=True)
class RecordedPlace:
    """A row of the published record. `category` is `all` or a State's own; `score` None: not stated."""

    board: str
    category: str
    month: Month
    rank: int
    state: str
    score: Decimal | None


def rules_in_force(methodologies: Methodologies, month: Month) -> Sequence[ParameterRule]:
    """The parameters of the version that holds in a month; ValueError where none does."""
    held = [since for since in methodologies if since <= month]
    if not held:
        raise ValueError(f"no methodology holds in {month}")
    return methodologies[max(held)]
