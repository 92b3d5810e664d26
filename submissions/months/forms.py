"""The forms that open months and grant leave. Moments are read and shown in Indian time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.months import Month
from metrics.selectors import methodologies
from submissions.models import DataMonth, LeaveKind
from submissions.people.forms import set_choices, state_choices

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
        set_choices(self, "month", [(str(month.month), str(month.month)) for month in months])
        set_choices(self, "state", state_choices())

    def clean_month(self) -> Month:
        return Month.parse(self.cleaned_data["month"])

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(gettext("This moment has passed already; give a later one."))
        return until
