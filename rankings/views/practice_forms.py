"""The form of an entry of the register: what it asks, and what it says of each field that is not right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from rankings.core.office_files import MEDIA_TYPES
from rankings.models import PracticeRevision
from rankings.models.practices import FIRST_YEAR, LONGEST_TEXT, LONGEST_TITLE
from rankings.services.practices import Content
from rankings.views.wording import practices as words
from rankings.views.wording.labels import state_name
from states.selectors import all_states
from states.texts import plain

_NEEDED = _("This is needed.")
LONGEST_REASON = 1000


class TextField(forms.CharField):
    """A text without what no keyboard types; line ends are one sign. `longest` letters are taken."""

    def __init__(self, *, longest: int, rows: int = 0, **more: Any) -> None:
        widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        told = gettext_lazy("At most %(limit_value)d letters; these are %(show_value)d. Shorten it.")
        errors = {"required": _NEEDED, "max_length": told}
        super().__init__(max_length=longest, widget=widget, error_messages=errors, **more)
        # The browser must not cut off what was pasted: what is too long is told, and nothing of it lost.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return plain(text)


class LineField(TextField):
    """A text of one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class PracticeForm(forms.Form):
    """`reason` is asked of whoever changes an entry. The document itself is looked at when it is taken."""

    state = forms.ChoiceField(
        label=_("State or UT"),
        error_messages={"required": _NEEDED, "invalid_choice": _("Choose one of the list.")},
    )
    year = forms.IntegerField(label=_("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    title = LineField(label=_("Title in English"), longest=LONGEST_TITLE)
    title_hi = LineField(label=_("Title in Hindi, if there is one"), longest=LONGEST_TITLE, required=False)
    description = TextField(
        label=_("Description in English"),
        longest=LONGEST_TEXT,
        rows=8,
        help_text=_("What was done, how, and what came of it. An empty line begins a new paragraph."),
    )
    description_hi = TextField(
        label=_("Description in Hindi, if there is one"),
        longest=LONGEST_TEXT,
        rows=8,
        required=False,
        help_text=_("Where it is left empty, Hindi pages show the English text and say so."),
    )
    document = forms.FileField(label=_("Document"), required=False, allow_empty_file=True)
    remove = forms.BooleanField(label=_("Without the document from now on"), required=False)
    reason = TextField(
        label=_("Reason of the change"), longest=LONGEST_REASON, rows=2,
        help_text=_("Stays on record with the change; the public does not see it."),
    )  # fmt: skip

    def __init__(self, *args: Any, current: PracticeRevision | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        states = sorted((state_name(one), one.code) for one in all_states())
        choices = [("", gettext("Choose…")), *((code, name) for name, code in states)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].error_messages |= dict.fromkeys(("required", "invalid"), _year_wanted())
        for name in ("title", "description"):
            self.fields[name].widget.attrs["lang"] = "en"
            self.fields[f"{name}_hi"].widget.attrs["lang"] = "hi"
        self.fields["document"].help_text = gettext("%(kinds)s; at most %(size)s.") % {
            "kinds": words.kinds(), "size": words.largest(),
        }  # fmt: skip
        self.fields["document"].widget.attrs["accept"] = ",".join(f".{one}" for one in MEDIA_TYPES)
        if current is None:
            del self.fields["reason"]
        if current is None or current.document is None:
            del self.fields["remove"]

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= timezone.localdate().year:
            raise forms.ValidationError(_year_wanted())
        return year


def _year_wanted() -> str:
    return gettext("Write the year with four digits, from %(first)s to %(last)s.") % {
        "first": FIRST_YEAR, "last": timezone.localdate().year,
    }  # fmt: skip


def initial_of(one: PracticeRevision) -> dict[str, Any]:
    """What the form of an entry begins with."""
    return {
        "state": one.state_id, "year": one.year, "title": one.title, "title_hi": one.title_hi,
        "description": one.description, "description_hi": one.description_hi,
    }  # fmt: skip


def content_of(form: PracticeForm, document: Any) -> Content:
    """What a valid form says, with the document that was taken."""
    said = form.cleaned_data
    return Content(
        said["state"], said["year"], said["title"], said["description"], said["title_hi"], said["description_hi"],
        document,
    )  # fmt: skip
