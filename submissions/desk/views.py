"""`/submissions/`: the officer's desk, and the template of a State's month."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError, Person
from accounts.auth import PersonRequest, address_of
from accounts.models import ApiToken, Scope
from accounts.tokens import create_token, revoke_token
from common.asking import Choice, MalformedQueryError
from common.dates import month_name
from common.files import attachment
from rankings.lists.labels import state_name
from rankings.lists.staff import own_desk
from states.models import State
from submissions.desk import words as links
from submissions.desk.auth import at_desk, bound, cell_in, first_fault, show
from submissions.desk.changes import ChangeRow, change_rows
from submissions.desk.forms import TokenForm
from submissions.desk.own import own_months, revision_of
from submissions.desk.page import desk_page
from submissions.desk.rows import ParameterWords, Row, changes, parameters_of, rows_of, sheet_for
from submissions.desk.tokens import tokens_page
from submissions.desk.uploads import FileFacts, file_facts
from submissions.desk.words import by_whom, figure_text, parameter_name, status_name, way_name
from submissions.models import Submission
from submissions.template import csv_template, xlsx_template

TEMPLATES = {"xlsx": xlsx_template, "csv": csv_template}


@at_desk
def desk(request: PersonRequest) -> HttpResponse:
    """What is due, month by month, for each State of the officer; people of the bureau are led to their own desk."""
    person, at = request.person, timezone.now()
    staff = own_desk(person)
    if staff is not None:
        return redirect(staff.url)
    found = own_months(person.states, at)
    return show(request, "submissions/desk/desk.html", desk_page(found, person.deputises, at))


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
    return show(request, "submissions/desk/tokens.html", page, 400 if fault else 200)


def _states(person: Person) -> list[tuple[str, str]]:
    """What a token can be bound to; nothing where it is not a choice of States."""
    own = [(state.code, state_name(state)) for state in State.objects.filter(code__in=person.states)]
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


# One revision, readable for ever: its figures, who sent it when, its file, what it changed.


@dataclass(frozen=True, slots=True)
class FigureRow:
    code: str
    name: str
    figure: str
    remark: str
    warned: bool


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """`newest` leads to the current revision where this is an older one."""

    title: str
    heading: str
    month_url: str
    status: str
    facts: tuple[tuple[str, str], ...]
    content: str
    file: FileFacts | None
    newest: Choice | None
    others: tuple[Choice, ...]
    compared: str
    changes: tuple[ChangeRow, ...]
    rows: tuple[FigureRow, ...]


def revision_page(
    one: Submission,
    rows: Mapping[str, Row],
    before: Mapping[str, Row],
    numbers: Sequence[int],
    words: Mapping[str, ParameterWords],
) -> RevisionPage:
    """`before` holds the rows of the revision before it; `numbers` are all revisions, newest first."""
    choices = [
        Choice(str(each), links.inside("revision", one.state_id, one.month, each), each == one.revision)
        for each in numbers
    ]
    order = {code: place for place, code in enumerate(words)}
    number = gettext("revision %(number)s") % {"number": one.revision}
    return RevisionPage(
        title=f"{state_name(one.state)} · {month_name(one.month)} · {number}",
        heading=f"{state_name(one.state)} · {month_name(one.month)}",
        month_url=links.month_page(one.state_id, one.month),
        status=status_name(one),
        facts=_facts(one),
        content=one.content_hash,
        file=file_facts(one.upload) if one.upload else None,
        newest=None if one.is_current else choices[0],
        others=tuple(choices),
        compared=gettext("revision %(number)s") % {"number": one.revision - 1} if one.revision > 1 else "",
        changes=change_rows(changes(before, rows), words) if one.revision > 1 else (),
        rows=tuple(
            FigureRow(
                code, parameter_name(code, words), figure_text(row.figure), row.remark, bool(row.warnings)
            )
            for code, row in sorted(rows.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
        ),
    )


def _facts(one: Submission) -> tuple[tuple[str, str], ...]:
    facts = [
        (gettext("Sent"), by_whom(one.created_by, one.created_at)),
        (gettext("Way"), way_name(one.way)),
    ]
    if one.submitted_at:
        facts.append((gettext("Submitted for review"), by_whom(one.submitted_by, one.submitted_at)))
    if one.decided_at:
        facts.append((status_name(one), by_whom(one.decided_by, one.decided_at)))
    return tuple(facts)


# `/submissions/HR/2023-11/rev/2/`: one revision, for ever.


@at_desk
def revision(request: PersonRequest, code: str, month: str, number: int) -> HttpResponse:
    """Figures, remarks, who, when, the file, and the difference to the revision before."""
    state, wanted = cell_in(request, code, month, Act.SEE_SUBMISSIONS)
    one = revision_of(state.code, wanted, number)
    if one is None:
        raise NotVisibleError(str(number))
    numbers = Submission.objects.filter(state=state, month=wanted).order_by("-revision")
    before = rows_of(revision_of(state.code, wanted, number - 1))
    page = revision_page(
        one, rows_of(one), before, list(numbers.values_list("revision", flat=True)), parameters_of(wanted)
    )
    return show(request, "submissions/desk/revision.html", page)
