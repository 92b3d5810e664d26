"""The second step of the sign-in, and what people do about their second factor and their sessions."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import quote, urlencode

import pyotp
import qrcode
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.account_changes import ask_app
from accounts.guarded import RefusedAccountError, is_guarded
from accounts.second_factor import (
    Standing,
    TooManyCodesError,
    WrongCodeError,
    enrol,
    fits,
    has_second_factor,
    prove,
    renew_codes,
    standing,
)
from accounts.sessions import METHOD, Living, Method, end_sessions, sessions_of
from common.network import client_address
from common.signing import BrokenSealError, seal, unseal
from rankings.lists.labels import MISSING
from submissions.desk.words import moment_text
from submissions.people.forms import AnyCodeForm, CodeForm, NewAppForm
from submissions.people.later_mails import tell
from submissions.people.sign_in import NEW_SECRET, finish, locked_out, pending
from submissions.review.words import refused

# One's own account: the app to set up, recovery codes, sessions.

ISSUER = "Pragati"
_FEW = 3


@dataclass(frozen=True, slots=True)
class NewApp:
    """The secret as a picture (an SVG path of `size` squares) and in words, and a link for the same device."""

    path: str
    size: int
    secret: str
    url: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Recovery codes, this once; `file` is the address of the same as a text file, made of the page itself."""

    title: str
    codes: tuple[str, ...]
    file: str
    leads_to: str
    first: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    name: str
    agent: str
    address: str
    started: str
    seen: str
    own: bool


@dataclass(frozen=True, slots=True)
class SecurityPage:
    title: str
    since: str
    codes_left: int
    few: bool
    sessions: tuple[SessionRow, ...]
    others: bool


def new_app(username: str, secret: str) -> NewApp:
    """What an authenticator app is shown (the Key URI format)."""
    label = quote(f"{ISSUER}:{username}")
    url = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER}, quote_via=quote)}"
    code = qrcode.QRCode(border=4)
    code.add_data(url)
    squares: Sequence[Sequence[bool]] = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, filled in enumerate(row) if filled
    )
    return NewApp(path, len(squares), " ".join(_in_fours(secret)), url)


def codes_page(codes: Iterable[str], leads_to: str, *, first: bool) -> CodesPage:
    shown = tuple("-".join(_in_fours(code)) for code in codes)
    text = "\r\n".join([gettext("Pragati: recovery codes, each good for one sign-in"), "", *shown, ""])
    file = "data:text/plain;charset=utf-8;base64," + base64.b64encode(text.encode()).decode("ascii")
    title = gettext("Your second factor is set up") if first else gettext("New recovery codes")
    return CodesPage(title, shown, file, leads_to, first)


def security_page(standing: Standing, sessions: Iterable[Living]) -> SecurityPage:
    rows = tuple(
        SessionRow(
            name=session.name,
            agent=session.agent or MISSING,
            address=session.address or MISSING,
            started=moment_text(session.started_at),
            seen=moment_text(session.seen_at),
            own=session.own,
        )
        for session in sessions
    )
    return SecurityPage(
        title=gettext("Sign-in and sessions"),
        since=moment_text(standing.since) if standing.since else "",
        codes_left=standing.codes_left,
        few=standing.codes_left <= _FEW,
        sessions=rows,
        others=any(not row.own for row in rows),
    )


def _in_fours(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]


View = Callable[[HttpRequest], HttpResponse]


def signed_in_only(view: View) -> View:
    """Let in whoever is signed in, in whatever role; what they see is for them alone."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request)

    return wrapped


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code."""
    at, form = timezone.now(), CodeForm(request.POST or None)
    half = pending(request, at=at)
    if half is None:
        return redirect("accounts:sign-in")
    if request.method == "POST":
        if not AxesProxyHandler.is_allowed(request, {"username": half.user.get_username()}):
            return locked_out(request)
        if form.is_valid() and proves(request, half.user, form, "code"):
            return redirect(half.leads_to)
    return _page(request, "submissions/sign_in/code.html", {"form": form}, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the app: the first one before the sign-in is finished, a new one later with a code of the old one."""
    at = timezone.now()
    half = None if request.user.is_authenticated else pending(request, at=at)
    user = cast(User, request.user) if half is None else half.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    known = has_second_factor(user.pk)
    if half is not None and known:
        return redirect("accounts:code")
    form = (NewAppForm if known else CodeForm)(request.POST or None)
    secret = _secret(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and _may_replace(request, user, form, secret, known=known)
    ):
        if known and is_guarded(user.pk, timezone.localdate(at)):
            return _asked_for(request, user, secret)
        codes = _enrolled(request, user, form, secret)
        if codes:
            leads_to = half.leads_to if half else reverse("accounts:security")
            if half is not None:
                finish(request, user, method=Method.TOTP, at=at)
            else:
                request.session[METHOD] = Method.TOTP.value
                end_sessions(user.pk, at=at, but_key=request.session.session_key)
            request.session.pop(NEW_SECRET, None)
            tell(user.pk, "set_up", at=at)
            return _codes(request, codes_page(codes, leads_to, first=True))
    context = {
        "form": form,
        "app": new_app(user.get_username(), secret),
        "known": known,
        "guarded": known and is_guarded(user.pk, timezone.localdate(at)),
        "first": half is not None,
    }
    return _page(request, "submissions/sign_in/set_up.html", context, form)


@signed_in_only
def security(request: HttpRequest) -> HttpResponse:
    """One's second factor and sessions. POST ends one of them, or all others."""
    at, user = timezone.now(), cast(User, request.user)
    key = request.session.session_key
    if request.method == "POST":
        name = request.POST.get("session") or None
        ended = end_sessions(user.pk, at=at, name=name, but_key=key)
        told = gettext("The session is ended.") if name else gettext("Your other sessions are ended.")
        messages.success(request, told if ended else gettext("There was no such session any more."))
        return redirect("accounts:security")
    page = security_page(standing(user.pk), sessions_of(user, at=at, own_key=key))
    return render(
        request,
        "submissions/sign_in/security.html",
        {"page": page, "notices": [*messages.get_messages(request)]},
    )


@signed_in_only
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for a code of the app or one of the codes that are left."""
    at, user, form = timezone.now(), cast(User, request.user), AnyCodeForm(request.POST or None)
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if not has_second_factor(user.pk):
        return redirect("accounts:set-up")
    if request.method == "POST" and form.is_valid() and proves(request, user, form, "current"):
        codes = renew_codes(user_id=user.pk, at=at, address=client_address(request))
        tell(user.pk, "new_codes", at=at)
        return _codes(request, codes_page(codes, reverse("accounts:security"), first=False))
    return _page(request, "submissions/sign_in/new_codes.html", {"form": form}, form)


def proves(request: HttpRequest, user: User, form: forms.Form, field: str) -> bool:
    """Use the code up; where it finishes a sign-in, do so. What is wrong with it stands in the form."""
    at, address = timezone.now(), client_address(request)
    try:
        method = prove(user_id=user.pk, code=form.cleaned_data[field], at=at, address=address)
    except WrongCodeError as problem:
        credentials = {"username": user.get_username()}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        form.add_error(field, _fault(problem))
        return False
    if not request.user.is_authenticated:
        finish(request, user, method=method, at=at)
    if method == Method.RECOVERY:
        left = standing(user.pk).codes_left
        text = gettext("You used a recovery code; %(count)s are left.") % {"count": left}
        messages.info(request, text)
        tell(user.pk, "recovered", at=at)
    return True


def _may_replace(request: HttpRequest, user: User, form: forms.Form, secret: str, *, known: bool) -> bool:
    """The new code is looked at first, so that one of the old app is not used up for nothing."""
    if not known:
        return True
    if not fits(secret, form.cleaned_data["code"], timezone.now()):
        form.add_error("code", _fault(WrongCodeError()))
        return False
    return proves(request, user, form, "current")


def _asked_for(request: HttpRequest, user: User, secret: str) -> HttpResponse:
    """Somebody in a guarded post: the new app waits for a second person."""
    try:
        ask_app(user_id=user.pk, secret=secret, at=timezone.now(), address=client_address(request))
        text = gettext("The new app counts once a second administrator or publisher has confirmed it.")
        messages.success(request, text)
        request.session.pop(NEW_SECRET, None)
    except RefusedAccountError as problem:
        messages.error(request, refused(problem.code, str(problem)))
    return redirect("accounts:security")


def _enrolled(request: HttpRequest, user: User, form: forms.Form, secret: str) -> list[str]:
    code, address = form.cleaned_data["code"], client_address(request)
    try:
        return enrol(user_id=user.pk, secret=secret, code=code, at=timezone.now(), address=address)
    except WrongCodeError as problem:
        form.add_error("code", _fault(problem))
        return []


def _fault(problem: WrongCodeError) -> str:
    if isinstance(problem, TooManyCodesError):
        return gettext("Too many wrong codes were tried for this account. Wait 15 minutes, then try again.")
    return gettext(
        "This code is not right, or was used already. A code of the app is good once, for 30 seconds."
    )


def _secret(request: HttpRequest) -> str:
    """The secret that the page shows, the same until it is taken; sealed where it waits."""
    try:
        return unseal(request.session.get(NEW_SECRET, ""))
    except BrokenSealError:
        secret = pyotp.random_base32()
        request.session[NEW_SECRET] = seal(secret)
        return secret


def _codes(request: HttpRequest, page: CodesPage) -> HttpResponse:
    return render(request, "submissions/sign_in/codes.html", {"page": page})


def _page(request: HttpRequest, template: str, context: dict[str, Any], form: forms.Form) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
