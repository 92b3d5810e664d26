"""One's own account: the app and its recovery codes, sessions, and another mail address."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote, urlencode

import pyotp
import qrcode
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import account_changes
from accounts.access import RefusedAccountError, is_guarded
from accounts.models import ChangeKind
from accounts.second_factor import WrongCodeError, enrol, fits, has_second_factor, renew_codes, standing
from accounts.sessions import METHOD, Method, end_sessions, sessions_of
from common.network import client_address
from common.signing import BrokenSealError, seal, unseal
from rankings.lists.staff import standing as stands
from submissions.people.forms import AnyCodeForm, CodeForm, MailForm, NewAppForm, ProvenMailForm
from submissions.people.mails import change_of, tell
from submissions.people.sign_in import NEW_SECRET, code_fault, filled, finish, pending, proves, told
from submissions.people.views import why_refused
from submissions.review.words import refused

ISSUER = "Pragati"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Set up the app: the first one before the sign-in is finished, a new one later with a code of the old one."""
    at = timezone.now()
    half = None if request.user.is_authenticated else pending(request, at=at)
    if half is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user, leads_to = half or (cast(User, request.user), reverse("accounts:security"))
    known = has_second_factor(user.pk)
    if half is not None and known:
        return redirect("accounts:code")
    guarded = known and is_guarded(user.pk, timezone.localdate(at))
    form = (NewAppForm if known else CodeForm)(request.POST or None)
    secret = _secret(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and _may_replace(request, user, form, secret, known=known)
    ):
        if guarded:
            return _asked_for(request, user, secret, at)
        codes = _enrolled(request, user, form, secret)
        if codes:
            if half is not None:
                finish(request, user, method=Method.TOTP, at=at)
            else:
                request.session[METHOD] = Method.TOTP.value
                end_sessions(user.pk, at=at, but_key=request.session.session_key)
            request.session.pop(NEW_SECRET, None)
            tell(user.pk, "set_up", at=at)
            return _codes(request, gettext("Your second factor is set up"), codes, leads_to)
    context = _key(user.get_username(), secret) | {
        "known": known,
        "guarded": guarded,
        "first": half is not None,
    }
    return filled(request, "submissions/sign_in/set_up.html", form, **context)


def _may_replace(request: HttpRequest, user: User, form: forms.Form, secret: str, *, known: bool) -> bool:
    """The new code is looked at first, so that one of the old app is not used up for nothing."""
    if not known:
        return True
    if not fits(secret, form.cleaned_data["code"], timezone.now()):
        form.add_error("code", code_fault(WrongCodeError()))
        return False
    return proves(request, user, form, "current")


def _asked_for(request: HttpRequest, user: User, secret: str, at: datetime) -> HttpResponse:
    """Somebody in a guarded post: the new app waits for a second person."""
    try:
        account_changes.ask_app(user_id=user.pk, secret=secret, at=at, address=client_address(request))
        text = gettext("The new app counts once a second administrator or publisher has confirmed it.")
        messages.success(request, text)
        request.session.pop(NEW_SECRET, None)
    except RefusedAccountError as problem:
        messages.error(request, why_refused(problem))
    return redirect("accounts:security")


def _enrolled(request: HttpRequest, user: User, form: forms.Form, secret: str) -> list[str]:
    code, address = form.cleaned_data["code"], client_address(request)
    try:
        return enrol(user_id=user.pk, secret=secret, code=code, at=timezone.now(), address=address)
    except WrongCodeError as problem:
        form.add_error("code", code_fault(problem))
        return []


def _secret(request: HttpRequest) -> str:
    """The secret that the page shows, the same until it is taken; sealed where it waits."""
    try:
        return unseal(request.session.get(NEW_SECRET, ""))
    except BrokenSealError:
        secret = pyotp.random_base32()
        request.session[NEW_SECRET] = seal(secret)
        return secret


def _key(username: str, secret: str) -> dict[str, Any]:
    """What an app is shown: a link (the Key URI format), the same as a QR code, and the secret to type."""
    query = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    url = f"otpauth://totp/{quote(f'{ISSUER}:{username}')}?{query}"
    picture = qrcode.QRCode(border=4)
    picture.add_data(url)
    squares = picture.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(squares) for x, filled in enumerate(row) if filled
    )
    return {"url": url, "path": path, "size": len(squares), "secret": _in_fours(secret, " ")}


def _in_fours(text: str, between: str) -> str:
    return between.join(text[start : start + 4] for start in range(0, len(text), 4))


def _codes(request: HttpRequest, title: str, codes: Iterable[str], leads_to: str) -> HttpResponse:
    """Recovery codes, this once, and the same as a text file that is made of the page itself."""
    printed = [_in_fours(code, "-") for code in codes]
    text = "\r\n".join([gettext("Pragati: recovery codes, each good for one sign-in"), "", *printed, ""])
    file = "data:text/plain;charset=utf-8;base64," + base64.b64encode(text.encode()).decode("ascii")
    context = {"title": title, "codes": printed, "file": file, "leads_to": leads_to}
    return render(request, "submissions/sign_in/codes.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for a code of the app or one of the codes that are left."""
    at, user, form = timezone.now(), cast(User, request.user), AnyCodeForm(request.POST or None)
    if not has_second_factor(user.pk):
        return redirect("accounts:set-up")
    if request.method == "POST" and form.is_valid() and proves(request, user, form, "current"):
        codes = renew_codes(user_id=user.pk, at=at, address=client_address(request))
        tell(user.pk, "new_codes", at=at)
        return _codes(request, gettext("New recovery codes"), codes, reverse("accounts:security"))
    return filled(request, "submissions/sign_in/new_codes.html", form)


@never_cache
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """One's second factor and sessions. POST ends one of them, or all others."""
    at, user = timezone.now(), cast(User, request.user)
    key = request.session.session_key
    if request.method == "POST":
        name = request.POST.get("session") or None
        ended = end_sessions(user.pk, at=at, name=name, but_key=key)
        text = gettext("The session is ended.") if name else gettext("Your other sessions are ended.")
        messages.success(request, text if ended else gettext("There was no such session any more."))
        return redirect("accounts:security")
    since, codes_left = standing(user.pk)
    sessions = sessions_of(user, at=at, own_key=key)
    context = {
        "title": gettext("Sign-in and sessions"),
        "since": since,
        "codes_left": codes_left,
        "sessions": sessions,
        "others": any(not session.own for session in sessions),
    }
    return render(request, "submissions/sign_in/security.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """One's mail address, and the other one that waits; POST asks for another, or drops it."""
    user, at, address = cast(User, request.user), timezone.now(), client_address(request)
    known = has_second_factor(user.pk)
    waits = account_changes.waiting(at).filter(user_id=user.pk, kind=ChangeKind.MAIL).first()
    form = (ProvenMailForm if known else MailForm)(request.POST or None)
    if request.method == "POST" and waits is not None:
        account_changes.drop(change_id=waits.pk, by=user.get_username(), at=at, address=address)
        messages.success(request, gettext("The change is dropped."))
        return redirect("accounts:mail")
    if request.method == "POST" and form.is_valid() and (not known or proves(request, user, form, "current")):
        email = form.cleaned_data["email"]
        try:
            account_changes.ask_mail(user_id=user.pk, email=email, at=timezone.now(), address=address)
            text = gettext("A mail with a link is on its way to %(email)s. Open it to confirm.")
            messages.success(request, text % {"email": email})
            return redirect("accounts:mail")
        except RefusedAccountError as problem:
            form.add_error("email", why_refused(problem))
    stand = stands(waits, timezone.localdate(at)) if waits else ()
    return filled(
        request, "submissions/sign_in/mail.html", form, now=user.email or "–", waits=waits, stands=stand
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link to the new address: its person, signed in, confirms it."""
    user, at = cast(User, request.user), timezone.now()
    try:
        change = account_changes.waiting(at).filter(pk=change_of(token), user_id=user.pk).first()
        if change is not None and request.method == "POST":
            account_changes.prove_mail(
                change_id=change.pk, user_id=user.pk, at=at, address=client_address(request)
            )
            messages.success(request, gettext("You have confirmed the new mail address."))
            return redirect("accounts:mail")
    except (BadSignature, RefusedAccountError):
        change = None
    if change is None:
        return told(request, gettext("This link is not good any more"), refused("no_change", ""), 410)
    return render(request, "submissions/sign_in/prove_mail.html", {"email": change.value["email"]})
