"""`/publish/methodology/drafts/3/try/`: a draft against past months."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext

from rankings.selectors import asked
from rankings.selectors.lists import states_by_code
from rankings.selectors.tryouts import NotTriableError, tryout
from rankings.views.door import PersonRequest, for_person
from rankings.views.links import Asked
from rankings.views.methods.entry import draft_of, show_draft
from rankings.views.presenters.methods.trial import WINDOWS, Wanted, trial_page
from states.access import Act
from states.asking import MalformedQueryError


@for_person(Act.EDIT_METHODOLOGY)
def try_out(request: PersonRequest, number: int) -> HttpResponse:
    """Who would have moved, on a board and category, over the newest months. Nothing is stored."""
    draft = draft_of(number)
    wanted = Wanted(
        number, Asked.of(request), _newest(request), asked.month(request.GET.get("month"), "month")
    )
    context: dict[str, object] = {}
    try:
        found = tryout(draft.document, wanted.asked.scope, wanted.newest or None)
        context["page"] = trial_page(found, wanted, states_by_code())
    except NotTriableError:
        context["faulty"] = True
    return show_draft(request, "methods/try.html", draft, context, here="try")


def _newest(request: PersonRequest) -> int:
    text = request.GET.get("months", "")
    if not text:
        return WINDOWS[0]
    if text not in {str(one) for one in WINDOWS}:
        told = gettext("months is one of %(known)s, not “%(value)s”")
        known = ", ".join(str(one) for one in WINDOWS)
        raise MalformedQueryError("months", told % {"known": known, "value": text[:40]})
    return int(text)
