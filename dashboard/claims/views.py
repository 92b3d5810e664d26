"""`/claims/`: sentences or a whole note, checked; what was claimed in public; and every form that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from common.asking import MalformedQueryError
from dashboard.claims import wording
from dashboard.claims.page import Question, claims_page
from dashboard.site.errors import explained
from dashboard.site.points import known
from insights.claims.parser import LONGEST_NOTE
from insights.claims.queries import Lists, checked_claims, read_note
from insights.claims.readings import claim_in
from rankings.lists.links import Asked
from states.selectors import all_states

PARTS = ("state", "kind", "count", "relation", "other", "from", "to")


@csrf_exempt  # a note is too long for an address; nothing is kept of it
@partial(explained, methods=("GET", "HEAD", "POST"))
def claims(request: HttpRequest) -> HttpResponse:
    """The claim checker; its address with the parts of a claim is the claim's permanent one."""
    wanted = Asked.of(request)
    lists = Lists(wanted.scope, all_states())
    query = request.POST if request.method == "POST" else request.GET
    said = query.get("said", "").strip()[:LONGEST_NOTE]
    if said:
        question = Question(said, read_note(said, lists))
    else:
        question = _in_parts({name: query[name] for name in PARTS if query.get(name)}, lists)
    page = claims_page(question, wanted, lists, checked_claims(lists.states))
    return render(request, "dashboard/claims.html", {"page": page, **known(wanted)})


def _in_parts(typed: Mapping[str, str], lists: Lists) -> Question:
    """A claim in its parts, with what it lacks."""
    if not (typed.get("kind") or typed.get("count")):
        return Question()
    try:
        claim = claim_in(typed, lists.record("", ""))
    except MalformedQueryError as problem:
        if problem.field != "from" or "annual" not in typed.get("kind", ""):
            raise
        return Question(typed=dict(typed), problem=str(problem))
    if claim is None:
        return Question(
            typed=dict(typed),
            problem=wording.wanting(state=not typed.get("state"), count=not typed.get("count")),
        )
    return Question(checked=lists.checked(claim, lists.asked), typed=dict(typed))
