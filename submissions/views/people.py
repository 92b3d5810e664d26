"""`/people/`: who holds which role, invitations, deputies, and the audit trail."""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, override

from rankings.views.door import PersonRequest, address_of
from rankings.views.wording.labels import state_name
from rankings.views.wording.months import day
from states.access import Act, NotVisibleError
from states.models import Appointment, AuditEvent, Invitation, Role
from states.services.accounts import RefusedAccountError
from states.services.handover import (
    RefusedHandoverError,
    accept,
    deputise,
    end_appointment,
    invite,
    open_invitation,
)
from submissions.presenters import review_links as links
from submissions.presenters.review_people import (
    PeoplePage,
    audit_page,
    invitation_row,
    officers_of,
    person_row,
)
from submissions.presenters.review_words import refused
from submissions.review_forms import AcceptForm, DeputyForm, EndForm, InviteForm
from submissions.views.entry import for_person
from submissions.views.review_show import show
from submissions.wording import moment_text

log = logging.getLogger(__name__)
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
    page = audit_page(found, subject=subject, actor=actor)
    return show(request, "people/audit.html", page)


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: choose a name and a password. Whoever holds the secret may; it works once."""
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = AcceptForm(request.POST or None)
    status = 200
    try:
        found = open_invitation(secret, at=timezone.now())
        if request.method == "POST" and form.is_valid():
            accept(secret=secret, account=form.account, at=timezone.now(), address=address_of(request))
            response = render(
                request,
                "people/accepted.html",
                {"name": form.account.username, "sign_in": resolve_url(settings.LOGIN_URL)},
            )
            patch_cache_control(response, private=True, no_store=True)
            return response
        status = 400 if request.method == "POST" else 200
        context = {"form": form, "role": str(Role(found.role).label), "state": _state_of(found)}
        context["until"] = moment_text(found.expires_at)
    except RefusedHandoverError as problem:
        if problem.code == "no_invitation":
            context, status = {"gone": refused(problem.code, str(problem))}, 410
        else:
            # The validators of the password speak the reader's language already.
            form.add_error(
                "username" if problem.code == "account_taken" else None, refused(problem.code, str(problem))
            )
            context, status = (
                {"form": form, "role": str(Role(found.role).label), "state": _state_of(found)},
                400,
            )
    response = render(request, "people/invitation.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _state_of(found: Invitation) -> str:
    return state_name(found.state) if found.state else ""


def _invite(request: PersonRequest) -> Forms | None:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return form, None, None
    try:
        found, secret = invite(
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            state=form.cleaned_data["state"] or None,
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except RefusedHandoverError as problem:
        form.add_error(None, refused(problem.code, str(problem)))
        return form, None, None
    if _mailed(found, secret):
        messages.success(request, gettext("An invitation was sent to %(email)s.") % {"email": found.email})
    else:
        text = gettext(
            "The mail to %(email)s could not be sent; check the address and the mail server, then invite again."
        )
        messages.error(request, text % {"email": found.email})
    return None


def _mailed(found: Invitation, secret: str) -> bool:
    """Send the invitation in both languages; the link is in no log and on no page."""
    texts = [_mail_text(found, secret, language) for language in ("en", "hi")]
    try:
        send_mail("Pragati: invitation · प्रगति: आमंत्रण", "\n\n".join(texts), None, [found.email])
    except (SMTPException, OSError):
        log.exception("the invitation %s could not be mailed", found.pk)
        return False
    return True


def _mail_text(found: Invitation, secret: str, language: str) -> str:
    with override(language):
        post = str(Role(found.role).label) + (f", {state_name(found.state)}" if found.state else "")
        return gettext(
            "You are invited to Pragati as: %(post)s.\n"
            "Choose a user name and a password here; the link works once, until %(until)s:\n%(link)s"
        ) % {
            "post": post,
            "until": moment_text(found.expires_at),
            "link": f"{settings.SITE_URL}{reverse('people:invitation', args=[secret])}",
        }


def _end(request: PersonRequest) -> Forms | None:
    form = EndForm(request.POST)
    if not form.is_valid():
        return None, None, form
    found = Appointment.objects.select_related("user").filter(pk=form.cleaned_data["appointment"]).first()
    if found is None:
        raise NotVisibleError(str(form.cleaned_data["appointment"]))
    try:
        ended = end_appointment(
            appointment_id=found.pk,
            ends_on=form.cleaned_data["ends_on"],
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
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
            by=request.person.username,
            at=timezone.now(),
            address=address_of(request),
        )
    except RefusedHandoverError as problem:
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
    accounts = get_user_model().objects.filter(is_active=True).order_by("username")
    names = [one.get_username() for one in accounts]
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
            invitation_row(one, expired=one.expires_at <= now)
            for one in Invitation.objects.select_related("state").order_by("-invited_at")[:EVENTS_ON_A_PAGE]
        ),
        invite_form=forms[0] or InviteForm(),
        deputy_form=forms[1] or (_deputy_form() if officers_of(current) else None),
        audit_url=links.audit(),
    )
    return show(request, "people/people.html", page, status)


def _end_form(request: PersonRequest, one: Appointment, refused_form: EndForm | None) -> EndForm | None:
    """The form that ends an appointment, each with names of its own; none for the reader's own post."""
    if one.user_id == request.user.pk:
        return None
    if refused_form is not None and refused_form.data.get("appointment") == str(one.pk):
        return refused_form
    last = one.ends_on or timezone.localdate()
    return EndForm(initial={"appointment": one.pk, "ends_on": last}, auto_id=f"end-{one.pk}-%s")
