"""The forms of the reviewers' and administrators' desks. Moments are read and shown in Indian time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.handover import NewAccount
from accounts.models import Role
from common.months import Month
from metrics.selectors import methodologies
from rankings.lists.labels import state_name
from states.selectors import all_states
from submissions.models import DataMonth, LeaveKind

_TYPED = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and minute in IST; the whole minute counts, so that `23:59` is the end of the day."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_TYPED)
        super().__init__(
            widget=widget,
            input_formats=[_TYPED, f"{_TYPED}:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"],
            error_messages={"invalid": _("Write day and time as DD-MM-YYYY HH:MM.")},
            **more,
        )

    def clean(self, value: Any) -> datetime | None:
        found: datetime | None = super().clean(value)
        return found.replace(second=59, microsecond=0) if found else None


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y"],
            error_messages={"invalid": _("Write the day as DD-MM-YYYY.")},
            **more,
        )


class MonthField(forms.CharField):
    """A month as `YYYY-MM`."""

    def clean(self, value: Any) -> Month:
        text = super().clean(value)
        try:
            return Month.parse(text.strip())
        except ValueError:
            raise forms.ValidationError(gettext("Write the month as YYYY-MM, for example 2023-11.")) from None


class OpenMonthForm(forms.Form):
    """Open a month, or give an open one other deadlines."""

    month = MonthField(label=_("Data month"), help_text=_("YYYY-MM; a month that has ended."))
    deadline = MomentField(
        label=_("Deadline (IST)"), required=False, help_text=_("Left empty: the 15th of the following month.")
    )
    late_until = MomentField(
        label=_("Late window ends (IST)"),
        required=False,
        help_text=_("Left empty: the 20th of the following month, or the deadline where that is later."),
    )

    def clean_month(self) -> Month:
        month: Month = self.cleaned_data["month"]
        if month.last_day >= timezone.localdate():
            raise forms.ValidationError(gettext("This month has not ended yet."))
        if not any(methodology.holds_from <= month for methodology in methodologies()):
            raise forms.ValidationError(gettext("No methodology holds for this month."))
        return month

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        deadline, late = cleaned.get("deadline"), cleaned.get("late_until")
        if deadline and deadline <= timezone.now():
            self.add_error("deadline", gettext("This moment has passed already; give a later one."))
        if deadline and late and late < deadline:
            self.add_error("late_until", gettext("The late window must end at or after the deadline."))
        return cleaned


class LeaveForm(forms.Form):
    """More time for one State, or a closed month opened again for it."""

    month = forms.ChoiceField(label=_("Data month"))
    state = forms.ChoiceField(label=_("State or UT"))
    kind = forms.ChoiceField(label=_("Kind"), choices=LeaveKind.choices)
    until = MomentField(label=_("Until (IST)"))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Published beside the list."),
    )

    def __init__(self, *args: Any, months: list[DataMonth], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "month", [(str(month.month), str(month.month)) for month in months])
        _choices(self, "state", _states())

    def clean_month(self) -> Month:
        return Month.parse(self.cleaned_data["month"])

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(gettext("This moment has passed already; give a later one."))
        return until


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
        _choices(self, "state", [("", "–"), *_states()])

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
    """Someone who stands in for an officer for a time."""

    officer = forms.ChoiceField(label=_("Officer who is away"))
    deputy = forms.ChoiceField(
        label=_("Deputy"), help_text=_("Anyone with an account; for someone new, send an invitation first.")
    )
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, officers: list[tuple[str, str]], accounts: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        _choices(self, "officer", officers)
        _choices(self, "deputy", [(name, name) for name in accounts])

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
        # A user name may hold an @ itself; a State code never does.
        officer, _at, state = str(self.cleaned_data["officer"]).rpartition("@")
        return (
            officer,
            state,
            self.cleaned_data["deputy"],
            self.cleaned_data["begins_on"],
            self.cleaned_data["ends_on"],
        )


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


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _states() -> list[tuple[str, str]]:
    return sorted(
        ((state.code, f"{state_name(state)} ({state.code})") for state in all_states()),
        key=lambda pair: pair[1],
    )
