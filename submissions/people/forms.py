"""What is filled in to sign in and to look after one's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    _SetPasswordForm = SetPasswordForm

_REQUIRED = {"required": gettext_lazy("This must be filled in.")}
_LONGEST_CODE = 40
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class SignInForm(AuthenticationForm):
    """User name and password; the answer to a wrong one never tells which of the two it was."""

    error_messages = {
        "invalid_login": gettext_lazy("User name and password do not fit together. Capital letters count."),
        "inactive": gettext_lazy("User name and password do not fit together. Capital letters count."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = gettext_lazy("User name")
        self.fields["password"].label = gettext_lazy("Password")
        for field in self.fields.values():
            field.error_messages |= _REQUIRED


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=_LONGEST_CODE, error_messages=_REQUIRED,
        widget=forms.TextInput(attrs=_CODE | {"autofocus": True}),
    )  # fmt: skip


class AnyCodeForm(forms.Form):
    """Proof of the second factor before it is changed."""

    current = forms.CharField(
        label=gettext_lazy("Code of the app you use now, or a recovery code"), max_length=_LONGEST_CODE,
        error_messages=_REQUIRED, widget=forms.TextInput(attrs=_CODE),
    )  # fmt: skip


class NewAppForm(AnyCodeForm):
    """A new app in the place of the one of before."""

    code = forms.CharField(
        label=gettext_lazy("Code of the new app"), max_length=_LONGEST_CODE, error_messages=_REQUIRED,
        widget=forms.TextInput(attrs=_CODE),
    )  # fmt: skip


class MailForm(forms.Form):
    """Another mail address of one's own."""

    email = forms.EmailField(
        label=gettext_lazy("New mail address"), max_length=120, error_messages=_REQUIRED,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class ProvenMailForm(AnyCodeForm, MailForm):
    """The same, with proof of the second factor."""

    field_order = ("email", "current")


class AskForm(forms.Form):
    """Who has forgotten the password."""

    person = forms.CharField(
        label=gettext_lazy("User name or mail address"), max_length=254, error_messages=_REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip


class HouseRules(_SetPasswordForm):
    """A new password twice, under the rules of the house, said in our own words: Django's have no Hindi."""

    error_messages = {"password_mismatch": gettext_lazy("The two new passwords are not the same.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": gettext_lazy("Old password"),
            "new_password1": gettext_lazy("New password"),
            "new_password2": gettext_lazy("New password again"),
        }
        for name, field in self.fields.items():
            field.label = labels[name]
            field.help_text = ""
            field.error_messages |= _REQUIRED

    def validate_password_for_user(self, user: Any, password_field_name: str = "new_password2") -> None:  # noqa: S107
        password = self.cleaned_data.get(password_field_name)
        if not password:
            return
        try:
            validate_password(password, user)
        except ValidationError as problem:
            for one in problem.error_list:
                self.add_error(password_field_name, _password_fault(one))


class NewPasswordForm(HouseRules, PasswordChangeForm):
    """The old password and the new one twice."""

    error_messages = {
        **HouseRules.error_messages,
        "password_incorrect": gettext_lazy("The old password is not right."),
    }


def _password_fault(problem: ValidationError) -> str:
    texts = {
        "password_too_short": gettext("The new password is too short: at least 12 characters."),
        "password_too_common": gettext("The new password is one that many people use."),
        "password_too_similar": gettext("The new password is too much like your name or mail address."),
    }
    return texts.get(problem.code or "", str(problem.message))
