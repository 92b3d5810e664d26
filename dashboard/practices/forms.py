"""The form of an entry of the register: what it asks, and what it says of each field that is not right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from common.texts import plain
from rankings.models import FIRST_YEAR, LONGEST_TEXT, LONGEST_TITLE, PracticeRevision
from rankings.practices.core import LARGEST_DOCUMENT, MEDIA_TYPES, FileFault
from rankings.practices.services import Content, RefusedDocumentError
from states.selectors import all_states

TEXTS = ("state", "year", "title", "description", "title_hi", "description_hi")
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
        states = sorted((state.label, state.code) for state in all_states())
        choices = [("", gettext("Choose…")), *((code, name) for name, code in states)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        self.fields["year"].error_messages |= dict.fromkeys(("required", "invalid"), _year_wanted())
        for name in ("title", "description"):
            self.fields[name].widget.attrs["lang"] = "en"
            self.fields[f"{name}_hi"].widget.attrs["lang"] = "hi"
        self.fields["document"].help_text = gettext("%(kinds)s; at most %(size)s.") % _taken()
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


def form_of(revision: PracticeRevision) -> PracticeForm:
    """The form of an entry as it stands."""
    return PracticeForm(initial=model_to_dict(revision, TEXTS), current=revision)


def content_of(form: PracticeForm, document: UUID | None) -> Content:
    """What a valid form says, with the document that was taken."""
    return Content(**{name: form.cleaned_data[name] for name in TEXTS}, document=document)


def refused(problem: RefusedDocumentError) -> str:
    """Why a document was not taken, and how to mend it."""
    if problem.threat:
        text = gettext(
            "The virus scanner found %(threat)s in this file; it was not kept. Have your computer looked "
            "at, and choose a sound file."
        )
        return text % {"threat": problem.threat}
    if problem.fault is None:
        return gettext(
            "The file could not be checked for viruses, so it was not kept. Save without it, or try again later."
        )
    return str(_FAULTS[problem.fault]) % _taken()


def _taken() -> dict[str, str]:
    """Which documents are taken: `PDF, DOCX, PPTX, ODT, ODP`, `10 MB`."""
    size = gettext("%(size)s MB") % {"size": LARGEST_DOCUMENT // 2**20}
    return {"kinds": ", ".join(kind.upper() for kind in MEDIA_TYPES), "size": size}


_FAULTS = {
    FileFault.EMPTY: gettext_lazy("The file is empty. Choose the one that holds the text."),
    FileFault.TOO_LARGE: gettext_lazy(
        "The file is larger than %(size)s. Make its pictures smaller, or leave out what is not needed."
    ),
    FileFault.NOT_TAKEN: gettext_lazy(
        "This is no document of a kind that is taken: %(kinds)s. Save it as PDF and choose that."
    ),
    FileFault.MISNAMED: gettext_lazy(
        "The ending of the file's name is not that of its content. Save it again from the program that made it."
    ),
    FileFault.DAMAGED: gettext_lazy(
        "The file is damaged or not whole. Open it, save it again and choose that."
    ),
    FileFault.LOCKED: gettext_lazy(
        "The file is protected by a password, so that readers could not open it. Save it without one."
    ),
    FileFault.CODE: gettext_lazy("The file holds macros. Save it without them, or as PDF."),
}
