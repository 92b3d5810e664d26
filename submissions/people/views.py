"""`/people/`: who holds which role, invitations, deputies, and the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from accounts.access import Act, NotVisibleError, appointed
from accounts.account_changes import Confirmed, ask_end, ask_invite, confirm, drop
from accounts.auth import PersonRequest, address_of
from accounts.guarded import RefusedAccountError
from accounts.handover import accept, deputise, end_appointment, invite, open_invitation, owner_of
from accounts.models import Appointment, AuditEvent, ChangeKind, Invitation, Role
from common.dates import day
from rankings.lists.labels import state_name
from rankings.lists.waiting import waiting_rows
from submissions.people.later_mails import tell
from submissions.people.mails import mailed
from submissions.people.page import PeoplePage, audit_page, invitation_row, officers_of, person_row
from submissions.people.review_forms import AcceptForm, DeputyForm, EndForm, InviteForm
from submissions.review import words as links
from submissions.review.show import for_person, show
from submissions.review.words import refused

# An act of one administrator that, for guarded posts, becomes a question to a second person.

Done = TypeVar("Done")


def by_one_or_two(request: HttpRequest, act: Callable[[], Done], ask: Callable[[], object]) -> Done | None:
    """What `act` gives; None where it takes a second person, who was asked instead and the reader told."""
    try:
        return act()
    except RefusedAccountError as problem:
        if problem.code != "second_person":
            raise
    ask()
    text = gettext(
        "Another administrator or publisher has to confirm this; until then it waits on their pages."
    )
    messages.info(request, text)
    return None


EVENTS_ON_A_PAGE = 50
Forms = tuple[InviteForm | None, DeputyForm | None, EndForm | None]
"""The forms to show again, with what was typed; None for a fresh one."""


@for_person(Act.MANAGE_PEOPLE, methods=("GET", "POST"))
def people(request: PersonRequest) -> HttpResponse:
    """Who holds which role; invite, end an appointment, appoint a deputy."""
    if request.method != "POST":
        return _show(request, (None, None, None))
    take = _ACTS.get(request.POST.get("act", ""))
    if take is None:
        raise NotVisibleError(request.POST.get("act", ""))
    again = take(request)
    return redirect(links.people()) if again is None else _show(request, again, 409)


@for_person(Act.SEE_AUDIT)
def audit(request: PersonRequest) -> HttpResponse:
    """Every act, newest first; `?subject=` and `?actor=` narrow, parts of a name are enough."""
    subject, actor = request.GET.get("subject", "").strip(), request.GET.get("actor", "").strip()
    events = AuditEvent.objects.order_by("-number")
    if subject:
        events = events.filter(Q(subject__icontains=subject) | Q(action__icontains=subject))
    if actor:
        events = events.filter(actor__icontains=actor)
    found = Paginator(events, EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    waiting = waiting_rows(request.person.username, timezone.now())
    page = audit_page(found, subject=subject, actor=actor, waiting=waiting)
    return show(request, "submissions/people/audit.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: with a new name and password, or as whose mail address it went to, signed in.

    Whoever holds the secret may; it works once.
    """
    try:
        found = open_invitation(secret, at=timezone.now())
        owner = owner_of(found.email)
    except RefusedAccountError as problem:
        return _private(request, {"gone": refused(problem.code, str(problem))}, 410)
    context = {"role": str(Role(found.role).label), "state": _state_of(found), "owner": owner}
    if owner is None:
        return _new_account(request, secret, context)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _own_account(request, secret, owner, context)


def _new_account(request: HttpRequest, secret: str, context: dict[str, Any]) -> HttpResponse:
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            accept(secret=secret, account=form.account, at=timezone.now(), address=address_of(request))
            done = {"name": form.account.username, "sign_in": resolve_url(settings.LOGIN_URL)}
            return _private(request, done, 200, "submissions/people/accepted.html")
        except RefusedAccountError as problem:
            # The validators of the password speak the reader's language already.
            field = "username" if problem.code == "account_taken" else None
            form.add_error(field, refused(problem.code, str(problem)))
    return _private(request, context | {"form": form}, 400 if request.method == "POST" else 200)


def _own_account(request: HttpRequest, secret: str, owner: User, context: dict[str, Any]) -> HttpResponse:
    if request.user != owner:
        return _private(request, {"gone": refused("not_yours", "")}, 403)
    if request.method != "POST":
        return _private(request, context, 200)
    try:
        accept(secret=secret, account=owner, at=timezone.now(), address=address_of(request))
    except RefusedAccountError as problem:
        return _private(request, {"gone": refused(problem.code, str(problem))}, 409)
    messages.success(request, gettext("You hold the post now."))
    return redirect("desk:desk")


def _private(
    request: HttpRequest,
    context: dict[str, Any],
    status: int,
    template: str = "submissions/people/invitation.html",
) -> HttpResponse:
    response = render(request, template, context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _state_of(found: Invitation) -> str:
    return state_name(found.state) if found.state else ""


def _invite(request: PersonRequest) -> Forms | None:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return form, None, None
    wanted: dict[str, Any] = {
        "email": form.cleaned_data["email"],
        "role": Role(form.cleaned_data["role"]),
        "state": form.cleaned_data["state"] or None,
        **_who(request),
    }
    try:
        made = by_one_or_two(request, lambda: invite(**wanted), lambda: ask_invite(**wanted))
    except RefusedAccountError as problem:
        form.add_error(None, refused(problem.code, str(problem)))
        return form, None, None
    if made is not None:
        mailed(request, *made)
    return None


def _who(request: PersonRequest) -> dict[str, Any]:
    """Who acts, when and from where."""
    return {"by": request.person.username, "at": timezone.now(), "address": address_of(request)}


def _end(request: PersonRequest) -> Forms | None:
    form = EndForm(request.POST)
    if not form.is_valid():
        return None, None, form
    found = Appointment.objects.select_related("user").filter(pk=form.cleaned_data["appointment"]).first()
    if found is None:
        raise NotVisibleError(str(form.cleaned_data["appointment"]))
    wanted: dict[str, Any] = {
        "appointment_id": found.pk,
        "ends_on": form.cleaned_data["ends_on"],
        **_who(request),
    }
    try:
        ended = by_one_or_two(request, lambda: end_appointment(**wanted), lambda: ask_end(**wanted))
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
        return None
    if ended is None:
        return None
    assert ended.ends_on is not None
    text = gettext("The appointment of %(name)s ends with %(day)s.")
    messages.success(request, text % {"name": found.user.get_username(), "day": day(ended.ends_on)})
    return None


def _deputise(request: PersonRequest) -> Forms | None:
    form = _deputy_form(request.POST)
    if not form.is_valid():
        return None, form, None
    officer, state, deputy, first, last = form.chosen
    try:
        deputise(
            officer=officer,
            deputy=deputy,
            state=state,
            begins_on=first,
            ends_on=last,
            **_who(request),
        )
    except RefusedAccountError as problem:
        form.add_error(None, refused(problem.code, str(problem)))
        return None, form, None
    text = gettext("%(deputy)s stands in for %(officer)s from %(first)s to %(last)s.")
    messages.success(
        request, text % {"deputy": deputy, "officer": officer, "first": day(first), "last": day(last)}
    )
    return None


_ACTS: dict[str, Callable[[PersonRequest], Forms | None]] = {
    "invite": _invite,
    "end": _end,
    "deputise": _deputise,
}


def _deputy_form(data: object = None) -> DeputyForm:
    bureau = appointed(timezone.localdate()).exclude(role=Role.OFFICER).values("user_id")
    accounts = get_user_model().objects.filter(is_active=True).exclude(pk__in=bureau).order_by("username")
    names = [account.get_username() for account in accounts]
    return DeputyForm(data, officers=officers_of(_current()), accounts=names)


def _current() -> list[Appointment]:
    """Appointments that hold today or begin later."""
    today = timezone.localdate()
    found = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return list(
        found.select_related("user", "state", "deputy_for").order_by("role", "state__name", "user__username")
    )


def _show(request: PersonRequest, forms: Forms, status: int = 200) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    past = Appointment.objects.filter(ends_on__lt=today).select_related("user", "state", "deputy_for")
    current = _current()
    page = PeoplePage(
        title=gettext("People"),
        rows=tuple(
            person_row(one, today=today, end_form=_end_form(request, one, forms[2])) for one in current
        ),
        past=tuple(person_row(one, today=today, end_form=None) for one in past.order_by("-ends_on")),
        invitations=tuple(
            invitation_row(invitation, expired=invitation.expires_at <= now)
            for invitation in Invitation.objects.select_related("state").order_by("-invited_at")[
                :EVENTS_ON_A_PAGE
            ]
        ),
        invite_form=forms[0] or InviteForm(),
        deputy_form=forms[1] or (_deputy_form() if officers_of(current) else None),
        audit_url=links.audit(),
    )
    return show(request, "submissions/people/people.html", page, status)


def _end_form(request: PersonRequest, one: Appointment, refused_form: EndForm | None) -> EndForm | None:
    """The form that ends an appointment, each with names of its own; none for the reader's own post."""
    if one.user_id == request.user.pk:
        return None
    if refused_form is not None and refused_form.data.get("appointment") == str(one.pk):
        return refused_form
    last = one.ends_on or timezone.localdate()
    return EndForm(initial={"appointment": one.pk, "ends_on": last}, auto_id=f"end-{one.pk}-%s")


# `/people/changes/7/`: the second person's word on a change that waits.

NEWS = {ChangeKind.RESET.value: "reset", ChangeKind.APP.value: "set_up"}
"""What the person is told by mail once it is done."""


@for_person(Act.CONFIRM_CHANGES, methods=("POST",))
def change(request: PersonRequest, change: int) -> HttpResponse:
    """Confirm a change or drop it, then back to the desk that shows what waits."""
    by, at, address = request.person.username, timezone.now(), address_of(request)
    try:
        if request.POST.get("act") == "confirm":
            _tell(request, confirm(change_id=change, by=by, at=at, address=address))
        else:
            drop(change_id=change, by=by, at=at, address=address)
            messages.success(request, gettext("The change is dropped."))
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
    return redirect(links.audit() if request.person.may(Act.SEE_AUDIT) else "publishing:desk")


def _tell(request: PersonRequest, confirmed: Confirmed) -> None:
    change = confirmed.change
    if change.kind in NEWS and change.user_id:
        tell(change.user_id, NEWS[change.kind], at=timezone.now())
    if confirmed.invitation is not None:
        mailed(request, confirmed.invitation, confirmed.secret)
    elif change.done_at is None:
        text = gettext(
            "Confirmed. It takes effect when the waiting time is over and the person has confirmed it."
        )
        messages.success(request, text)
    else:
        messages.success(request, gettext("Confirmed, and done."))
