"""`/claims/`: sentences or a whole note, checked; what was claimed in public; and every form that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.csrf import csrf_exempt

from common.asking import MalformedQueryError
from common.dates import month_name
from dashboard.claims.sentences import (
    KINDS,
    SIGNS,
    VERDICTS,
    answer,
    claim_url,
    found,
    months_named,
    number,
    problem_of,
    reading,
    restated,
    samples,
)
from dashboard.site.errors import explained
from dashboard.site.notes import known
from insights.claims.forms import EXAMPLES, FORMS, Form, nearest
from insights.claims.kinds import ClaimKind
from insights.claims.parser import LONGEST_NOTE, ParsedSentence
from insights.claims.queries import Checked, Lists, ReadSentence, claim_in, public_claims, read_note
from rankings.lists import labels, links
from rankings.lists.histories import Scope
from rankings.lists.query import ListQuery
from rankings.models import Origin
from states.selectors import all_states

MOST_MONTHS = 24
"""Months not on record that are named one by one; more are counted."""

IN_PARTS = tuple(
    kind for kind in ClaimKind if kind not in (ClaimKind.AHEAD, ClaimKind.BEHIND, ClaimKind.FULL_MARKS_IN)
)
"""Kinds that need no second name, so that the form of parts can ask them."""
PARTS = ("state", "kind", "count", "relation", "other", "from", "to")


@csrf_exempt  # a note is too long for an address; nothing is kept of it
@partial(explained, methods=("GET", "HEAD", "POST"))
def claims(request: HttpRequest) -> HttpResponse:
    """The claim checker; its address with the parts of a claim is the claim's permanent one."""
    query = ListQuery.read(request.GET)
    lists = Lists(query.scope, all_states())
    posted = request.POST if request.method == "POST" else request.GET
    said = posted.get("said", "").strip()[:LONGEST_NOTE]
    typed, checked, problem = {}, None, ""
    if said:
        read = read_note(said, lists)
    else:
        if posted.get("kind") or posted.get("count"):
            typed = {name: posted[name] for name in PARTS if posted.get(name)}
        checked, problem = _in_parts(typed, lists)
        read = [(ParsedSentence(""), (checked,), False)] if checked else []
    sentences = [
        _printed(each, lists, alone=len(read) == 1) for each in read if each[0].checkable or len(read) == 1
    ]
    shown = [claim for sentence in sentences for claim in sentence["claims"]]
    only = f"{shown[0]['reading']}: {VERDICTS[shown[0]['evidence'].verdict]}" if len(shown) == 1 else ""
    names = {state.code: state.label for state in lists.states}
    context = {
        "query": query, "title": only or gettext("Claim checker"),
        "headline": only or gettext("Check a claim about the ranking"),
        "canonical": shown[0]["url"].partition("#")[0] if len(shown) == 1 else links.page("claims"),
        "said": said, "longest": LONGEST_NOTE, "signs": SIGNS, "verdicts": VERDICTS, "kind_names": KINDS,
        "example": _example(FORMS[0], "hi" if labels.in_hindi() else "en", names)[0],
        "sentences": sentences,
        "idle": [sentence.text for sentence, *_ in read if not sentence.checkable] if len(read) > 1 else [],
        "record": lists.record("", ""), "typed": typed, "problem": problem,
        "kinds": IN_PARTS, "states": lists.states,
        "sample": any(month.sample for month in lists.history(lists.asked).values()),
        "public": [_public(*public, names=names) for public in public_claims(lists.states)],
        "forms": [(form.kind, *(_example(form, language, names) for language in ("en", "hi"))) for form in FORMS
                  if form.state in names],
        **_choices(query, checked, {"said": said} if said and len(read) == 1 else {}),
        **known(query.scope),
    }  # fmt: skip
    return render(request, "dashboard/claims.html", context)


def _in_parts(typed: Mapping[str, str], lists: Lists) -> tuple[Checked | None, str]:
    """A claim in its parts, checked, or what it lacks."""
    if not typed:
        return None, ""
    try:
        claim = claim_in(typed, lists.record("", ""))
    except MalformedQueryError as problem:
        if problem.field != "from" or "annual" not in typed.get("kind", ""):
            raise
        return None, str(problem)
    if claim is not None:
        return lists.checked(claim, lists.asked), ""
    if not typed.get("state"):
        return None, gettext("Choose a State or UT.")
    return None, "" if typed.get("count") else gettext("Say how many months, or which rank.")


def _choices(query: ListQuery, checked: Checked | None, said: dict[str, str]) -> dict[str, Any]:
    """The same question about other lists; a whole note is pasted again."""

    def other(**lists: Any) -> str:
        if checked is None:
            return links.page("claims", query=query.parts(None, **lists) | said)
        return claim_url(checked.evidence.claim, replace(query.scope, **lists))

    return {
        "boards": links.board_choices(query.scope, {board: other(board=board) for board in labels.BOARDS}),
        "categories": links.category_choices(
            query.scope, {category: other(category=category) for category in labels.CATEGORIES}
        ),
    }


def _printed(read: ReadSentence, lists: Lists, *, alone: bool) -> dict[str, Any]:
    """A sentence with its claims; why it has no verdict, and then what could be asked instead."""
    sentence, claims, over = read
    problem = problem_of(sentence, over=over) if sentence.text else ""
    names = {state.code: state.label for state in lists.states}
    hindi = labels.in_hindi() or any("ऀ" <= sign <= "ॿ" for sign in sentence.text)
    near = [form for form in nearest(sentence.text) if form.state in names] if alone and problem else []
    return {
        "text": sentence.text,
        "problem": problem,
        "near": [_example(form, "hi" if hindi else "en", names) for form in near],
        "claims": [
            {
                "scope": checked.scope,
                "evidence": checked.evidence,
                "reading": reading(checked, lists),
                "answer": answer(checked, lists),
                "counters": [(counter, number(counter)) for counter in checked.counters],
                "missing": months_named(checked.evidence.undecided_months, MOST_MONTHS),
                "url": claim_url(checked.evidence.claim, checked.scope),
            }
            for checked in claims
        ],
    }


def _example(form: Form, language: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The example in a language, with an address in the page's own."""
    with override(language):
        months = {place: month_name(month) for place, month in EXAMPLES.items()}
        text = form.said(language, names, months)
    return text, links.said(text)


def _public(
    claim: Any, scope: Scope, source: str, *verdicts: Any, names: Mapping[str, str]
) -> tuple[Any, ...]:
    """How we read it, its source, both verdicts each with its address, and what all lists here say of it."""
    evidence, recorded = verdicts
    of_record = Scope(scope.board, scope.category, Origin.RECORDED)
    text, said = (
        restated(claim, names[claim.state]),
        " ".join(filter(None, (found(evidence), samples(evidence)))),
    )
    return (
        text,
        source,
        evidence.verdict,
        claim_url(claim, scope),
        recorded.verdict,
        claim_url(claim, of_record),
        said,
    )
