"""What would be, if a State's figures were these? Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from metrics.boards import DEFAULT_BOARD
from metrics.scoring import Figure, Mark, mark
from metrics.selectors import current_revisions, document_of, figures_at, methodology_in_force
from rankings.services.computation import place_all
from states.months import Month
from states.selectors import ALL_INDIA


@dataclass(frozen=True, slots=True)
class Preview:
    """A State's standing in a month. `of` is how many States are ranked; rank and score are None where unranked."""

    month: Month
    board: str
    score: Decimal | None
    rank: int | None
    of: int
    marks: tuple[Mark, ...]


def preview(
    *, month: Month, state: str, figures: Mapping[str, Figure] | None = None, board: str = DEFAULT_BOARD
) -> Preview:
    """Where the State would stand with these figures, all others with their verified ones; None: as verified now."""
    document = document_of(methodology_in_force(month))
    known = dict(figures_at(month, current_revisions(month)))
    if figures is not None:
        known[state] = dict(figures)
    places = place_all(month, document, known)[board, ALL_INDIA]
    own = next(place for place in places if place.state == state)
    return Preview(
        month=month,
        board=board,
        score=own.score,
        rank=own.rank,
        of=sum(place.rank is not None for place in places),
        marks=tuple(mark(rule, known.get(state, {}).get(rule.code)) for rule in document.parameter_rules()),
    )
