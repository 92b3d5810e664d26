"""A claim with its verdict and what it rests on, as the page and the API say it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.boards import DEFAULT_BOARD
from rankings.core.claim_kinds import Claim, ClaimKind, Verdict
from rankings.core.claims import Evidence
from rankings.core.progress_rank import Measure, progress_list
from rankings.selectors.claims import Checked, Lists
from rankings.views import links
from rankings.views.claiming import OTHERS, query_of
from rankings.views.links import Asked
from rankings.views.wording import claims, labels
from rankings.views.wording.claim_readings import restated
from rankings.views.wording.months import month_name
from states.asking import Choice
from states.selectors import DEFAULT_CATEGORY

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
class ClaimView:
    """`kind` is true, false or unproven; `counted` leads to the months that make up the number."""

    kind: str
    sign: str
    word: str
    reading: str
    answer: str
    counters: tuple[Counter, ...]
    counted: tuple[Choice, ...]
    missing: str
    missing_term: str
    lists: str
    link: str


def claim_view(checked: Checked, lists: Lists) -> ClaimView:
    evidence, claim = checked.evidence, checked.evidence.claim
    wanted = Asked(checked.scope.board, checked.scope.category, checked.scope.origin, checked.scope.as_of)
    return ClaimView(
        kind=evidence.verdict.value.lower(),
        sign=claims.SIGNS[evidence.verdict],
        word=claims.verdict(evidence.verdict),
        reading=reading(checked, lists),
        answer=answer(checked, lists),
        counters=tuple(_counter(counter, claim) for counter in checked.counters),
        counted=tuple(
            Choice(month_name(month), links.leaderboard(month, wanted)) for month in evidence.counted_months
        ),
        missing=claims.months_named(evidence.undecided_months, MOST_MONTHS),
        missing_term=claims.undecided_term(claim.kind),
        lists=claims.lists_of(wanted.board, wanted.category),
        link=claim_link(checked),
    )


def claim_link(checked: Checked) -> str:
    """The permanent address of the claim."""
    scope, claim = checked.scope, checked.evidence.claim
    wanted = Asked(scope.board, scope.category, scope.origin, scope.as_of)
    return links.claim(wanted, query_of(claim), claim.first, claim.last)


def reading(checked: Checked, lists: Lists) -> str:
    """How the claim was taken, in the active language, with the lists that it is about where they are not the usual."""
    claim, scope = checked.evidence.claim, checked.scope
    text = restated(claim, _name(claim.state, lists), _other(claim, lists))
    about = [labels.board_name(scope.board)] if scope.board != DEFAULT_BOARD else []
    about += [labels.category_name(scope.category)] if scope.category != DEFAULT_CATEGORY else []
    return (
        gettext("%(sentence)s (%(lists)s)") % {"sentence": text, "lists": ", ".join(about)} if about else text
    )


def answer(checked: Checked, lists: Lists) -> str:
    """What the record says, the nearest true statement where the claim is false, and what else must be known."""
    evidence, claim = checked.evidence, checked.evidence.claim
    told = [
        claims.answer(evidence),
        _places(claim, checked, lists),
        _improved(claim, checked, lists),
        _full_marks(claim, checked, lists),
        claims.whole_record(checked.whole) if checked.whole and evidence.verdict is Verdict.FALSE else "",
        claims.grown(evidence),
        claims.within_a_tenth(claim),
        claims.recorded_says(checked.recorded),
        claims.samples(evidence),
    ]
    return " ".join(text for text in told if text)


def _name(code: str, lists: Lists) -> str:
    return next(labels.state_name(state) for state in lists.states if state.code == code)


def _other(claim: Claim, lists: Lists) -> str:
    if claim.kind in OTHERS:
        return _name(claim.other, lists)
    if claim.kind is ClaimKind.FULL_MARKS_IN:
        name, name_hi = lists.parameter(claim.other)
        told = gettext("“%(name)s” (%(code)s)")
        return told % {"name": name_hi if labels.in_hindi() else name, "code": claim.other}
    return ""


def _places(claim: Claim, checked: Checked, lists: Lists) -> str:
    """The ranks of both States, where the claim compares them in one month."""
    history = lists.history(checked.scope)
    if claim.kind not in OTHERS or claim.first != claim.last or claim.first not in history:
        return ""
    rows = history[claim.first].rows
    pair = [code for code in (claim.state, claim.other) if code in rows]
    return claims.ranks_of([(_name(code, lists), rows[code].rank) for code in pair]) if pair else ""


def _improved(claim: Claim, checked: Checked, lists: Lists) -> str:
    if claim.kind is not ClaimKind.MOST_IMPROVED or claim.first != claim.last:
        return ""
    names = {state.code: state.name for state in lists.states}
    progress = progress_list(lists.history(checked.scope), claim.first, 1, Measure.CHANGE, names)
    if progress is None:
        return ""
    return claims.most_improved([_name(code, lists) for code in progress.most_improved])


def _full_marks(claim: Claim, checked: Checked, lists: Lists) -> str:
    if (
        claim.kind is not ClaimKind.FULL_MARKS
        or claim.first != claim.last
        or checked.evidence.undecided_months
    ):
        return ""
    marks = lists.marks_of(claim.state, claim.first)
    return claims.full_marks(len(marks[0]), sorted(marks[1] - marks[0])) if marks else ""


def _counter(evidence: Evidence, claim: Claim) -> Counter:
    return Counter(
        claims.kind_name(evidence.claim.kind),
        claims.number(evidence),
        claims.verdict(evidence.verdict),
        evidence.claim.kind is claim.kind,
    )
