"""`/submissions/`: the officer's desk, and the template of a State's month."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act, NotVisibleError, Person
from accounts.auth import PersonRequest, acting
from accounts.models import ApiToken, Scope
from accounts.tokens import create_token, revoke_token
from common.asking import MalformedQueryError
from common.files import attachment
from rankings.lists.staff import own_desk
from states.models import State
from submissions.desk.auth import CHOICE, at_desk, bound, cell_in, first_fault, heading, show
from submissions.desk.own import OwnMonth, own_months, revision_of
from submissions.desk.rows import changes, parameters_of, rows_of, sheet_for
from submissions.desk.words import token_end
from submissions.models import Submission
from submissions.people.forms import set_choices
from submissions.template import csv_template, xlsx_template

SHOWN_IN_FULL = 2
TEMPLATES = {"xlsx": xlsx_template, "csv": csv_template}


@at_desk
def desk(request: PersonRequest) -> HttpResponse:
    """What is due, month by month, for each State of the officer; people of the bureau are led to their own desk."""
    person, at = request.person, timezone.now()
    staff = own_desk(person)
    if staff is not None:
        return redirect(staff.url)
    states = [
        desk_of_state(list(months), person.deputises)
        for _, months in groupby(own_months(person.states, at), key=lambda own: own.state.code)
    ]
    return show(
        request, "submissions/desk/desk.html", {"title": gettext("Your desk"), "states": states, "at": at}
    )


def desk_of_state(months: Sequence[OwnMonth], deputises: Mapping[str, str]) -> dict[str, Any]:
    """A State's months, newest first: the newest and the open ones in full, the earlier ones as a line each."""
    cards = [own for place, own in enumerate(months) if place < SHOWN_IN_FULL or own.window.is_open]
    state = months[0].state
    return {
        "state": state,
        "officer": deputises.get(state.code, ""),
        "cards": cards,
        "earlier": [own for own in months if own not in cards],
        "history": [own for own in months if own.revisions],
    }


@at_desk
def template(request: PersonRequest) -> HttpResponse:
    """The template of a month that was ever opened, for the officer's own State."""
    query = request.GET
    kind = query.get("format") or "xlsx"
    if kind not in TEMPLATES:
        raise MalformedQueryError("format", gettext("format is either xlsx or csv."))
    state, month = cell_in(request, query.get("state", ""), query.get("month", ""), Act.SEE_SUBMISSIONS)
    data = TEMPLATES[kind](sheet_for(state, month))
    return attachment(data, f"pragati-{state.code}-{month}.{kind}")


# `/submissions/tokens/`: one's own keys to the API. A new one is shown once.

ONCE = "desk.token_form"
TOKEN_DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    """A new API token: what it may do, for which State (empty: all of its person's), how long it lives, in days."""

    scope = forms.ChoiceField(label=gettext_lazy("Scope"), error_messages=CHOICE)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Lives for"), coerce=int, choices=[(day, day) for day in TOKEN_DAYS], error_messages=CHOICE
    )  # fmt: skip

    state = forms.ChoiceField(label=gettext_lazy("State or UT"), required=False, error_messages=CHOICE)

    def __init__(
        self, data: QueryDict | None, *, scopes: Iterable[Scope], states: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self._states = states
        set_choices(self, "scope", [(scope.value, str(scope.label)) for scope in scopes])
        set_choices(self, "state", states)

    @property
    def chosen_state(self) -> str | None:
        """The State to which the token is bound; the only one there is where none was chosen."""
        only = self._states[0][0] if len(self._states) == 1 else None
        return self.cleaned_data["state"] or only


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
                username=person.username, scope=Scope(form.cleaned_data["scope"]),
                days=form.cleaned_data["days"], state=form.chosen_state, **acting(request),
            )  # fmt: skip
        fault = first_fault(form)
    once = secrets.token_urlsafe(12)
    request.session[ONCE] = once
    own = ApiToken.objects.filter(user__username=person.username).select_related("user", "state")
    texts = {Scope.READ: gettext("read submissions"), Scope.UPLOAD: gettext("upload, submit and read")}
    context = {
        "title": gettext("API tokens"),
        "tokens": [(token, token_end(token, at)) for token in own.order_by("-created_at")],
        "scopes": [(scope.value, texts[scope]) for scope in scopes],
        "states": states,
        "days": TOKEN_DAYS,
        "once": once,
        "secret": secret,
        "fault": fault,
    }
    return show(request, "submissions/desk/tokens.html", context, 400 if fault else 200)


def _states(person: Person) -> list[tuple[str, str]]:
    """What a token can be bound to; nothing where it is not a choice of States."""
    own = [(state.code, state.label) for state in State.objects.filter(code__in=person.states)]
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
        ended = revoke_token(token_id=token, **acting(request))
        messages.success(request, gettext("The token %(prefix)s… is revoked.") % {"prefix": ended.prefix})
    return redirect(reverse("desk:tokens"))


# `/submissions/HR/2023-11/rev/2/`: one revision, for ever.


@at_desk
def revision(request: PersonRequest, code: str, month: str, number: int) -> HttpResponse:
    """Figures, remarks, who, when, the file, and the difference to the revision before."""
    state, wanted = cell_in(request, code, month, Act.SEE_SUBMISSIONS)
    one = revision_of(state.code, wanted, number)
    if one is None:
        raise NotVisibleError(str(number))
    rows, words = rows_of(one), parameters_of(wanted)
    order = {parameter: place for place, parameter in enumerate(words)}
    numbers = Submission.objects.filter(state=state, month=wanted).order_by("-revision")
    context = {
        "title": f"{heading(state, wanted)} · {gettext('revision %(number)s') % {'number': number}}",
        "submission": one,
        "numbers": list(numbers.values_list("revision", flat=True)),
        "changes": changes(rows_of(revision_of(state.code, wanted, number - 1)), rows),
        "words": words,
        "rows": sorted(rows.items(), key=lambda row: (order.get(row[0], len(order)), row[0])),
    }
    return show(request, "submissions/desk/revision.html", context)
