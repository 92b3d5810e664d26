"""The canonical content of a list: what its digest is taken of.

Do not change these shapes: every published digest rests on them. A new need is a new key in a new
`format`, and old lists keep theirs. No row ids and no clock times stand in here, so that the same list has
the same digest in every installation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.digests import digest
from common.months import Month
from metrics.scoring import Figure

FORMAT = "pragati-list/1"


@dataclass(frozen=True, slots=True)
class RowContent:
    """A row as it counts: `source` is set on recorded rows only."""

    state: str
    rank: int | None
    score: Decimal | None
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListContent:
    """Everything that a list's digest covers, rows in printed order."""

    month: Month
    board: str
    category: str
    origin: str
    sample: bool
    complete: bool
    revision: int
    reason: str
    released_on: date | None
    month_basis: str
    methodology: str | None
    methodology_hash: str | None
    inputs: str
    previous: str
    rows: tuple[RowContent, ...]

    @property
    def digest(self) -> str:
        return digest(list_document(self))


def list_document(content: ListContent) -> dict[str, Any]:
    """The canonical JSON of a list; scores as two-decimal strings, what is missing as null."""
    return {
        "format": FORMAT,
        "month": str(content.month),
        "board": content.board,
        "category": content.category,
        "origin": content.origin,
        "sample": content.sample,
        "complete": content.complete,
        "revision": content.revision,
        "reason": content.reason,
        "released_on": content.released_on.isoformat() if content.released_on else None,
        "month_basis": content.month_basis,
        "methodology": content.methodology,
        "methodology_hash": content.methodology_hash,
        "inputs": content.inputs or None,
        "previous": content.previous or None,
        "rows": [
            {
                "state": row.state,
                "rank": row.rank,
                "score": None if row.score is None else f"{row.score:.2f}",
                "reason": row.reason or None,
                "source": row.source or None,
            }
            for row in content.rows
        ],
    }


def inputs_document(
    month: Month,
    figures: Mapping[str, Mapping[str, Figure]],
    revisions: Mapping[str, int],
    sample: Iterable[str],
) -> dict[str, Any]:
    """The figures that a month's lists rest on: State → revision, sample or not, parameter → [numerator, denominator].

    Numbers are written plainly with two decimals, a figure that was not reported as null.
    """
    samples = frozenset(sample)
    return {
        "month": str(month),
        "states": {
            state: {
                "revision": revision,
                "sample": state in samples,
                "figures": {code: _pair(one) for code, one in sorted(figures.get(state, {}).items())},
            }
            for state, revision in sorted(revisions.items())
        },
    }


def _pair(figure: Figure) -> list[str] | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    return [f"{figure.numerator:.2f}", f"{figure.denominator:.2f}"]


# An answer as it is handed out again and again: compressed once, its headers ready, negotiated by plain comparison.
