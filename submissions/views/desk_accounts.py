"""Sign-in, sign-out and a new password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from submissions.forms import NewPasswordForm, SignInForm


class SignIn(LoginView):
    """Leads back to where the reader came from, as long as that lies on this site; else to the desk."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return reverse("desk:desk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, notices=[*messages.get_messages(self.request)])
        del context["site"], context["site_name"]  # Django's own; they would hide ours, which frames the page
        return context

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@method_decorator(never_cache, name="dispatch")
class SignOut(LogoutView):
    """By POST alone; GET asks first, so that no link of another site can sign anyone out."""

    template_name = "registration/sign_out.html"
    http_method_names = ["get", "post"]

    def get_default_redirect_url(self) -> str:
        return reverse("accounts:sign-in")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("accounts:sign-in")
        return self.render_to_response({})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        messages.success(request, gettext("You are signed out."))
        return answer


@method_decorator(never_cache, name="dispatch")
class PasswordChange(PasswordChangeView):
    """The session goes on; every other session of the person ends."""

    template_name = "registration/password.html"
    form_class = NewPasswordForm

    def get_success_url(self) -> str:
        return reverse("desk:desk")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, gettext("Your password is changed."))
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response
