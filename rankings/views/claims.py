"""`/claims/`: a sentence or its parts, checked; what was claimed in public; and every form that can be asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rankings.selectors.histories import history
from rankings.selectors.published_claims import checked_claims
from rankings.selectors.windows import window
from rankings.views.claiming import claim_asked, scope_claimed
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.claims import claims_page
from rankings.views.presenters.points import known
from states.selectors import all_states


@explained
def claims(request: HttpRequest) -> HttpResponse:
    """The claim checker; its address with the parts of a claim is the claim's permanent one."""
    wanted = scope_claimed(request, Asked.of(request))
    lists, everyone = history(wanted.scope), all_states()
    claim = claim_asked(request, lists, everyone)
    first, last = (claim.first, claim.last) if claim else (None, None)
    found = window(lists, wanted.scope, first, last)
    page = claims_page(found, wanted, claim, everyone, checked_claims(everyone))
    return render(request, "claims.html", {"page": page, **known(wanted)})
