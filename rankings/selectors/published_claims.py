"""Claims that were made in public, each with its source and what the lists on record say of it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rankings.core.claims import Claim, ClaimKind, Evidence, Members, check
from rankings.core.history import History
from rankings.models import Origin
from rankings.selectors.claims import ties_for
from rankings.selectors.histories import Scope, history
from states.models import State
from states.months import Month
from states.selectors import membership

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
    """Each with both its verdicts. Queries grow with the claims and the boards that they are about, not the lists."""
    names = {one.code: one.name for one in states}
    lists: dict[Scope, History] = {}
    members: dict[str, Members] = {}

    def evidence(public: PublicClaim, origin: Origin | None) -> Evidence:
        scope, category = Scope(public.board, public.category, origin), public.category
        if scope not in lists:
            lists[scope] = history(scope)
        if category not in members:
            members[category] = membership(category)
        return check(
            public.claim, lists[scope], names, members[category], ties_for(public.claim, lists[scope])
        )

    found = public_claims()
    return tuple(CheckedClaim(one, evidence(one, None), evidence(one, Origin.RECORDED)) for one in found)
