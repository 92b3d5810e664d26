"""`/publish/practices/`: the register of good practices is kept here; every step is a revision with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, pgettext
from django.utils.translation import gettext_lazy as _

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person, takes_files
from common import files
from common.dates import moment
from common.files import attachment
from common.numbers import whole
from common.texts import plain
from dashboard.practices.lines import DocumentTold, Said, document_told, either
from dashboard.site.staff import BOTH, REFUSED, show
from rankings.lists import labels, links
from rankings.lists.labels import state_name
from rankings.models import FIRST_YEAR, LONGEST_TEXT, LONGEST_TITLE, PracticeDocument, PracticeRevision
from rankings.practices import services as documents
from rankings.practices import services as service
from rankings.practices import wording as words
from rankings.practices.core import LARGEST_DOCUMENT, MEDIA_TYPES
from rankings.practices.queries import register as entries
from rankings.practices.queries import revisions
from rankings.practices.services import Content, NoReasonError, OvertakenError, Step
from states.selectors import all_states

# The register on the desk of those who keep it: every entry, one entry with its revisions, and what two changed.


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in the list of the desk."""

    number: int
    title: Said
    url: str
    state: str
    year: int
    status: str
    withdrawn: bool
    sample: bool
    changed: str


@dataclass(frozen=True, slots=True)
class RevisionTold:
    """A revision with all that it says: (name of the field, text) pairs."""

    number: int
    what: str
    recorded: str
    reason: str
    fields: tuple[tuple[str, str], ...]
    document: DocumentTold | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry: how it stands, where the public reads it, and every revision, newest first."""

    number: int
    title: Said
    status: str
    withdrawn: bool
    sample: bool
    seen: int
    public: str
    document: DocumentTold | None
    revisions: tuple[RevisionTold, ...]


def entry_rows(entries: Sequence[PracticeRevision]) -> tuple[EntryRow, ...]:
    return tuple(
        EntryRow(
            number=entry.practice_id,
            title=either(entry.title, entry.title_hi),
            url=reverse("publishing:practice", args=[entry.practice_id]),
            state=labels.state_name(entry.state),
            year=entry.year,
            status=_status(entry),
            withdrawn=entry.withdrawn,
            sample=entry.practice.sample,
            changed=_recorded(entry),
        )
        for entry in entries
    )


def entry_page(revisions: Sequence[PracticeRevision]) -> EntryPage:
    """`revisions` are those of one entry, newest first."""
    current = revisions[0]
    earlier = [*revisions[1:], None]
    return EntryPage(
        number=current.practice_id,
        title=either(current.title, current.title_hi),
        status=_status(current),
        withdrawn=current.withdrawn,
        sample=current.practice.sample,
        seen=current.number,
        public="" if current.withdrawn else links.page("practice", current.practice_id),
        document=_document(current),
        revisions=tuple(_revision(one, before) for one, before in zip(revisions, earlier, strict=True)),
    )


def clashes(seen: PracticeRevision | None, now: PracticeRevision) -> tuple[tuple[str, str], ...]:
    """What stands otherwise now than in the revision that was looked at: (name of the field, text) pairs.

    Everything, where it is not known what was looked at.
    """
    before = dict(_fields(seen)) if seen else {}
    found = [(name, text) for name, text in _fields(now) if before.get(name) != text]
    if seen is None or seen.withdrawn != now.withdrawn:
        found.append((gettext("Status"), _status(now)))
    return tuple(found)


def overtaken(now: PracticeRevision) -> str:
    """That someone else was quicker, and that nothing is lost."""
    told = gettext(
        "%(name)s changed this entry while you had it open (revision %(number)s, %(moment)s). Nothing of yours was "
        "saved, and nothing is lost: compare, then save again."
    )
    return told % {"name": now.recorded_by, "number": now.number, "moment": moment(now.recorded_at)}


def _status(one: PracticeRevision) -> str:
    return pgettext("practice", "withdrawn") if one.withdrawn else gettext("public")


def _recorded(one: PracticeRevision) -> str:
    """`meera, 05-12-2023 12:00`"""
    return f"{one.recorded_by}, {moment(one.recorded_at)}"


def _revision(one: PracticeRevision, before: PracticeRevision | None) -> RevisionTold:
    return RevisionTold(
        number=one.number,
        what=_what(one, before),
        recorded=_recorded(one),
        reason=one.reason,
        fields=_fields(one),
        document=_document(one),
    )


def _what(one: PracticeRevision, before: PracticeRevision | None) -> str:
    if before is None:
        return pgettext("practice", "added")
    if one.withdrawn != before.withdrawn:
        return pgettext("practice", "withdrawn") if one.withdrawn else gettext("put back")
    return gettext("changed")


def _fields(one: PracticeRevision) -> tuple[tuple[str, str], ...]:
    """What a revision says, field by field; what is empty is left out."""
    document = "" if one.document is None else f"{one.document.name} ({one.document.sha256[:8]})"
    told = (
        (gettext("State or UT"), labels.state_name(one.state)),
        (gettext("Year"), str(one.year)),
        (gettext("Title in English"), one.title),
        (gettext("Title in Hindi"), one.title_hi),
        (gettext("Description in English"), one.description),
        (gettext("Description in Hindi"), one.description_hi),
        (gettext("Document"), document),
    )
    return tuple((name, text) for name, text in told if text)


def _document(one: PracticeRevision) -> DocumentTold | None:
    address = reverse("publishing:practice_document", args=[one.practice_id, one.number])
    return document_told(one.document, address)


# The form of an entry of the register: what it asks, and what it says of each field that is not right.

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
        states = sorted((state_name(state), state.code) for state in all_states())
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


OVERTAKEN = 409
KEEPERS = for_person(Act.KEEP_PRACTICES, methods=BOTH)


@dataclass(slots=True)
class Shown:
    """What a page of an entry shows beside what stands: what was typed, what was wrong with it, what came between."""

    form: PracticeForm
    kept: PracticeDocument | None = None
    problem: str = ""
    reason: str = ""
    clashes: tuple[tuple[str, str], ...] = ()
    status: int = 200


@for_person(Act.KEEP_PRACTICES)
def register(request: PersonRequest) -> HttpResponse:
    """Every entry, those withdrawn last."""
    return show(request, "dashboard/practices/desk.html", {"rows": entry_rows(entries())})


@takes_files(LARGEST_DOCUMENT)
@KEEPERS
def new(request: PersonRequest) -> HttpResponse:
    """A practice more, public as soon as it is saved."""
    if request.method != "POST":
        return _new(request, Shown(PracticeForm(initial={"year": timezone.localdate().year})))
    typed = _typed(request, None)
    if typed.status != 200:
        return _new(request, typed)
    made = service.add(
        content=content_of(typed.form, typed.kept and typed.kept.pk), by=request.person.username,
        at=timezone.now(), address=address_of(request),
    )  # fmt: skip
    messages.success(request, gettext("The practice stands in the register."))
    return redirect("publishing:practice", made.practice_id)


@takes_files(LARGEST_DOCUMENT)
@KEEPERS
def practice(request: PersonRequest, number: int) -> HttpResponse:
    """One entry. POST saves it, withdraws it or puts it back."""
    standing = _revisions(number)
    if request.method != "POST":
        return _entry(request, standing, Shown(_form_of(standing[0])))
    if request.POST.get("act") in {"withdraw", "restore"}:
        return _turn(request, standing)
    return _save(request, standing)


@for_person(Act.KEEP_PRACTICES)
def document(request: PersonRequest, number: int, revision: int) -> HttpResponse:
    """The document of any revision, also of one that the public does not see."""
    found = next((one.document for one in _revisions(number) if one.number == revision), None)
    if found is None:
        raise NotVisibleError(f"{number} {revision}")
    try:
        data = files.fetch(found.pk)
    except FileNotFoundError:
        raise NotVisibleError(str(found.pk)) from None
    return attachment(data, found.name, found.media_type)


def _save(request: PersonRequest, standing: tuple[PracticeRevision, ...]) -> HttpResponse:
    typed, current = _typed(request, standing[0]), standing[0]
    if typed.status != 200:
        return _entry(request, standing, typed)
    kept = None if typed.form.cleaned_data.get("remove") else current.document_id
    content = content_of(typed.form, typed.kept.pk if typed.kept else kept)
    step = _step(request, current.practice_id, typed.form.cleaned_data["reason"])
    try:
        saved = service.edit(step=step, content=content)
    except OvertakenError as problem:
        return _overtaken(request, step, problem.current, typed)
    if saved.number == step.seen:
        messages.info(request, gettext("Nothing is different from what stands, so nothing was saved."))
    else:
        messages.success(request, gettext("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect("publishing:practice", current.practice_id)


def _turn(request: PersonRequest, standing: tuple[PracticeRevision, ...]) -> HttpResponse:
    """Withdraw the entry, or put it back."""
    step = _step(request, standing[0].practice_id, request.POST.get("reason", ""))
    back = request.POST.get("act") == "restore"
    shown = Shown(_form_of(standing[0]), reason=step.reason)
    try:
        (service.restore if back else service.withdraw)(step=step)
    except NoReasonError:
        shown.problem, shown.status = gettext("Say why; the reason stays on record."), REFUSED
        return _entry(request, standing, shown)
    except OvertakenError as problem:
        shown.form = _form_of(problem.current)
        return _overtaken(request, step, problem.current, shown)
    done = gettext("The practice is public again.") if back else gettext("The practice was withdrawn.")
    messages.success(request, done)
    return redirect("publishing:practice", step.practice)


def _overtaken(request: PersonRequest, step: Step, current: PracticeRevision, shown: Shown) -> HttpResponse:
    """The page as it stands now, with what was typed in the form; saving again then rests on what is shown."""
    standing = _revisions(step.practice)
    seen = next((one for one in standing if one.number == step.seen), None)
    shown.problem, shown.status = overtaken(current), OVERTAKEN
    shown.clashes = clashes(seen, current)
    return _entry(request, standing, shown)


def _step(request: PersonRequest, number: int, reason: str) -> Step:
    seen = (
        whole(request.POST.get("seen", "")) or 0
    )  # 0, which no revision has, where the form does not say it
    return Step(number, seen, reason, request.person.username, timezone.now(), address_of(request))


def _typed(request: PersonRequest, current: PracticeRevision | None) -> Shown:
    """The form as it was sent. A sound document is kept even where the rest must be mended first."""
    form = PracticeForm(request.POST, request.FILES, current=current)
    form.is_valid()
    kept = documents.waiting(request.POST.get("kept", ""), by=request.person.username)
    file = request.FILES.get("document")
    if isinstance(file, UploadedFile):
        try:
            kept = documents.take(
                data=file.read(), name=file.name or "", by=request.person.username, at=timezone.now()
            )
        except documents.RefusedDocumentError as refused:
            form.add_error("document", words.refused(refused))
    if not form.errors:
        return Shown(form, kept)
    problem = gettext("Nothing was saved yet. Mend what is marked; what you typed is still here.")
    return Shown(form, kept, problem, status=REFUSED)


def _form_of(current: PracticeRevision) -> PracticeForm:
    return PracticeForm(initial=initial_of(current), current=current)


def _revisions(number: int) -> tuple[PracticeRevision, ...]:
    """Every revision, newest first. Raises NotVisibleError."""
    found = revisions(number)
    if not found:
        raise NotVisibleError(str(number))
    return found


def _new(request: PersonRequest, shown: Shown) -> HttpResponse:
    return show(request, "dashboard/practices/new.html", _context(shown), shown.status)


def _entry(request: PersonRequest, standing: tuple[PracticeRevision, ...], shown: Shown) -> HttpResponse:
    context = _context(shown) | {"entry": entry_page(standing)}
    return show(request, "dashboard/practices/entry.html", context, shown.status)


def _context(shown: Shown) -> dict[str, object]:
    return {
        "form": shown.form, "kept": document_told(shown.kept, ""), "kept_key": shown.kept and shown.kept.pk,
        "problem": shown.problem, "typed_reason": shown.reason, "clashes": shown.clashes,
    }  # fmt: skip
