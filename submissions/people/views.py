"""`/people/`: who holds which role, invitations, deputies, and the audit trail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import Act, NotVisibleError, appointed
from accounts.account_changes import Confirmed, ask_end, ask_invite, confirm, drop
from accounts.auth import PersonRequest, address_of
from accounts.guarded import RefusedAccountError
from accounts.handover import accept, deputise, end_appointment, invite, open_invitation, owner_of
from accounts.models import Appointment, AuditEvent, ChangeKind, Invitation, Role
from common.asking import Choice
from common.dates import day
from rankings.lists.labels import MISSING, grouped, state_name
from rankings.lists.waiting import WaitingRow, waiting_rows
from submissions.desk.words import moment_text, who
from submissions.people.later_mails import tell
from submissions.people.mails import mailed
from submissions.people.review_forms import AcceptForm, DeputyForm, EndForm, InviteForm
from submissions.review import words as links
from submissions.review.show import for_person, show
from submissions.review.words import refused

# People, invitations and the audit trail, in words.

_ACT_NAMES = {
    "states.load": gettext_lazy("States loaded"),
    "methodology.load": gettext_lazy("Methodologies loaded"),
    "methodology.draft": gettext_lazy("methodology draft made"),
    "methodology.edit": gettext_lazy("methodology draft edited"),
    "methodology.drop": gettext_lazy("methodology draft dropped"),
    "methodology.propose": gettext_lazy("methodology put forward"),
    "methodology.take_back": gettext_lazy("methodology taken back"),
    "methodology.activate": gettext_lazy("methodology put into force"),
    "people.appoint": gettext_lazy("appointed"),
    "people.invite": gettext_lazy("invited"),
    "people.accept": gettext_lazy("invitation accepted"),
    "people.deputise": gettext_lazy("deputy appointed"),
    "people.end": gettext_lazy("appointment ended"),
    "people.disable": gettext_lazy("account disabled"),
    "people.enable": gettext_lazy("account enabled"),
    "people.mail": gettext_lazy("mail address changed"),
    "people.ask_change": gettext_lazy("change of a person asked for"),
    "people.prove_mail": gettext_lazy("new mail address confirmed by its person"),
    "people.confirm_change": gettext_lazy("change of a person confirmed by a second"),
    "people.drop_change": gettext_lazy("change of a person dropped"),
    "people.remove_demo": gettext_lazy("demo accounts removed"),
    "token.create": gettext_lazy("token made"),
    "token.revoke": gettext_lazy("token revoked"),
    "month.open": gettext_lazy("month opened"),
    "month.close": gettext_lazy("month closed"),
    "month.leave": gettext_lazy("leave granted"),
    "upload.receive": gettext_lazy("file received"),
    "submission.draft": gettext_lazy("draft kept"),
    "submission.submit": gettext_lazy("submitted"),
    "submission.decide_row": gettext_lazy("decision on a figure"),
    "submission.return": gettext_lazy("submission returned"),
    "submission.verify": gettext_lazy("submission verified"),
    "submission.comment": gettext_lazy("comment written"),
    "figures.record": gettext_lazy("figures recorded"),
    "job.retry": gettext_lazy("job queued again"),
    "caveat.add": gettext_lazy("caveat written"),
    "caveat.withdraw": gettext_lazy("caveat withdrawn"),
    "objection.raise": gettext_lazy("objection raised"),
    "objection.resolve": gettext_lazy("objection answered"),
    "lists.publish": gettext_lazy("lists published"),
    "sample.drop": gettext_lazy("sample data removed"),
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One appointment. `end_form` is None where it has an end already, or is the reader's own."""

    name: str
    email: str
    role: str
    state: str
    term: str
    deputy_for: str
    disabled: bool
    end_form: Form | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    email: str
    role: str
    state: str
    invited: str
    stands: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    title: str
    rows: tuple[PersonRow, ...]
    past: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    invite_form: Form
    deputy_form: Form | None
    audit_url: str


@dataclass(frozen=True, slots=True)
class EventRow:
    number: str
    at: str
    actor: str
    address: str
    act: str
    action: str
    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    title: str
    rows: tuple[EventRow, ...]
    waiting: tuple[WaitingRow, ...]
    subject: str
    actor: str
    count: str
    newer: Choice | None
    older: Choice | None
    place: str


def person_row(one: Appointment, *, today: date, end_form: Form | None) -> PersonRow:
    return PersonRow(
        name=one.user.get_username(),
        email=one.user.email,
        role=str(Role(one.role).label),
        state=state_name(one.state) if one.state else "",
        term=_term(one),
        deputy_for=one.deputy_for.get_username() if one.deputy_for else "",
        disabled=not one.user.is_active,
        end_form=end_form,
    )


def invitation_row(one: Invitation, *, expired: bool) -> InvitationRow:
    return InvitationRow(
        email=one.email,
        role=str(Role(one.role).label),
        state=state_name(one.state) if one.state else "",
        invited=f"{one.invited_by}, {moment_text(one.invited_at)}",
        stands=_invitation_stands(one, expired=expired),
    )


def audit_page(
    found: Page[AuditEvent], *, subject: str, actor: str, waiting: tuple[WaitingRow, ...]
) -> AuditPage:
    total = found.paginator.num_pages

    def choice(label: str, number: int) -> Choice:
        return Choice(label, links.audit({"subject": subject, "actor": actor, "page": str(number)}))

    return AuditPage(
        title=gettext("Audit trail"),
        rows=tuple(_event(one) for one in found),
        waiting=waiting,
        subject=subject,
        actor=actor,
        count=grouped(found.paginator.count),
        newer=choice(gettext("Newer"), found.number - 1) if found.has_previous() else None,
        older=choice(gettext("Older"), found.number + 1) if found.has_next() else None,
        place=gettext("Page %(number)s of %(total)s") % {"number": found.number, "total": total},
    )


def officers_of(rows: Iterable[Appointment]) -> list[tuple[str, str]]:
    """Nodal officers that a deputy can stand in for: (`name@STATE`, `name (State)`)."""
    return [
        (f"{row.user.get_username()}@{row.state_id}", f"{row.user.get_username()} ({state_name(row.state)})")
        for row in rows
        if row.role == Role.OFFICER and row.state and row.deputy_for is None
    ]


def _term(one: Appointment) -> str:
    if one.begins_on and one.ends_on:
        return gettext("%(first)s to %(last)s") % {"first": day(one.begins_on), "last": day(one.ends_on)}
    if one.ends_on:
        return gettext("until %(day)s") % {"day": day(one.ends_on)}
    if one.begins_on:
        return gettext("from %(day)s") % {"day": day(one.begins_on)}
    return gettext("no end set")


def _invitation_stands(one: Invitation, *, expired: bool) -> str:
    if one.accepted_at:
        return gettext("accepted by %(name)s, %(moment)s") % {
            "name": one.accepted_by,
            "moment": moment_text(one.accepted_at),
        }
    text = gettext("expired on %(moment)s") if expired else gettext("open until %(moment)s")
    return text % {"moment": moment_text(one.expires_at)}


def _event(one: AuditEvent) -> EventRow:
    return EventRow(
        number=str(one.number),
        at=moment_text(one.at),
        actor=who(one.actor),
        address=one.address or MISSING,
        act=str(_ACT_NAMES.get(one.action, one.action)),
        action=one.action,
        subject=one.subject,
        before=_told(one.before),
        after=_told(one.after),
    )


def _told(value: dict[str, Any] | None) -> str:
    """What was before or after, a line to each key, as it was written."""
    if not value:
        return ""
    return "\n".join(
        f"{key}: {one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}"
        for key, one in value.items()
    )


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
