"""Claims that were made in public, each with its source and what the lists on record say of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rankings.core.claim_kinds import Claim, ClaimKind
from rankings.core.claims import Evidence
from rankings.models import Origin
from rankings.selectors.claims import Lists
from rankings.selectors.histories import Scope
from states.models import State
from states.months import Month

FILE = Path(__file__).parent.parent / "data" / "claims.csv"


@dataclass(frozen=True, slots=True)
class PublicClaim:
    """A claim as it was made, about the lists of `board` and `category`, and where it stood."""

    claim: Claim
    board: str
    category: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """`evidence` is by the lists that are shown by default, `recorded` by what the press reported alone."""

    public: PublicClaim
    evidence: Evidence
    recorded: Evidence


def public_claims() -> tuple[PublicClaim, ...]:
    """The claims of the shipped file, in its order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PublicClaim(
                Claim(
                    row["state"],
                    ClaimKind(row["kind"]),
                    int(row["count"]),
                    Month.parse(row["from"]),
                    Month.parse(row["to"]),
                ),
                row["board"],
                row["category"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def checked_claims(states: Sequence[State]) -> tuple[CheckedClaim, ...]:
    """Each with both its verdicts. Queries grow with the boards that the claims are about, not with the lists."""
    shown, recorded = Lists(Scope("", ""), states), Lists(Scope("", "", Origin.RECORDED), states)

    def evidence(public: PublicClaim, lists: Lists) -> Evidence:
        return lists.check(public.claim, lists.scope(public.board, public.category))

    return tuple(
        CheckedClaim(public, evidence(public, shown), evidence(public, recorded))
        for public in public_claims()
    )
