"""`claims/` and `claims/check/`: what was claimed in public, and any claim checked against the lists on record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import claims as documents
from rankings.api.reading import POINT, WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.streaks import coverage_document
from rankings.api.values import STATE_FIELDS, fields, flat, state_brief
from rankings.core.claims import Claim, ClaimKind, Evidence
from rankings.core.history import Standing
from rankings.selectors import asked
from rankings.selectors.asked import MalformedQueryError
from rankings.selectors.claims import checked
from rankings.selectors.histories import Scope, history
from rankings.selectors.published_claims import CheckedClaim, checked_claims
from states.models import State
from states.selectors import all_states

PARTS = ("state", "name", "name_hi", "board", "category", "kind", "number", "from", "to")
PUBLIC_COLUMNS = (
    *PARTS, "source", "verdict", "recorded_verdict", "counted_months", "undecided_months", "attainable", "sample",
    "sample_basis",
)  # fmt: skip
MONTH_COLUMNS = ("month", "rank", "score", "counted", "undecided")
COLUMNS = (*PARTS, "verdict", *MONTH_COLUMNS, "sample_basis")
_UNKNOWN = Standing(None, None)


class Claims(CollectionView):
    """Claims that were made in public, each with its source and its verdict."""

    operation, shape = "list_claims", documents.Claims
    title = _("Claims made in public")

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        states = all_states()
        by_code = {one.code: one for one in states}
        results = [public_document(one, by_code) for one in checked_claims(states)]
        rows = [_flat(one) for one in results]
        shown = fields(PUBLIC_COLUMNS, **STATE_FIELDS)
        document = {"count": len(results), "results": results}
        return Answer(document, Table(PUBLIC_COLUMNS, rows, shown), "pragati-claims")


class Check(CollectionView):
    """A claim in its parts, checked: its verdict and the months that it rests on.

    `kind` says what `number` counts: months in first place, a streak, a rank or top places in every month, or the
    rank of a calendar year.
    """

    operation, shape = "check_claim", documents.CheckedClaim
    title = _("Check a claim")
    query = (*POINT, *WINDOW, "of", "kind", "number")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope, states = scope_of(query), all_states()
        claim = claim_of(query)
        lists = history(scope)
        evidence = checked(claim, scope, lists, states).evidence
        state = next(one for one in states if one.code == claim.state)
        results = [
            month_document(str(month), lists[month].rows.get(claim.state, _UNKNOWN) if month in lists else _UNKNOWN,
                           counted=month in evidence.counted_months, undecided=month in evidence.undecided_months)
            for month in claim.first.to(claim.last)
        ]  # fmt: skip
        document: dict[str, Any] = parts_document(claim, state, scope) | {
            **point_document(scope),
            **coverage_document(evidence.coverage),
            "verdict": evidence.verdict.value,
            "attainable": list(evidence.attainable),
            "count": len(results),
            "results": results,
        }
        own = {
            **flat(parts_document(claim, state, scope)),
            "verdict": evidence.verdict.value,
            "sample_basis": document["sample_basis"],
        }
        rows = [own | one for one in results]
        name = f"pragati-claim-{claim.state.lower()}-{claim.kind}-{claim.first}-{claim.last}"
        return Answer(document, Table(COLUMNS, rows, fields(MONTH_COLUMNS)), name)


def claim_of(query: Query) -> Claim:
    """The claim that a query makes. Raises MalformedQueryError for one that lacks a part, UnknownStateError."""
    named = asked.states(query.get("of"))
    if named is None or len(named) != 1:
        raise MalformedQueryError("of", gettext("of: name one State, for example HR"))
    kind = asked.one_of(query.get("kind"), "kind", ClaimKind) or ClaimKind.MONTHS_FIRST.value
    text = query.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= asked.LONGEST_WINDOW):
        told = gettext("number: a whole number from 0 to %(most)s is wanted")
        raise MalformedQueryError("number", told % {"most": asked.LONGEST_WINDOW})
    first, last = asked.window(query.get("from"), query.get("to"))
    if first is None or last is None:
        field = "from" if first is None else "to"
        raise MalformedQueryError(field, gettext("from and to: name both months, for example 2023-10"))
    try:
        return Claim(next(iter(named)), ClaimKind(kind), int(text), first, last)
    except ValueError as problem:
        raise MalformedQueryError("from", f"from: {problem}") from None


def parts_document(claim: Claim, state: State, scope: Scope) -> dict[str, Any]:
    return {
        "state": state_brief(state),
        "board": scope.board,
        "category": scope.category,
        "kind": claim.kind.value,
        "number": claim.count,
        "from": str(claim.first),
        "to": str(claim.last),
    }


def public_document(one: CheckedClaim, states: dict[str, State]) -> dict[str, Any]:
    public, evidence = one.public, one.evidence
    scope = Scope(public.board, public.category)
    return parts_document(public.claim, states[public.claim.state], scope) | {
        "source": public.source,
        "verdict": evidence.verdict.value,
        "recorded_verdict": one.recorded.verdict.value,
        **_months(evidence),
        "sample": bool(evidence.sample_months),
        "sample_basis": evidence.coverage.sample_basis.value,
    }


def month_document(month: str, row: Standing, *, counted: bool, undecided: bool) -> documents.ClaimMonth:
    return {
        "month": month, "rank": row.rank, "score": row.score, "counted": counted, "undecided": undecided,
    }  # fmt: skip


def _months(evidence: Evidence) -> dict[str, Any]:
    return {
        "counted_months": [str(month) for month in evidence.counted_months],
        "undecided_months": [str(month) for month in evidence.undecided_months],
        "attainable": list(evidence.attainable),
    }


def _flat(result: dict[str, Any]) -> dict[str, Any]:
    return flat(result) | {"attainable": [str(one) for one in result["attainable"]]}
