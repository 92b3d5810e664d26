"""Sign-in in two steps, sign-out, and a new password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.second_factor import TooManyCodesError, WrongCodeError, has_second_factor, prove, standing
from accounts.sessions import Method, begin, end_sessions, forget_sessions, is_exempt
from accounts.tokens import living_token
from common.network import client_address, too_many, used_up
from submissions.people.forms import AskForm, CodeForm, HouseRules, NewPasswordForm, SignInForm
from submissions.people.mails import ask_for_password, tell

LASTS = timedelta(minutes=10)
"""Between the password and the second factor."""

NEW_SECRET = "second_factor.new"  # noqa: S105 the name under which a session keeps it
_KEY = "pending"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG_SIGN_INS = "wrong-sign-in"
MOST_WRONG = 50
"""Wrong sign-ins of one address within an hour, under whatever names: an office may share an address."""

MOST_AN_HOUR = 10
"""New passwords that one address may ask for; each is a mail to somebody."""


def suspend(request: HttpRequest, user: User, *, leads_to: str, at: datetime) -> None:
    """Remember that the password was right. A new password meanwhile takes it back."""
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": at.isoformat(),
        "leads_to": leads_to,
    }


def pending(request: HttpRequest, *, at: datetime) -> tuple[User, str] | None:
    """Who is half signed in, and to which address it leads; None where nobody is, or not any more."""
    kept = request.session.get(_KEY)
    if not kept or at - datetime.fromisoformat(kept["at"]) > LASTS:
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return user, kept["leads_to"]


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


def told(request: HttpRequest, title: str, text: str, status: int = 200) -> HttpResponse:
    """A page that says one thing and leads to the sign-in."""
    context = {"title": title, "text": text}
    return render(request, "submissions/sign_in/told.html", context, status=status)


class Refused:
    """A form that is not right is answered with 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(Refused, LoginView):
    """The first step: name and password. Whoever passes it is led to the second factor, and signed in only after it.

    Leads back to where the reader came from, as long as that lies on this site; else to the desk.
    """

    template_name = "submissions/sign_in/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    next_page = "desk:desk"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, demo=settings.DEMO_EXEMPT)
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
        return super().form_invalid(form)


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Too many wrong tries with this name from this address; other addresses are not concerned."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds()) // 60
    text = gettext(
        "There were too many wrong tries with this user name from your address. "
        "Wait %(minutes)s minutes, then try again. From other addresses the account can be used meanwhile."
    ) % {"minutes": minutes}
    return _stopped(request, text, minutes=minutes)


def _stopped(request: HttpRequest, text: str, *, minutes: int) -> HttpResponse:
    response = told(request, gettext("Too many tries"), text, 429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the app, or a recovery code."""
    half, form = pending(request, at=timezone.now()), CodeForm(request.POST or None)
    if half is None:
        return redirect("accounts:sign-in")
    user, leads_to = half
    if request.method == "POST":
        if not AxesProxyHandler.is_allowed(request, {"username": user.get_username()}):
            return locked_out(request)
        if form.is_valid() and proves(request, user, form, "code"):
            return redirect(leads_to)
    return filled(request, "submissions/sign_in/code.html", form)


def proves(request: HttpRequest, user: User, form: forms.Form, field: str) -> bool:
    """Use the code up; where it finishes a sign-in, do so. What is wrong with it stands in the form."""
    at, address = timezone.now(), client_address(request)
    try:
        method = prove(user_id=user.pk, code=form.cleaned_data[field], at=at, address=address)
    except WrongCodeError as problem:
        credentials = {"username": user.get_username()}
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
        form.add_error(field, code_fault(problem))
        return False
    if not request.user.is_authenticated:
        finish(request, user, method=method, at=at)
    if method == Method.RECOVERY:
        text = gettext("You used a recovery code; %(count)s are left.")
        messages.info(request, text % {"count": standing(user.pk)[1]})
        tell(user.pk, "recovered", at=at)
    return True


def code_fault(problem: WrongCodeError) -> str:
    """Why a code was not taken."""
    if isinstance(problem, TooManyCodesError):
        return gettext("Too many wrong codes were tried for this account. Wait 15 minutes, then try again.")
    return gettext(
        "This code is not right, or was used already. A code of the app is good once, for 30 seconds."
    )


def filled(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """A page with a form: 422 where something is wrong with it."""
    return render(request, template, {"form": form} | context, status=422 if form.errors else 200)


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
    next_page = "accounts:sign-in"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response({}) if request.user.is_authenticated else redirect(self.next_page)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'  # what the browser kept of it goes too
        messages.success(request, gettext("You are signed out."))
        return answer


# A new password: with the old one, or by the link of a mail. The second factor stays.


class _NewPassword(Refused):
    """Sessions of the person end, but for the one that asks where it `goes_on`; on record, and told by mail."""

    request: HttpRequest
    goes_on: ClassVar[bool]
    action: ClassVar[str]
    news: ClassVar[str]
    done: ClassVar[Any]

    def form_valid(self, form: Any) -> HttpResponse:
        at, name = timezone.now(), form.user.get_username()
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
            key = self.request.session.session_key if self.goes_on else None
            ended = end_sessions(form.user.pk, at=at, but_key=key)
            audit.record(
                at=at, actor=name, address=client_address(self.request), action=self.action, subject=name,
                after={"sessions_ended": ended},
            )  # fmt: skip
            tell(form.user.pk, self.news, at=at)
        messages.success(self.request, self.done)
        return response


@method_decorator(never_cache, name="dispatch")
class PasswordChange(_NewPassword, PasswordChangeView):
    """The session goes on; every other session of the person ends."""

    template_name = "submissions/sign_in/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("desk:desk")
    goes_on = True
    action, news, done = "password.change", "changed", gettext_lazy("Your password is changed.")


class NewPassword(_NewPassword, PasswordResetConfirmView):
    """Whoever holds the link chooses a password, and is signed in by it to nothing."""

    template_name = "submissions/sign_in/new_password.html"
    form_class = HouseRules
    success_url = reverse_lazy("accounts:sign-in")
    goes_on = False
    action, news, done = (
        "password.reset",
        "password",
        gettext_lazy("Your password is changed. Sign in with it."),
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": gettext("Choose a new password")}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A forgotten password: the answer is the same whoever is asked for."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_many(request, "reset", most=MOST_AN_HOUR):
            text = gettext("Too many requests came from your address within the hour; try again later.")
            return told(request, gettext("Too many tries"), text, 429)
        ask_for_password(form.cleaned_data["person"].strip(), at=timezone.now())
        return redirect("accounts:reset-sent")
    return filled(request, "submissions/sign_in/reset.html", form)


@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    text = gettext(
        "If there is such an account, and it has a mail address, a mail with a link is on its way. "
        "The link works once, within an hour. If none comes, ask an administrator of the bureau."
    )
    return told(request, gettext("Look into your mail"), text)
