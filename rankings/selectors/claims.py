"""A claim checked against the lists on record, and the same number against the other counters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rankings.core.claims import Claim, ClaimKind, Evidence, check
from rankings.core.history import History
from rankings.core.ranks import Ties
from rankings.core.saying import Said, understood
from rankings.selectors.annuals import DEFAULT_TIES, ties_of
from rankings.selectors.histories import Scope
from states.models import State
from states.months import Month
from states.selectors import membership

COUNTERS = (ClaimKind.MONTHS_FIRST, ClaimKind.CURRENT_STREAK, ClaimKind.LONGEST_STREAK)
"""Three counters that are easily taken for one another."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`counters` holds the evidence by each of `COUNTERS`; empty for a claim of a rank."""

    evidence: Evidence
    counters: tuple[Evidence, ...]


def checked(claim: Claim, scope: Scope, history: History, states: Iterable[State]) -> Checked:
    """`history` is that of `scope`, `states` are all that there are. One query."""
    names = {state.code: state.name for state in states}
    members = membership(scope.category)
    evidence = check(claim, history, names, members, ties_for(claim, history))
    if claim.kind not in COUNTERS:
        return Checked(evidence, ())
    return Checked(
        evidence,
        tuple(
            evidence if kind is claim.kind else check(replace(claim, kind=kind), history, names, members)
            for kind in COUNTERS
        ),
    )


def ties_for(claim: Claim, history: History) -> Ties:
    """The rule for equal means of the year that an annual claim is about; no other claim asks for one."""
    if claim.kind is not ClaimKind.ANNUAL:
        return DEFAULT_TIES
    return ties_of({month: one for month, one in history.items() if month.year == claim.first.year})


def read_claim(text: str, states: Iterable[State], oldest: Month, newest: Month) -> Said:
    """A claim in words, in English or Hindi; the months are the first and the last on record."""
    names = {name: state.code for state in states for name in (state.name, state.name_hi)}
    return understood(text, names, oldest, newest)
