"""`/accounts/mail/`: another mail address of one's own, told to the address of before, confirmed by way of the new."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import account_changes
from accounts.guarded import RefusedAccountError
from accounts.models import AccountChange, ChangeKind
from accounts.second_factor import has_second_factor
from common.network import client_address
from rankings.lists.labels import MISSING
from rankings.lists.waiting import standing
from submissions.people.forms import MailForm, ProvenMailForm
from submissions.people.mails import change_of
from submissions.people.second_factor import proves, signed_in_only
from submissions.review.words import refused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def mail(request: HttpRequest) -> HttpResponse:
    """One's mail address, and the other one that waits; POST asks for another, or drops it."""
    user, at = cast(User, request.user), timezone.now()
    known = has_second_factor(user.pk)
    waits = account_changes.waiting(at).filter(user_id=user.pk, kind=ChangeKind.MAIL).first()
    form = (ProvenMailForm if known else MailForm)(request.POST or None)
    if request.method == "POST" and waits is not None:
        return _drop(request, waits)
    if request.method == "POST" and form.is_valid():
        proven = not known or proves(request, user, form, "current")
        if proven and _asked(request, user, form):
            return redirect("accounts:mail")
    context = {
        "form": form,
        "now": user.email or MISSING,
        "new": waits.value["email"] if waits else "",
        "stands": standing(waits, timezone.localdate(at)) if waits else (),
        "notices": [*messages.get_messages(request)],
    }
    return render(request, "submissions/sign_in/mail.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link to the new address: its person, signed in, confirms it."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    user, at = request.user, timezone.now()
    try:
        number = change_of(token)
        change = account_changes.waiting(at).filter(pk=number, user_id=user.pk).first()
        if change is None:
            raise RefusedAccountError("no_change", "This change does not wait any more")
        if request.method == "POST":
            account_changes.prove_mail(
                change_id=number, user_id=user.pk, at=at, address=client_address(request)
            )
            messages.success(request, gettext("You have confirmed the new mail address."))
            return redirect("accounts:mail")
    except (BadSignature, RefusedAccountError):
        context = {"title": gettext("This link is not good any more"), "text": refused("no_change", "")}
        return render(request, "submissions/sign_in/told.html", context, status=410)
    return render(request, "submissions/sign_in/prove_mail.html", {"email": change.value["email"]})


def _asked(request: HttpRequest, user: User, form: forms.Form) -> bool:
    email, address = form.cleaned_data["email"], client_address(request)
    try:
        account_changes.ask_mail(user_id=user.pk, email=email, at=timezone.now(), address=address)
    except RefusedAccountError as problem:
        form.add_error("email", refused(problem.code, str(problem)))
        return False
    messages.success(
        request,
        gettext("A mail with a link is on its way to %(email)s. Open it to confirm.") % {"email": email},
    )
    return True


def _drop(request: HttpRequest, waits: AccountChange) -> HttpResponse:
    name = cast(User, request.user).get_username()
    account_changes.drop(change_id=waits.pk, by=name, at=timezone.now(), address=client_address(request))
    messages.success(request, gettext("The change is dropped."))
    return redirect("accounts:mail")
