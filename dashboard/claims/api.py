"""`claims/` and `claims/check/`: what was claimed in public, and any claim checked against the lists on record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import MalformedQueryError
from dashboard.claims import documents
from dashboard.claims.sentences import answer, claim_url, reading
from insights.claims.kinds import Claim, ClaimKind
from insights.claims.parser import LONGEST_NOTE
from insights.claims.queries import Checked, Lists, claim_in, public_claims, read_note
from insights.claims.verdicts import Evidence
from rankings.api.reading import (
    POINT,
    WINDOW,
    CollectionView,
    Query,
    ReadView,
    checked_query,
    point_document,
    scope_of,
)
from rankings.api.said import STATE_FIELDS, coverage_document, fields, flat, state_brief
from rankings.lists import asked
from rankings.lists.histories import Scope
from rankings.lists.history import Standing
from states.models import State
from states.selectors import all_states

PARTS = (
    "state", "name", "name_hi", "board", "category", "kind", "number", "relation", "other", "from", "to",
)  # fmt: skip
PUBLIC_COLUMNS = (
    *PARTS, "source", "verdict", "recorded_verdict", "counted_months", "undecided_months", "attainable", "sample",
    "sample_basis",
)  # fmt: skip
MONTH_COLUMNS = ("month", "rank", "score", "counted", "undecided")
COLUMNS = (*PARTS, "verdict", *MONTH_COLUMNS, "sample_basis")
_UNKNOWN = Standing(None, None)


class ClaimsView(CollectionView):
    """Claims that were made in public, each with its source and its verdict."""

    operation, shape = "list_claims", documents.Claims
    title = _("Claims made in public")

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        states = all_states()
        by_code = {state.code: state for state in states}
        results = [
            parts_document(claim, by_code[claim.state], scope)
            | {
                "source": source,
                "verdict": evidence.verdict.value,
                "recorded_verdict": recorded.verdict.value,
                "counted_months": [str(month) for month in evidence.counted_months],
                "undecided_months": [str(month) for month in evidence.undecided_months],
                "attainable": list(evidence.attainable),
                **_samples(evidence),
            }
            for claim, scope, source, evidence, recorded in public_claims(states)
        ]
        rows = [
            flat(result) | {"attainable": [str(number) for number in result["attainable"]]}
            for result in results
        ]
        shown = fields(PUBLIC_COLUMNS, **STATE_FIELDS)
        document = {"count": len(results), "results": results}
        return Answer(document, Table(PUBLIC_COLUMNS, rows, shown), "pragati-claims")


class CheckView(CollectionView):
    """A claim in its parts, checked: its verdict and the months that it rests on.

    `kind` says what `number` counts: months in first place, a streak, a rank or top places in every month, the rank of
    a calendar year, a score, or parameters at full marks. For kinds that are so or not so, `number` is 1.
    """

    cost = COMPUTED
    operation, shape = "check_claim", documents.CheckedClaim
    title = _("Check a claim")
    query = (*POINT, *WINDOW, "of", "kind", "number", "relation", "other")
    required = ("of", "kind", "number", "from", "to")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        lists = Lists(scope_of(query), all_states())
        claim, scope = claim_of(query), lists.asked
        checked = lists.checked(claim, scope)
        evidence, history = checked.evidence, lists.history(scope)
        state = next(state for state in lists.states if state.code == claim.state)
        parts, results = parts_document(claim, state, scope), []
        for month in claim.first.to(claim.last):
            row = history[month].rows.get(claim.state, _UNKNOWN) if month in history else _UNKNOWN
            results.append(
                {
                    "month": str(month),
                    "rank": row.rank,
                    "score": row.score,
                    "counted": month in evidence.counted_months,
                    "undecided": month in evidence.undecided_months,
                }
            )
        document: dict[str, Any] = parts | {
            **point_document(scope),
            **coverage_document(evidence.coverage),
            "verdict": evidence.verdict.value,
            "attainable": [number_document(evidence.claim, value) for value in evidence.attainable],
            "count": len(results),
            "results": results,
        }
        own = flat(parts) | {key: document[key] for key in ("verdict", "sample_basis")}
        rows = [own | row for row in results]
        name = f"pragati-claim-{claim.state.lower()}-{claim.kind}-{claim.first}-{claim.last}"
        return Answer(document, Table(COLUMNS, rows, fields(MONTH_COLUMNS)), name)


class ReadClaimsView(ReadView):
    """Claims in words, English or Hindi: each sentence with its claims and verdicts, or the words not understood.

    A sentence gets a verdict only where every number, name, month and content word was used. A State named once is
    carried on. A long note is sent with POST as `text/plain`.
    """

    cost = COMPUTED
    operation, shape = "read_claims", documents.ReadClaims
    title = _("Read claims in words")
    query = (*POINT, "text")
    required, posted = ("text",), "read_note"
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        text = self._posted(request) if request.method == "POST" else query.get("text", "")
        if not text.strip():
            raise MalformedQueryError(
                "text", gettext("text: write the sentence to check, in English or Hindi")
            )
        if len(text) > LONGEST_NOTE:
            problem = gettext("text: at most %(most)s characters can be read at once; this has %(number)s")
            raise MalformedQueryError("text", problem % {"most": LONGEST_NOTE, "number": len(text)})
        lists = Lists(scope_of(query), all_states())
        results = [
            {
                "sentence": sentence.text,
                "claims": [read_document(checked, lists) for checked in claims],
                "unread": list(sentence.unread),
            }
            for sentence, claims, _over in read_note(text, lists)
        ]
        return Answer({**point_document(lists.asked), "count": len(results), "results": results})

    def post(self, request: Request, **path: Any) -> HttpResponse:
        """A note that is too long for an address. Nothing of it is kept."""
        return self.rendered(request, self.answer(request, checked_query(request, self.known()), **path))

    def _posted(self, request: Request) -> str:
        """The body as text. Raises UnsupportedMediaType, and MalformedQueryError for what is no UTF-8."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        if kind != "text/plain":
            raise UnsupportedMediaType(kind or "none")
        try:
            return request._request.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise MalformedQueryError("text", gettext("text: send the note as UTF-8")) from None


def read_document(checked: Checked, lists: Lists) -> dict[str, Any]:
    """A claim as it was read, in both languages whatever the request's, with its verdict."""
    claim, evidence = checked.evidence.claim, checked.evidence
    state = next(state for state in lists.states if state.code == claim.state)
    said: dict[str, Any] = {"verdict": evidence.verdict.value}
    if checked.recorded is not None:
        said["recorded_verdict"] = checked.recorded.value
    for suffix, language in (("", "en"), ("_hi", "hi")):
        with override(language):
            said[f"reading{suffix}"] = reading(checked, lists)
            said[f"answer{suffix}"] = answer(checked, lists)
    said |= parts_document(claim, state, checked.scope)
    return said | {
        **_samples(evidence),
        "url": claim_url(claim, checked.scope),
    }


def claim_of(query: Query) -> Claim:
    """The claim that a query makes. Raises MalformedQueryError for one that lacks a part, UnknownStateError."""
    if not query.get("of") or "," in query["of"]:
        raise MalformedQueryError("of", gettext("of: name one State, for example HR"))
    if not query.get("number"):
        text = gettext("number: a whole number from 0 to %(most)s is wanted")
        raise MalformedQueryError("number", text % {"most": asked.LONGEST_WINDOW})
    claim = claim_in(query, None, state="of", count="number")
    if claim is None:
        field = "to" if query.get("from") else "from"
        raise MalformedQueryError(field, gettext("from and to: name both months, for example 2023-10"))
    return claim


def number_document(claim: Claim, number: int) -> Decimal | int:
    """A number of a claim as JSON has it: a score counts hundredths inside."""
    return Decimal(number).scaleb(-2) if claim.kind is ClaimKind.SCORE else number


def parts_document(claim: Claim, state: State, scope: Scope) -> dict[str, Any]:
    return {
        "state": state_brief(state),
        "board": scope.board,
        "category": scope.category,
        "kind": claim.kind.value,
        "number": number_document(claim, claim.count),
        "relation": claim.relation.value,
        "other": claim.other,
        "from": str(claim.first),
        "to": str(claim.last),
    }


def _samples(evidence: Evidence) -> dict[str, Any]:
    window = evidence.coverage
    return {"sample": bool(window.sample_months), "sample_basis": window.sample_basis.value}
