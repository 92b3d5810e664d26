"""`/publish/practices/`: the register of good practices is kept here; every step is a revision with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.core.office_files import LARGEST_DOCUMENT
from rankings.models import PracticeDocument, PracticeRevision
from rankings.selectors.practices import register as entries
from rankings.selectors.practices import revisions
from rankings.services import practice_documents as documents
from rankings.services import practices as service
from rankings.services.practices import NoReasonError, OvertakenError, Step
from rankings.views.door import PersonRequest, address_of, for_person, takes_files
from rankings.views.practice_forms import PracticeForm, content_of, initial_of
from rankings.views.presenters import practicedesk as told
from rankings.views.presenters.practices import document_told
from rankings.views.publishing import BOTH, REFUSED, show
from rankings.views.wording import practices as words
from states.access import Act, NotVisibleError
from states.downloads import attachment
from states.numbers import whole
from states.services import store

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
    return show(request, "practices/desk.html", {"rows": told.entry_rows(entries())})


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
        data = store.fetch(found.pk)
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
    shown.problem, shown.status = told.overtaken(current), OVERTAKEN
    shown.clashes = told.clashes(seen, current)
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
    return show(request, "practices/new.html", _context(shown), shown.status)


def _entry(request: PersonRequest, standing: tuple[PracticeRevision, ...], shown: Shown) -> HttpResponse:
    context = _context(shown) | {"entry": told.entry_page(standing)}
    return show(request, "practices/entry.html", context, shown.status)


def _context(shown: Shown) -> dict[str, object]:
    return {
        "form": shown.form, "kept": document_told(shown.kept, ""), "kept_key": shown.kept and shown.kept.pk,
        "problem": shown.problem, "typed_reason": shown.reason, "clashes": shown.clashes,
    }  # fmt: skip
