"""`/people/`: who holds which role, invitations, deputies, accounts, everybody's tokens, and the audit trail."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any, TypeVar, cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from accounts.access import Act, NotVisibleError, RefusedAccountError, appointed, visible
from accounts.account_changes import ask_enable, ask_end, ask_invite, ask_reset, confirm, drop
from accounts.auth import Door, PersonRequest, acting
from accounts.models import ApiToken, Appointment, AuditEvent, ChangeKind, Invitation, Role
from accounts.people import (
    accept,
    deputise,
    disable_account,
    enable_account,
    end_appointment,
    invite,
    open_invitation,
    owner_of,
)
from accounts.second_factor import reset_second_factor
from accounts.tokens import revoke_token
from common.dates import day
from common.network import client_address
from rankings.lists.staff import waiting_rows
from submissions.desk.words import token_end
from submissions.people.forms import AcceptForm, DeputyForm, EndForm, InviteForm
from submissions.people.mails import mailed, tell
from submissions.review.show import for_person, show
from submissions.review.words import refused

ON_A_PAGE = 50
Done = TypeVar("Done")


def why_refused(problem: RefusedAccountError) -> str:
    """Why a change of a person was refused, in the reader's language."""
    return refused(problem.code, str(problem))


def by_one_or_two(
    request: PersonRequest, act: Callable[..., Done], ask: Callable[..., object], **change: Any
) -> Done | None:
    """What `act` gives; None where it takes a second person, who was asked instead and the reader told."""
    change |= acting(request)
    try:
        return act(**change)
    except RefusedAccountError as problem:
        if problem.code != "second_person":
            raise
    ask(**change)
    text = gettext(
        "Another administrator or publisher has to confirm this; until then it waits on their pages."
    )
    messages.info(request, text)
    return None


def administrators_step(page: str) -> Callable[[Callable[[PersonRequest, int], str]], Door[[int]]]:
    """A step by POST, then back to `page`, which says what the view returns, or why the step was refused."""

    def decorate(view: Callable[[PersonRequest, int], str]) -> Door[[int]]:
        @for_person(Act.MANAGE_PEOPLE, methods=("POST",))
        @wraps(view)
        def wrapped(request: PersonRequest, number: int) -> HttpResponse:
            try:
                if text := view(request, number):
                    messages.success(request, text)
            except RefusedAccountError as problem:
                messages.error(request, why_refused(problem))
            return redirect(page)

        return wrapped

    return decorate


# `/people/`: posts.


@for_person(Act.MANAGE_PEOPLE, methods=("GET", "POST"))
def people(request: PersonRequest) -> HttpResponse:
    """Who holds which role; invite, end an appointment, appoint a deputy."""
    today = timezone.localdate()
    posts = Appointment.objects.select_related("user", "state", "deputy_for")
    lasting = posts.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    current = list(lasting.order_by("role", "state__name", "user__username"))
    steps: dict[str, tuple[Callable[..., Form], Callable[[PersonRequest, Any], str]]] = {
        "invite": (InviteForm, _invite),
        "end": (EndForm, _end),
        "deputise": (partial(DeputyForm, current=current), _deputise),
    }
    forms: dict[str, Form] = {}
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in steps:
            raise NotVisibleError(act)
        make, take = steps[act]
        form = forms[act] = make(request.POST)
        if form.is_valid():
            try:
                if text := take(request, form):
                    messages.success(request, text)
                return redirect("people:people")
            except RefusedAccountError as problem:
                form.add_error(None, why_refused(problem))
    deputy_form: Any = forms.get("deputise") or DeputyForm(current=current)
    context = {
        "title": gettext("People"),
        "appointments": [(post, _end_form(request, post, forms.get("end"))) for post in current],
        "past": posts.filter(ends_on__lt=today).order_by("-ends_on"),
        "invitations": Invitation.objects.select_related("state").order_by("-invited_at")[:ON_A_PAGE],
        "now": timezone.now(),
        "invite_form": forms.get("invite") or InviteForm(),
        "deputy_form": deputy_form if deputy_form.officers else None,
    }
    return show(request, "submissions/people/people.html", 409 if forms else 200, **context)


def _invite(request: PersonRequest, form: InviteForm) -> str:
    """What is said of it, `mailed` says."""
    email, role, state = (form.cleaned_data[name] for name in ("email", "role", "state"))
    made = by_one_or_two(request, invite, ask_invite, email=email, role=Role(role), state=state or None)
    if made is not None:
        mailed(request, *made)
    return ""


def _end(request: PersonRequest, form: EndForm) -> str:
    number, ends_on = form.cleaned_data["appointment"], form.cleaned_data["ends_on"]
    post = visible(Appointment.objects.select_related("user"), number)
    try:
        ended = by_one_or_two(request, end_appointment, ask_end, appointment_id=number, ends_on=ends_on)
    except RefusedAccountError as problem:  # told above the page: a post of one's own has no form there
        messages.error(request, why_refused(problem))
        return ""
    if ended is None:
        return ""
    assert ended.ends_on is not None
    text = gettext("The appointment of %(name)s ends with %(day)s.")
    return text % {"name": post.user.get_username(), "day": day(ended.ends_on)}


def _deputise(request: PersonRequest, form: DeputyForm) -> str:
    officer, state, deputy, first, last = form.chosen
    deputise(
        officer=officer, deputy=deputy, state=state, begins_on=first, ends_on=last, **acting(request)
    )  # fmt: skip
    text = gettext("%(deputy)s stands in for %(officer)s from %(first)s to %(last)s.")
    return text % {"deputy": deputy, "officer": officer, "first": day(first), "last": day(last)}


def _end_form(request: PersonRequest, post: Appointment, refused_form: Form | None) -> Form | None:
    """The form that ends an appointment, each with names of its own; none for the reader's own post."""
    if post.user_id == request.user.pk:
        return None
    if refused_form is not None and refused_form.data.get("appointment") == str(post.pk):
        return refused_form
    last = post.ends_on or timezone.localdate()
    return EndForm(initial={"appointment": post.pk, "ends_on": last}, auto_id=f"end-{post.pk}-%s")


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation: with a new name and password, or as whose mail address it went to, signed in.

    Whoever holds the secret may; it works once.
    """
    template = "submissions/people/invitation.html"
    try:
        post = open_invitation(secret, at=timezone.now())
        owner = owner_of(post.email)
    except RefusedAccountError as problem:
        return render(request, template, {"gone": why_refused(problem)}, status=410)
    if owner is not None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if owner is not None and request.user != owner:
        return render(request, template, {"gone": refused("not_yours", "")}, status=403)
    form = AcceptForm(request.POST or None) if owner is None else None
    if request.method == "POST" and (form is None or form.is_valid()):
        response = _accept(request, secret, owner, form)
        if response is not None:
            return response
    context = {"post": post, "owner": owner, "form": form}
    return render(request, template, context, status=400 if request.method == "POST" else 200)


def _accept(
    request: HttpRequest, secret: str, owner: User | None, form: AcceptForm | None
) -> HttpResponse | None:
    """The post is taken up by its owner, or with the new account of the form; None where the form says why not."""
    account = form.account if form is not None else cast(User, owner)
    try:
        accept(secret=secret, account=account, at=timezone.now(), address=client_address(request))
    except RefusedAccountError as problem:
        if form is None:
            context = {"gone": why_refused(problem)}
            return render(request, "submissions/people/invitation.html", context, status=409)
        # The validators of the password speak the reader's language already.
        form.add_error("username" if problem.code == "account_taken" else None, why_refused(problem))
        return None
    if form is not None:
        return render(request, "submissions/people/accepted.html", {"name": account.username})
    messages.success(request, gettext("You hold the post now."))
    return redirect("desk:desk")


# `/people/changes/7/`: the second person's word on a change that waits.

NEWS = {ChangeKind.RESET.value: "reset", ChangeKind.APP.value: "set_up"}
"""What the person is told by mail once it is done."""


@for_person(Act.CONFIRM_CHANGES, methods=("POST",))
def change(request: PersonRequest, change: int) -> HttpResponse:
    """Confirm a change or drop it, then back to the desk that shows what waits."""
    try:
        if request.POST.get("act") == "confirm":
            _confirm(request, change)
        else:
            drop(change_id=change, **acting(request))
            messages.success(request, gettext("The change is dropped."))
    except RefusedAccountError as problem:
        messages.error(request, why_refused(problem))
    return redirect("people:audit" if request.person.may(Act.SEE_AUDIT) else "publishing:desk")


def _confirm(request: PersonRequest, number: int) -> None:
    change, invited = confirm(change_id=number, **acting(request))
    if change.kind in NEWS and change.user_id:
        tell(change.user_id, NEWS[change.kind], at=timezone.now())
    if invited is not None:
        mailed(request, *invited)
    elif change.done_at is None:
        text = gettext(
            "Confirmed. It takes effect when the waiting time is over and the person has confirmed it."
        )
        messages.success(request, text)
    else:
        messages.success(request, gettext("Confirmed, and done."))


# `/people/accounts/`: who can sign in, to disable and to enable again.


def _part(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").strip()


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Any:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


@for_person(Act.MANAGE_PEOPLE)
def accounts(request: PersonRequest) -> HttpResponse:
    """Every account by name; `?person=` narrows, a part of a name or mail address is enough."""
    person, users = _part(request, "person"), get_user_model().objects.order_by("username")
    if person:
        users = users.filter(Q(username__icontains=person) | Q(email__icontains=person))
    posts = appointed(timezone.localdate()).select_related("state").order_by("role", "state__name")
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    found = users.annotate(has_app=Exists(apps)).prefetch_related(
        Prefetch("appointments", posts, to_attr="posts")
    )
    context = {"title": gettext("Accounts"), "page": _page(request, found), "person": person}
    return show(request, "submissions/people/accounts.html", **context)


@administrators_step("people:accounts")
def disable(request: PersonRequest, number: int) -> str:
    """Disable an account; its sessions and tokens end at once."""
    name, on = visible(get_user_model().objects.all(), number).get_username(), timezone.localdate()
    sessions, tokens = disable_account(user_id=number, on=on, **acting(request))
    said = [
        gettext("The account %(name)s is disabled.") % {"name": name},
        ngettext("%(count)s session was ended.", "%(count)s sessions were ended.", sessions)
        % {"count": sessions},
        ngettext("%(count)s token was revoked.", "%(count)s tokens were revoked.", tokens)
        % {"count": tokens},
    ]
    return " ".join(said)


@administrators_step("people:accounts")
def enable(request: PersonRequest, number: int) -> str:
    """Let an account sign in again."""
    name = visible(get_user_model().objects.all(), number).get_username()
    done = by_one_or_two(request, enable_account, ask_enable, user_id=number)
    return gettext("The account %(name)s can sign in again.") % {"name": name} if done else ""


@administrators_step("people:accounts")
def reset(request: PersonRequest, number: int) -> str:
    """Take somebody's lost second factor away; they are told by mail, and set up a new one at the next sign-in."""
    name, at = visible(get_user_model().objects.all(), number).get_username(), timezone.now()
    if not by_one_or_two(request, reset_second_factor, ask_reset, user_id=number):
        return ""
    tell(number, "reset", at=at)
    text = gettext("The second factor of %(name)s is reset. They set up a new one at the next sign-in.")
    return text % {"name": name}


# `/people/tokens/`: everybody's keys to the API, to look through and to revoke.


@for_person(Act.MANAGE_PEOPLE)
def tokens(request: PersonRequest) -> HttpResponse:
    """Every token, those in force first, the newest on top; `?person=` narrows, a part of a name is enough."""
    now, person = timezone.now(), _part(request, "person")
    found = ApiToken.objects.select_related("user", "state")
    if person:
        found = found.filter(user__username__icontains=person)
    ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now) | Q(user__is_active=False)
    rank = Case(When(ended, then=Value(1)), default=Value(0), output_field=IntegerField())
    page = _page(request, found.annotate(ended=rank).order_by("ended", "-created_at", "-pk"))
    context = {
        "title": gettext("Everybody's tokens"),
        "page": page,
        "tokens": [(token, token_end(token, now)) for token in page],
        "person": person,
    }
    return show(request, "submissions/people/tokens.html", **context)


@administrators_step("people:tokens")
def revoke(request: PersonRequest, number: int) -> str:
    """End anybody's token at once."""
    token = visible(ApiToken.objects.select_related("user"), number)
    revoke_token(token_id=number, **acting(request))
    text = gettext("The token %(prefix)s… of %(name)s is revoked.")
    return text % {"prefix": token.prefix, "name": token.user.get_username()}


# `/people/audit/`: every act.

ACT_NAMES = {
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


@for_person(Act.SEE_AUDIT)
def audit(request: PersonRequest) -> HttpResponse:
    """Every act, newest first; `?subject=` and `?actor=` narrow, parts of a name are enough."""
    subject, actor = _part(request, "subject"), _part(request, "actor")
    events = AuditEvent.objects.order_by("-number")
    if subject:
        events = events.filter(Q(subject__icontains=subject) | Q(action__icontains=subject))
    if actor:
        events = events.filter(actor__icontains=actor)
    page = _page(request, events)
    context = {
        "title": gettext("Audit trail"),
        "page": page,
        "events": [(event, _lines(event.before), _lines(event.after)) for event in page],
        "names": ACT_NAMES,
        "waiting": waiting_rows(request.person.username, timezone.now()),
        "subject": subject,
        "actor": actor,
    }
    return show(request, "submissions/people/audit.html", **context)


def _lines(values: Mapping[str, Any] | None) -> str:
    """What was before or after an act, a line to each key, as it was written."""
    return "\n".join(
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in (values or {}).items()
    )
