"""The forms of a draft. Their fields are named as the paths of the draft's values (`metrics.drafts.edits`).

A form takes whatever is typed: the checks say after the save what is wrong with it. Beside each field it carries the
value that it was shown with, so that what somebody typed is known even when the draft was changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from metrics.drafts.checks import Document
from metrics.drafts.edits import CHOOSABLE_BOARDS, NEW_PARAMETER, NO, PARAMETER_FIELDS, YES, flat, tidy
from metrics.models import Better, PeriodKind
from rankings.lists.labels import board_name

Choices = list[tuple[str, Any]]


class Text(forms.CharField):
    """A text, with single spaces and composed letters."""

    kind = "text"

    def __init__(self, label: Any, **attributes: str) -> None:
        widget = forms.TextInput({"autocomplete": "off", **attributes})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> str:
        return tidy(self.kind, super().to_python(value) or "")


class Number(Text):
    """A number as text, which may be none yet."""

    kind = "max_marks"

    def __init__(self, label: Any) -> None:
        super().__init__(label, inputmode="decimal", **{"class": "number"})


class Choice(forms.CharField):
    """One of a few values; another one that a draft has already stays until it is changed."""

    def __init__(self, label: Any, choices: Choices) -> None:
        super().__init__(label=label, required=False, widget=forms.Select(choices=choices))


class YesInput(forms.CheckboxInput):
    def format_value(self, value: Any) -> str:
        return YES


class Tick(forms.BooleanField):
    widget = YesInput

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> Any:
        return YES if super().to_python(value) else NO


class PartForm(forms.Form):
    """Some values of a draft, each with that of the moment when it was shown in a hidden field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "in-%s", **options})
        self.complete()
        for name, field in self.fields.items():
            field.show_hidden_initial = True
            value = self.initial.get(name, "")
            if isinstance(field, Choice) and value not in dict(field.widget.choices):
                field.widget.choices = [*field.widget.choices, (value, value)]

    def complete(self) -> None:
        """Put in what hangs on the draft or the reader's language."""

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}/{field_name}"


class HeadForm(PartForm):
    """Name, first month, titles, and the rule for equal scores."""

    version = Text(_("Name of the version"))
    holds_from = Text(_("Holds from"))
    title = Text(_("Title in English"))
    title_hi = Text(_("Title in Hindi"))
    ties = Choice(
        _("Equal scores"),
        [
            ("competition", _("standard: share a rank, the next one skips (1, 1, 3)")),
            ("dense", _("dense: share a rank, the next one follows (1, 1, 2)")),
        ],
    )

    def add_prefix(self, field_name: str) -> str:
        return "rules/ties" if field_name == "ties" else field_name


class GroupForm(PartForm):
    """A group, and the boards on which it counts beside Overall."""

    name = Text(_("Name in English"))
    name_hi = Text(_("Name in Hindi"))

    def complete(self) -> None:
        self.fields |= {f"boards/{board}": Tick(board_name(board)) for board in CHOOSABLE_BOARDS}

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self["name"], self["name_hi"]]

    @property
    def boards(self) -> list[forms.BoundField]:
        return [self[f"boards/{board}"] for board in CHOOSABLE_BOARDS]


class MarksForm(PartForm):
    """What a parameter earns."""

    better = Choice(_("Better"), Better.choices)
    best_percent = Number(_("Best percent"))
    worst_percent = Number(_("Worst percent"))
    max_marks = Number(pgettext_lazy("of a parameter", "Marks"))

    def complete(self) -> None:
        code = str(self.prefix).rpartition("/")[2]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label}, {code}"


class ParameterForm(PartForm):
    """A parameter, whole; `groups` are those of the draft."""

    name = Text(_("Name in English"))
    name_hi = Text(_("Name in Hindi"))
    numerator = Text(_("Numerator in English"))
    numerator_hi = Text(_("Numerator in Hindi"))
    denominator = Text(_("Denominator in English"))
    denominator_hi = Text(_("Denominator in Hindi"))
    group = Choice(_("Group"), [])
    period_kind = Choice(_("Kind of figure"), PeriodKind.choices)
    better = Choice(_("Better"), Better.choices)
    max_marks = Number(pgettext_lazy("of a parameter", "Marks"))
    best_percent = Number(_("Best percent"))
    worst_percent = Number(_("Worst percent"))
    attested = Choice(
        _("Where the subject comes from"),
        [("subject", _("public sources name the subject")), ("proposed", _("proposed here"))],
    )
    numerator_may_exceed = Tick(_("The numerator may exceed the denominator"))

    def __init__(self, *args: Any, groups: Choices, **options: Any) -> None:
        self.groups = groups
        super().__init__(*args, **options)

    def complete(self) -> None:
        self.fields["group"].widget.choices = self.groups


class NewParameterForm(ParameterForm):
    """A parameter more, with its code."""

    code = Text("")

    def __init__(self, document: Document, data: Any = None) -> None:
        initial = {**NEW_PARAMETER, "numerator_may_exceed": NO, "code": ""}
        super().__init__(data, initial=initial, groups=group_choices(document))
        for field in self.fields.values():
            field.show_hidden_initial = False

    def add_prefix(self, field_name: str) -> str:
        return field_name

    @property
    def rest(self) -> Iterator[forms.BoundField]:
        """Every field but the code."""
        return (self[name] for name in PARAMETER_FIELDS)


class NewGroupForm(forms.Form):
    """A group more."""

    code = Text("", maxlength="3", required="required")
    name = Text(_("Name in English"))
    name_hi = Text(_("Name in Hindi"), lang="hi")


class PartFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """A form for each parameter or group of a draft, by its code. What is posted of others is no form."""

    def __init__(self, document: Document, kind: str, data: Any = None) -> None:
        self.codes = [part["code"] for part in document[kind]]
        initial = [_under(document, f"{kind}/{code}") for code in self.codes]
        super().__init__(data, prefix=kind, initial=initial, auto_id="in-%s")

    def total_form_count(self) -> int:
        return len(self.codes)

    def initial_form_count(self) -> int:
        return len(self.codes)

    def add_prefix(self, index: Any) -> str:
        return f"{self.prefix}/{self.codes[index]}"


_Marks = cast("type[PartFormSet]", forms.formset_factory(MarksForm, formset=PartFormSet, extra=0))
_Groups = cast("type[PartFormSet]", forms.formset_factory(GroupForm, formset=PartFormSet, extra=0))


class ShownForm(forms.Form):
    """The revision of the draft that a form was shown with."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def marks_forms(document: Document, data: Any = None) -> PartFormSet:
    return _Marks(document, "parameters", data)


def group_forms(document: Document, data: Any = None) -> PartFormSet:
    return _Groups(document, "groups", data)


def head_form(document: Document, data: Any = None) -> HeadForm:
    values = flat(document)
    return HeadForm(data, initial={**values, "ties": values["rules/ties"]})


def parameter_form(code: str, document: Document, data: Any = None) -> ParameterForm:
    place = f"parameters/{code}"
    return ParameterForm(data, prefix=place, initial=_under(document, place), groups=group_choices(document))


def group_choices(document: Document) -> Choices:
    return [(group["code"], f"{group['code']} · {group['name']}") for group in document["groups"]]


def forms_of(shown: PartForm | PartFormSet) -> list[PartForm]:
    """The forms of a formset, or the form alone."""
    return list(shown.forms) if isinstance(shown, PartFormSet) else [shown]


def typed_in(shown: PartForm | PartFormSet) -> dict[str, str]:
    """What was typed in a valid form: the values that differ from those that it was shown with, by their path."""
    return {
        form.add_prefix(name): form.cleaned_data[name]
        for form in forms_of(shown)
        for name in form.changed_data
    }


def posted_again(document: Document, posted: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """What a form would post that is shown with the draft as it is now and has the same values typed."""
    now = flat(document)
    return {**posted, **now, **{f"initial-{path}": value for path, value in now.items()}, **typed}


def _under(document: Document, place: str) -> dict[str, str]:
    """The values of a part, by their path within it."""
    prefix = f"{place}/"
    return {
        path.removeprefix(prefix): value for path, value in flat(document).items() if path.startswith(prefix)
    }
