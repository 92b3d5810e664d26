"""A checked claim as the page and the API say it: how it was taken, what the record says, and its address."""

from __future__ import annotations

from django.utils.translation import gettext

from dashboard.claims import wording
from insights.claims.kinds import Claim, ClaimKind, Verdict
from insights.claims.queries import Checked, Lists
from insights.claims.readings import OTHERS, query_of, restated
from metrics.boards import DEFAULT_BOARD
from rankings.lists import labels, links
from rankings.lists.links import Asked
from rankings.lists.progress_rank import Measure, progress_list
from states.selectors import DEFAULT_CATEGORY


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
        wording.answer(evidence),
        _places(claim, checked, lists),
        _improved(claim, checked, lists),
        _full_marks(claim, checked, lists),
        wording.whole_record(checked.whole) if checked.whole and evidence.verdict is Verdict.FALSE else "",
        wording.grown(evidence),
        wording.within_a_tenth(claim),
        wording.recorded_says(checked.recorded),
        wording.samples(evidence),
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
    return wording.ranks_of([(_name(code, lists), rows[code].rank) for code in pair]) if pair else ""


def _improved(claim: Claim, checked: Checked, lists: Lists) -> str:
    if claim.kind is not ClaimKind.MOST_IMPROVED or claim.first != claim.last:
        return ""
    names = {state.code: state.name for state in lists.states}
    progress = progress_list(lists.history(checked.scope), claim.first, 1, Measure.CHANGE, names)
    if progress is None:
        return ""
    return wording.most_improved([_name(code, lists) for code in progress.most_improved])


def _full_marks(claim: Claim, checked: Checked, lists: Lists) -> str:
    if (
        claim.kind is not ClaimKind.FULL_MARKS
        or claim.first != claim.last
        or checked.evidence.undecided_months
    ):
        return ""
    marks = lists.marks_of(claim.state, claim.first)
    return wording.full_marks(len(marks[0]), sorted(marks[1] - marks[0])) if marks else ""
