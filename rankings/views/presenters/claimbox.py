"""The claim box: a claim in words or in parts, the verdict, and the evidence month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.core.claims import Claim, ClaimKind, Evidence
from rankings.selectors.claims import Checked, checked
from rankings.selectors.windows import Window
from rankings.views import links
from rankings.views.claiming import LONGEST_TEXT, ClaimAsked
from rankings.views.links import Asked, Choice
from rankings.views.wording import claims, labels
from rankings.views.wording.months import month_name
from states.models import State

MOST_MONTHS = 24
"""Months not on record that are named one by one; more are counted."""


@dataclass(frozen=True, slots=True)
class Counter:
    """The same number counted otherwise: what the record says, and whether it fits."""

    name: str
    number: str
    verdict: str
    current: bool


@dataclass(frozen=True, slots=True)
class VerdictView:
    """`kind` is true, false or unproven; `counted` leads to the months that make up the number."""

    kind: str
    word: str
    restated: str
    sentence: str
    answer: str
    counters: tuple[Counter, ...]
    counted: tuple[Choice, ...]
    missing: str
    missing_term: str
    sample: str
    lists: str
    link: str


@dataclass(frozen=True, slots=True)
class ClaimBox:
    """`said` is the claim as it was typed, `problem` what it lacks; `open` shows the parts unfolded."""

    said: str
    longest: int
    example: str
    hidden: tuple[tuple[str, str], ...]
    states: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    count: str
    first: str
    last: str
    open: bool
    problem: str
    verdict: VerdictView | None


def claim_box(
    found: Window, wanted: Asked, claim: ClaimAsked | None, states: Sequence[State]
) -> ClaimBox | None:
    """The box with the claim that was asked, if any; None where no list is on record."""
    if found.view.first is None or found.view.last is None or not found.months:
        return None
    verdict, problem = _verdict(found, wanted, claim, states)
    state, kind = (claim.state, claim.kind) if claim else (None, None)
    named = sorted(
        (Choice(labels.state_name(one), one.code, one.code == state) for one in states),
        key=lambda choice: choice.label,
    )
    return ClaimBox(
        said=claim.said if claim else "",
        longest=LONGEST_TEXT,
        example=_example(found, states),
        hidden=tuple(wanted.query.items()),
        states=tuple(named),
        kinds=tuple(Choice(claims.kind_name(one), one.value, one is kind) for one in ClaimKind),
        count="" if claim is None or claim.count is None else str(claim.count),
        first=str(found.view.first),
        last=str(found.view.last),
        open=claim is not None and (not claim.said or bool(problem)),
        problem=problem,
        verdict=verdict,
    )


def _verdict(
    found: Window, wanted: Asked, claim: ClaimAsked | None, states: Sequence[State]
) -> tuple[VerdictView | None, str]:
    """The verdict, or what the claim lacks."""
    if claim is None or found.view.first is None or found.view.last is None:
        return None, ""
    try:
        whole = claim.claim(found.view.first, found.view.last)
    except ValueError:
        year = found.view.last.year
        told = gettext("An annual rank is of a calendar year: ask from %(first)s to %(last)s.")
        return None, told % {"first": f"{year}-01", "last": f"{year}-12"}
    if whole is None:
        return None, claims.wanting(state=claim.state is None, count=claim.count is None)
    name = next(labels.state_name(one) for one in states if one.code == whole.state)
    return _view(checked(whole, wanted.scope, found.history, states), name, wanted, claim), ""


def _view(result: Checked, name: str, wanted: Asked, claim: ClaimAsked) -> VerdictView:
    evidence = result.evidence
    whole = evidence.claim
    return VerdictView(
        kind=evidence.verdict.value.lower(),
        word=claims.verdict(evidence.verdict),
        restated=claims.restated(whole, name),
        sentence=gettext("%(sentence)s.") % {"sentence": claims.restated(whole, name)},
        answer=claims.answer(evidence),
        counters=tuple(_counter(one, whole) for one in result.counters),
        counted=tuple(
            Choice(month_name(month), links.leaderboard(month, wanted)) for month in evidence.counted_months
        ),
        missing=claims.months_named(evidence.undecided_months, MOST_MONTHS),
        missing_term=claims.undecided_term(whole.kind),
        sample=claims.samples(evidence),
        lists=claims.lists_of(wanted.board, wanted.category),
        link=links.claim(wanted, claim.query, whole.first, whole.last),
    )


def _counter(one: Evidence, claim: Claim) -> Counter:
    return Counter(
        claims.kind_name(one.claim.kind),
        claims.number(one),
        claims.verdict(one.verdict),
        one.claim.kind is claim.kind,
    )


def _example(found: Window, states: Sequence[State]) -> str:
    """`Haryana was first 20 times since June 2021`, of a State that was first."""
    row = next(iter(found.view.rows), None)
    if row is None or found.view.first is None:
        return ""
    return gettext("%(state)s was first %(count)s times since %(month)s") % {
        "state": labels.state_name(row.state), "count": row.count.months_first, "month": month_name(found.view.first),
    }  # fmt: skip
