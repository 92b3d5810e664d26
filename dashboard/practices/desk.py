"""`/publish/practices/`: the register of good practices is kept here; every step is a revision with its reason."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting, for_person, takes_files
from common import files
from common.dates import moment
from common.files import attachment
from common.numbers import whole
from dashboard.practices.forms import PracticeForm, content_of, form_of, refused
from dashboard.site.staff import BOTH, MOVED, REFUSED, show
from rankings.models import PracticeDocument, PracticeRevision
from rankings.practices import services
from rankings.practices.core import LARGEST_DOCUMENT
from rankings.practices.queries import register as entries
from rankings.practices.queries import revisions
from rankings.practices.services import NoReasonError, OvertakenError, Step

KEEPERS = for_person(Act.KEEP_PRACTICES, methods=BOTH)


@for_person(Act.KEEP_PRACTICES)
def register(request: PersonRequest) -> HttpResponse:
    """Every entry, those withdrawn last."""
    return show(request, "dashboard/practices/desk.html", {"entries": entries()})


@takes_files(LARGEST_DOCUMENT)
@KEEPERS
def new(request: PersonRequest) -> HttpResponse:
    """A practice more, public as soon as it is saved."""
    template = "dashboard/practices/new.html"
    if request.method != "POST":
        return show(request, template, {"form": PracticeForm(initial={"year": timezone.localdate().year})})
    form, kept = _typed(request, None)
    if form.errors:
        return show(request, template, {"form": form, "kept": kept, "problem": _to_mend()}, REFUSED)
    made = services.add(content=content_of(form, kept.pk if kept else None), **acting(request))
    messages.success(request, gettext("The practice stands in the register."))
    return redirect("publishing:practice", made.practice_id)


@takes_files(LARGEST_DOCUMENT)
@KEEPERS
def practice(request: PersonRequest, number: int) -> HttpResponse:
    """One entry. POST saves it, withdraws it or puts it back."""
    standing = _revisions(number)
    if request.method != "POST":
        return _entry(request, standing)
    if request.POST.get("act") in {"withdraw", "restore"}:
        return _turn(request, standing)
    return _save(request, standing)


@for_person(Act.KEEP_PRACTICES)
def document(request: PersonRequest, number: int, revision: int) -> HttpResponse:
    """The document of any revision, also of one that the public does not see."""
    held = next((each.document for each in _revisions(number) if each.number == revision), None)
    if held is None:
        raise NotVisibleError(f"{number} {revision}")
    try:
        data = files.fetch(held.pk)
    except FileNotFoundError:
        raise NotVisibleError(str(held.pk)) from None
    return attachment(data, held.name, held.media_type)


def _save(request: PersonRequest, standing: tuple[PracticeRevision, ...]) -> HttpResponse:
    current = standing[0]
    form, kept = _typed(request, current)
    if form.errors:
        return _entry(request, standing, form, REFUSED, kept=kept, problem=_to_mend())
    held = None if form.cleaned_data.get("remove") else current.document_id
    step = _step(request, current.practice_id, form.cleaned_data["reason"])
    try:
        saved = services.edit(step=step, content=content_of(form, kept.pk if kept else held))
    except OvertakenError as problem:
        return _overtaken(request, step, problem.current, form, kept=kept)
    if saved.number == step.seen:
        messages.info(request, gettext("Nothing is different from what stands, so nothing was saved."))
    else:
        messages.success(request, gettext("Saved as revision %(number)s.") % {"number": saved.number})
    return redirect("publishing:practice", current.practice_id)


def _turn(request: PersonRequest, standing: tuple[PracticeRevision, ...]) -> HttpResponse:
    """Withdraw the entry, or put it back."""
    step = _step(request, standing[0].practice_id, request.POST.get("reason", ""))
    back = request.POST.get("act") == "restore"
    try:
        (services.restore if back else services.withdraw)(step=step)
    except NoReasonError:
        problem = gettext("Say why; the reason stays on record.")
        return _entry(request, standing, None, REFUSED, problem=problem, typed_reason=step.reason)
    except OvertakenError as overtaken:
        return _overtaken(request, step, overtaken.current, None, typed_reason=step.reason)
    done = gettext("The practice is public again.") if back else gettext("The practice was withdrawn.")
    messages.success(request, done)
    return redirect("publishing:practice", step.practice)


def _overtaken(
    request: PersonRequest, step: Step, now: PracticeRevision, form: PracticeForm | None, **more: Any
) -> HttpResponse:
    """The page as it stands now, with what was typed in the form; saving again then rests on what is shown."""
    standing = _revisions(step.practice)
    seen = next((each for each in standing if each.number == step.seen), None)
    text = gettext(
        "%(name)s changed this entry while you had it open (revision %(number)s, %(moment)s). Nothing of yours was "
        "saved, and nothing is lost: compare, then save again."
    )
    problem = text % {"name": now.recorded_by, "number": now.number, "moment": moment(now.recorded_at)}
    return _entry(request, standing, form, MOVED, problem=problem, clashes=_clashes(seen, now), **more)


def _step(request: PersonRequest, number: int, reason: str) -> Step:
    """`seen` is 0, which no revision has, where the form does not say it."""
    seen = whole(request.POST.get("seen", "")) or 0
    return Step(number, seen, reason, **acting(request))


def _typed(
    request: PersonRequest, current: PracticeRevision | None
) -> tuple[PracticeForm, PracticeDocument | None]:
    """The form as it was sent. A sound document is kept even where the rest must be mended first."""
    form = PracticeForm(request.POST, request.FILES, current=current)
    form.is_valid()
    by, file = request.person.username, request.FILES.get("document")
    kept = services.waiting(request.POST.get("kept", ""), by=by)
    if isinstance(file, UploadedFile):
        try:
            kept = services.take(data=file.read(), name=file.name or "", by=by, at=timezone.now())
        except services.RefusedDocumentError as problem:
            form.add_error("document", refused(problem))
    return form, kept


def _to_mend() -> str:
    return gettext("Nothing was saved yet. Mend what is marked; what you typed is still here.")


def _revisions(number: int) -> tuple[PracticeRevision, ...]:
    """Every revision, newest first. Raises NotVisibleError."""
    standing = revisions(number)
    if not standing:
        raise NotVisibleError(str(number))
    return standing


def _entry(
    request: PersonRequest,
    standing: tuple[PracticeRevision, ...],
    form: PracticeForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """An entry: how it stands, its form, and every revision with what it did and says."""
    context = {
        "entry": standing[0], "form": form or form_of(standing[0]),
        "revisions": [
            (each, _deed(each, before), _texts(each)) for each, before in zip_longest(standing, standing[1:])
        ],
    }  # fmt: skip
    return show(request, "dashboard/practices/entry.html", context | more, status)


def _deed(revision: PracticeRevision, before: PracticeRevision | None) -> str:
    if before is None:
        return pgettext("practice", "added")
    if revision.withdrawn == before.withdrawn:
        return gettext("changed")
    return pgettext("practice", "withdrawn") if revision.withdrawn else gettext("put back")


def _clashes(seen: PracticeRevision | None, now: PracticeRevision) -> list[tuple[str, str]]:
    """What stands otherwise now than in the revision that was looked at: (name of the field, text) pairs.

    Everything, where it is not known what was looked at.
    """
    before = dict(_texts(seen)) if seen else {}
    differing = [(name, text) for name, text in _texts(now) if before.get(name) != text]
    if seen is None or seen.withdrawn != now.withdrawn:
        status = pgettext("practice", "withdrawn") if now.withdrawn else gettext("public")
        differing.append((gettext("Status"), status))
    return differing


def _texts(revision: PracticeRevision) -> list[tuple[str, str]]:
    """What a revision says, field by field; what is empty is left out."""
    held = revision.document
    texts = (
        (gettext("State or UT"), revision.state.label),
        (gettext("Year"), str(revision.year)),
        (gettext("Title in English"), revision.title),
        (gettext("Title in Hindi"), revision.title_hi),
        (gettext("Description in English"), revision.description),
        (gettext("Description in Hindi"), revision.description_hi),
        (gettext("Document"), f"{held.name} ({held.sha256[:8]})" if held else ""),
    )
    return [(name, text) for name, text in texts if text]
