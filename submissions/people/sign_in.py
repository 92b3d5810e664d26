"""Sign-in, sign-out and a new password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    PasswordResetConfirmView,
    redirect_to_login,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.people import is_exempt
from accounts.second_factor import has_second_factor
from accounts.sessions import Method, begin, end_sessions, forget_sessions
from accounts.tokens import living_token
from common.network import client_address, too_many, used_up
from submissions.people.forms import AskForm, HouseRules, NewPasswordForm, SignInForm
from submissions.people.later_mails import ask_for_password, tell

# Between the password and the second factor: who is half signed in, and how the sign-in is finished.

LASTS = timedelta(minutes=10)
NEW_SECRET = "second_factor.new"  # noqa: S105 the name under which a session keeps it
_KEY = "pending"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right, and the address to which the sign-in leads."""

    user: User
    leads_to: str


def suspend(request: HttpRequest, user: User, *, leads_to: str, at: datetime) -> None:
    """Remember that the password was right. A new password meanwhile takes it back."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": at.isoformat(),
        "leads_to": leads_to,
    }


def pending(request: HttpRequest, *, at: datetime) -> Pending | None:
    """Who is half signed in; None where nobody is, or not any more."""
    kept = request.session.get(_KEY)
    if not kept or at - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return Pending(user, kept["leads_to"])


@transaction.atomic
def finish(request: HttpRequest, user: User, *, method: Method, at: datetime) -> None:
    """Sign somebody in; the only place that does."""
    address, name = client_address(request), user.get_username()
    login(request, user, backend=_BACKEND)
    for left in (_KEY, NEW_SECRET):
        request.session.pop(left, None)
    begin(request.session, method=method, at=at, address=address, agent=request.headers.get("User-Agent", ""))
    forget_sessions(at=at)
    audit.record(
        at=at, actor=name, address=address, action="sign_in", subject=name, after={"by": method.value}
    )


WRONG_SIGN_INS = "wrong-sign-in"
MOST_WRONG = 50
"""Wrong sign-ins of one address within an hour, under whatever names: an office may share an address."""


class SignIn(LoginView):
    """The first step: name and password. Whoever passes it is led to the second factor, and signed in only after it.

    Leads back to where the reader came from, as long as that lies on this site; else to the desk.
    """

    template_name = "submissions/sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse("desk:desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            **kwargs, notices=[*messages.get_messages(self.request)], demo=settings.DEMO_EXEMPT
        )
        del context["site"], context["site_name"]  # Django's own; they would hide ours, which frames the page
        return context

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user, at, leads_to = form.get_user(), timezone.now(), self.get_success_url()
        known = has_second_factor(user.pk)
        if not known and is_exempt(user):
            finish(self.request, user, method=Method.DEMO, at=at)
            return redirect(leads_to)
        suspend(self.request, user, leads_to=leads_to, at=at)
        return redirect("accounts:code" if known else "accounts:set-up")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever has tried many names from one address is stopped before another hash is computed."""
        if used_up(request, WRONG_SIGN_INS, most=MOST_WRONG):
            text = gettext("There were too many wrong sign-ins from your address. Try again in an hour.")
            return _stopped(request, text, minutes=60)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        too_many(self.request, WRONG_SIGN_INS, most=MOST_WRONG)
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Too many wrong tries with this name from this address; other addresses are not concerned."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60
    text = gettext(
        "There were too many wrong tries with this user name from your address. "
        "Wait %(minutes)s minutes, then try again. From other addresses the account can be used meanwhile."
    ) % {"minutes": minutes}
    return _stopped(request, text, minutes=minutes)


def _stopped(request: HttpRequest, text: str, *, minutes: int) -> HttpResponse:
    context = {"title": gettext("Too many tries"), "text": text}
    response = render(request, "submissions/sign_in/told.html", context, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


@never_cache
@require_safe
def here(request: HttpRequest) -> HttpResponse:
    """For the proxy (ops/nginx/limits.conf): 204 where somebody is signed in or holds a living token, else 401."""
    known = request.user.is_authenticated or living_token(request) is not None
    return HttpResponse(status=204 if known else 401)


@method_decorator(never_cache, name="dispatch")
class SignOut(LogoutView):
    """By POST alone; GET asks first, so that no link of another site can sign anyone out."""

    template_name = "submissions/sign_in/sign_out.html"
    http_method_names = ["get", "post"]

    def get_default_redirect_url(self) -> str:
        return reverse("accounts:sign-in")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("accounts:sign-in")
        return self.render_to_response({})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # what the browser kept of it goes too
        messages.success(request, gettext("You are signed out."))
        return answer


@method_decorator(never_cache, name="dispatch")
class PasswordChange(PasswordChangeView):
    """The session goes on; every other session of the person ends."""

    template_name = "submissions/sign_in/password.html"
    form_class = NewPasswordForm

    def get_success_url(self) -> str:
        return reverse("desk:desk")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        at, name = timezone.now(), form.user.get_username()
        with transaction.atomic():
            response = super().form_valid(form)
            ended = end_sessions(form.user.pk, at=at, but_key=self.request.session.session_key)
            audit.record(
                at=at, actor=name, address=client_address(self.request), action="password.change", subject=name,
                after={"sessions_ended": ended},
            )  # fmt: skip
            tell(form.user.pk, "changed", at=at)
        messages.success(self.request, gettext("Your password is changed."))
        return response

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


# A forgotten password: asked for by name, chosen anew by a link in a mail. The second factor stays.

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
            return render(request, "submissions/sign_in/told.html", context, status=429)
        ask_for_password(form.cleaned_data["person"].strip(), at=timezone.now())
        return redirect("accounts:reset-sent")
    return render(
        request, "submissions/sign_in/reset.html", {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    text = gettext(
        "If there is such an account, and it has a mail address, a mail with a link is on its way. "
        "The link works once, within an hour. If none comes, ask an administrator of the bureau."
    )
    return render(
        request, "submissions/sign_in/told.html", {"title": gettext("Look into your mail"), "text": text}
    )


class NewPassword(PasswordResetConfirmView):
    """Whoever holds the link chooses a password, and is signed in by it to nothing."""

    template_name = "submissions/sign_in/new_password.html"
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
