"""What is filled in to sign in, to look after one's account, and to fill posts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import appointed
from accounts.models import Appointment, Role
from accounts.people import NewAccount
from states.selectors import all_states

if TYPE_CHECKING:
    _SetPasswordForm = SetPasswordForm[User]
else:
    _SetPasswordForm = SetPasswordForm

_REQUIRED = {"required": _("This must be filled in.")}


class SignInForm(AuthenticationForm):
    """User name and password; the answer to a wrong one never tells which of the two it was."""

    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"), _("User name and password do not fit together. Capital letters count.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label, self.fields["password"].label = _("User name"), _("Password")
        for field in self.fields.values():
            field.error_messages |= _REQUIRED


def _code(label: Any, **attrs: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"} | attrs
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=40, error_messages=_REQUIRED, widget=widget)


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = _code(_("Code"), autofocus=True)


class AnyCodeForm(forms.Form):
    """Proof of the second factor before it is changed."""

    current = _code(_("Code of the app you use now, or a recovery code"))


class NewAppForm(AnyCodeForm):
    """A new app in the place of the one of before."""

    code = _code(_("Code of the new app"))


class MailForm(forms.Form):
    """Another mail address of one's own."""

    email = forms.EmailField(
        label=_("New mail address"), max_length=120, error_messages=_REQUIRED,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip


class ProvenMailForm(AnyCodeForm, MailForm):
    """The same, with proof of the second factor."""

    field_order = ("email", "current")


class AskForm(forms.Form):
    """Who has forgotten the password."""

    person = forms.CharField(
        label=_("User name or mail address"), max_length=254, error_messages=_REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip


class HouseRules(_SetPasswordForm):
    """A new password twice, under the rules of the house, said in our own words: Django's have no Hindi."""

    error_messages = {"password_mismatch": _("The two new passwords are not the same.")}
    labels: Mapping[str, Any] = {
        "old_password": _("Old password"),
        "new_password1": _("New password"),
        "new_password2": _("New password again"),
    }
    faults: Mapping[str | None, Any] = {
        "password_too_short": _("The new password is too short: at least 12 characters."),
        "password_too_common": _("The new password is one that many people use."),
        "password_too_similar": _("The new password is too much like your name or mail address."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.labels[name], ""
            field.error_messages |= _REQUIRED

    def validate_password_for_user(self, user: Any, password_field_name: str = "new_password2") -> None:  # noqa: S107
        password = self.cleaned_data.get(password_field_name)
        if not password:
            return
        try:
            validate_password(password, user)
        except ValidationError as problem:
            for fault in problem.error_list:
                self.add_error(password_field_name, self.faults.get(fault.code, fault.message))


class NewPasswordForm(HouseRules, PasswordChangeForm):
    """The old password and the new one twice."""

    error_messages = HouseRules.error_messages | {"password_incorrect": _("The old password is not right.")}


# Posts: invitations, ends, deputies. Days are read as Indian offices write them, too.


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y"],
            error_messages={"invalid": _("Write the day as DD-MM-YYYY.")},
            **more,
        )


class InviteForm(forms.Form):
    """Invite someone to a role by mail."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=120, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    state = forms.ChoiceField(
        label=_("State or UT"), required=False, help_text=_("Only for a State nodal officer.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        set_choices(self, "state", [("", "–"), *state_choices()])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        officer, state = cleaned.get("role") == Role.OFFICER, bool(cleaned.get("state"))
        if officer and not state:
            self.add_error("state", gettext("Choose the State of the nodal officer."))
        if not officer and state and "role" in cleaned:
            self.add_error("state", gettext("Only a State nodal officer has a State; leave this empty."))
        return cleaned


class EndForm(forms.Form):
    """The last day of an appointment."""

    appointment = forms.IntegerField(widget=forms.HiddenInput)
    ends_on = DayField(label=_("Last day"))


class DeputyForm(forms.Form):
    """Someone who stands in for an officer for a time; `current` are the posts that hold now or begin later.

    An officer is `name@STATE`: a user name may hold an @ itself, a State code never does.
    """

    officer = forms.ChoiceField(label=_("Officer who is away"))
    deputy = forms.ChoiceField(
        label=_("Deputy"), help_text=_("Anyone with an account; for someone new, send an invitation first.")
    )
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, current: Iterable[Appointment], **more: Any) -> None:
        super().__init__(*args, **more)
        self.officers = [
            (f"{post.user.get_username()}@{post.state_id}", f"{post.user.get_username()} ({post.state.label})")
            for post in current
            if post.role == Role.OFFICER and post.state and post.deputy_for is None
        ]  # fmt: skip
        set_choices(self, "officer", self.officers)
        if self.officers:
            bureau = appointed(timezone.localdate()).exclude(role=Role.OFFICER).values("user_id")
            users = get_user_model().objects.filter(is_active=True).exclude(pk__in=bureau)
            names = users.order_by("username").values_list("username", flat=True)
            set_choices(self, "deputy", [(name, name) for name in names])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("begins_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        if last and last < timezone.localdate():
            self.add_error("ends_on", gettext("This day has passed already."))
        officer = str(cleaned.get("officer", "")).rpartition("@")[0]
        if officer and officer == cleaned.get("deputy"):
            self.add_error("deputy", gettext("Nobody is their own deputy."))
        return cleaned

    @property
    def chosen(self) -> tuple[str, str, str, date, date]:
        """(officer, State code, deputy, first day, last day)."""
        filled = self.cleaned_data
        officer, _at, state = str(filled["officer"]).rpartition("@")
        return officer, state, filled["deputy"], filled["begins_on"], filled["ends_on"]


class AcceptForm(forms.Form):
    """Name and password of a new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("Letters, digits and @ . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 12 characters; not one of the common ones, and not your name."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", gettext("The two passwords differ."))
        return cleaned

    @property
    def account(self) -> NewAccount:
        return NewAccount(self.cleaned_data["username"], self.cleaned_data["password"])


def set_choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """What can be chosen in a field of a form, as far as it depends on what there is."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def state_choices() -> list[tuple[str, str]]:
    """Every State and UT: its code, and `Haryana (HR)` in the order of the alphabet."""
    states = [(state.code, f"{state.label} ({state.code})") for state in all_states()]
    return sorted(states, key=lambda choice: choice[1])
