"""What officers fill in: figures typed on the page, answers, caveats, objections, tokens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from accounts.models import Scope
from common.numbers import whole
from submissions.models import CaveatKind

LONGEST_CELL, LONGEST_TEXT = 200, 2000
TOKEN_DAYS = (30, 90, 365)
_REQUIRED = {"required": gettext_lazy("This must be filled in.")}
_CHOICE = _REQUIRED | {"invalid_choice": gettext_lazy("Choose one of those in the list.")}
_LONG = _REQUIRED | {"max_length": gettext_lazy("This is too long: at most %(limit_value)d characters.")}


@dataclass(frozen=True, slots=True)
class Typed:
    """One row as it was typed, unread: the same parser reads it that reads files."""

    numerator: str = ""
    denominator: str = ""
    remarks: str = ""


def typed_rows(posted: QueryDict, codes: Iterable[str]) -> dict[str, Typed]:
    """The rows of the form by parameter; a field that was not posted is empty."""
    return {
        code: Typed(
            _one_line(posted.get(f"numerator-{code}", "")),
            _one_line(posted.get(f"denominator-{code}", "")),
            _one_line(posted.get(f"remarks-{code}", ""), LONGEST_TEXT),
        )
        for code in codes
    }


def as_file(rows: Mapping[str, Typed]) -> bytes:
    """The rows as the upload file that they stand for, so that a typed figure is judged like a sent one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["parameter", "numerator", "denominator", "remarks"])
    writer.writerows([code, one.numerator, one.denominator, one.remarks] for code, one in rows.items())
    return text.getvalue().encode()


def based_on(posted: QueryDict) -> int | None:
    """The revision that the page was made from; None where the field is missing or no number."""
    return whole(posted.get("based_on", ""), digits=8)


def _one_line(text: str, longest: int = LONGEST_CELL) -> str:
    return " ".join(text.split())[:longest]


class AnswerForm(forms.Form):
    """A comment on a figure."""

    parameter = forms.CharField(max_length=8, error_messages=_REQUIRED)
    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=LONGEST_TEXT, error_messages=_LONG, widget=forms.Textarea
    )


class CellForm(forms.Form):
    """A text on one of the month's parameters, which are given as (code, name)."""

    parameter = forms.ChoiceField(label=gettext_lazy("Parameter"), error_messages=_CHOICE)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, error_messages=_LONG, widget=forms.Textarea
    )

    def __init__(self, data: QueryDict | None, *, parameters: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["parameter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(parameters)


class CaveatForm(CellForm):
    """What readers of the list must know about a figure."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CaveatKind.choices, error_messages=_CHOICE)


class TokenForm(forms.Form):
    """A new API token: what it may do, for which State (empty: all of its person's), how long it lives, in days."""

    scope = forms.ChoiceField(label=gettext_lazy("Scope"), error_messages=_CHOICE)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Lives for"), coerce=int, choices=[(day, day) for day in TOKEN_DAYS], error_messages=_CHOICE
    )  # fmt: skip

    state = forms.ChoiceField(label=gettext_lazy("State or UT"), required=False, error_messages=_CHOICE)

    def __init__(
        self, data: QueryDict | None, *, scopes: Iterable[Scope], states: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self._states = [*states]
        scope, state = self.fields["scope"], self.fields["state"]
        assert isinstance(scope, forms.ChoiceField)
        assert isinstance(state, forms.ChoiceField)
        scope.choices = [(scope.value, scope.label) for scope in scopes]
        state.choices = self._states

    @property
    def chosen_state(self) -> str | None:
        """The State to which the token is bound; the only one there is where none was chosen."""
        only = self._states[0][0] if len(self._states) == 1 else None
        return self.cleaned_data["state"] or only
