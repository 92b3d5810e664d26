"""`/submissions/tokens/`: one's own keys to the API. A new one is shown once."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, address_of
from rankings.views.wording.labels import state_name
from states.access import Act, NotVisibleError, Person
from states.models import ApiToken, Scope, State
from states.services.tokens import create_token, revoke_token
from submissions.forms import TokenForm
from submissions.presenters.desk_tokens import tokens_page
from submissions.views.desk_doors import at_desk, bound, first_fault, show

ONCE = "desk.token_form"


@at_desk
def tokens(request: PersonRequest) -> HttpResponse:
    """GET: the list and a form. POST: a new token, shown in this very answer and never again."""
    person, at = request.person, timezone.now()
    scopes = [Scope.READ, Scope.UPLOAD] if person.may(Act.SEND_FIGURES) else [Scope.READ]
    states = _states(person)
    form = bound(TokenForm, request, scopes=scopes, states=states)
    secret, fault = "", ""
    if request.method == "POST":
        # The form works once: loading the answer again, or going back, makes no second token.
        if request.POST.get("once") != request.session.pop(ONCE, None):
            return redirect("desk:tokens")
        if form.is_valid():
            _, secret = create_token(
                username=person.username, scope=Scope(form.cleaned_data["scope"]), by=person.username, at=at,
                days=form.cleaned_data["days"], state=form.chosen_state, address=address_of(request),
            )  # fmt: skip
        fault = first_fault(form)
    once = secrets.token_urlsafe(12)
    request.session[ONCE] = once
    found = ApiToken.objects.filter(user__username=person.username).select_related("user", "state")
    shown = list(found.order_by("-created_at"))
    page = tokens_page(shown, scopes, states, at, once=once, secret=secret, fault=fault)
    return show(request, "desk/tokens.html", page, 400 if fault else 200)


def _states(person: Person) -> list[tuple[str, str]]:
    """What a token can be bound to; nothing where it is not a choice of States."""
    own = [(one.code, state_name(one)) for one in State.objects.filter(code__in=person.states)]
    if not own:
        return []
    every = [("", gettext("all of yours"))] if len(own) > 1 or person.is_staff else []
    return every + own


@at_desk
def revoke(request: PersonRequest, token: int) -> HttpResponse:
    """End one of one's own tokens at once."""
    if request.method == "POST":
        own = ApiToken.objects.filter(pk=token, user__username=request.person.username)
        if not own.exists():
            raise NotVisibleError(str(token))
        ended = revoke_token(
            token_id=token, by=request.person.username, at=timezone.now(), address=address_of(request)
        )
        messages.success(request, gettext("The token %(prefix)s… is revoked.") % {"prefix": ended.prefix})
    return redirect(reverse("desk:tokens"))
