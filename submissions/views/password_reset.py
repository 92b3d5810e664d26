"""A forgotten password: asked for by name, chosen anew by a link in a mail. The second factor stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rankings.views.shares import too_many
from states.addresses import client_address
from states.services import audit
from states.services.sessions import end_sessions
from submissions.account_forms import AskForm, HouseRules
from submissions.services.later_mails import ask_for_password, tell

MOST_AN_HOUR = 10
"""New passwords that one address may ask for; each is a mail to somebody."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whoever is asked for."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "reset", most=MOST_AN_HOUR):
            text = gettext("Too many requests came from your address within the hour; try again later.")
            context = {"title": gettext("Too many tries"), "text": text}
            return render(request, "registration/told.html", context, status=429)
        ask_for_password(form.cleaned_data["person"].strip(), at=timezone.now())
        return redirect("accounts:reset-sent")
    return render(request, "registration/reset.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    text = gettext(
        "If there is such an account, and it has a mail address, a mail with a link is on its way. "
        "The link works once, within an hour. If none comes, ask an administrator of the bureau."
    )
    return render(request, "registration/told.html", {"title": gettext("Look into your mail"), "text": text})


class NewPassword(PasswordResetConfirmView):
    """Whoever holds the link chooses a password, and is signed in by it to nothing."""

    template_name = "registration/new_password.html"
    form_class = HouseRules
    post_reset_login = False

    def get_success_url(self) -> str:
        return reverse("accounts:sign-in")

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        at, name = timezone.now(), form.user.get_username()
        with transaction.atomic():
            response = super().form_valid(form)
            after = {"sessions_ended": end_sessions(form.user.pk, at=at)}
            audit.record(
                at=at, actor=name, address=client_address(self.request), action="password.reset", subject=name,
                after=after,
            )  # fmt: skip
            tell(form.user.pk, "password", at=at)
        messages.success(self.request, gettext("Your password is changed. Sign in with it."))
        return response

    def form_invalid(self, form: SetPasswordForm[User]) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"title": gettext("Choose a new password")}
