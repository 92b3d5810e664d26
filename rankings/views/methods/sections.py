"""The forms of a draft: marks, one parameter, groups, name and rules. They save alike, and none overwrites unseen.

A form carries what it was shown with. Values that were not touched are not saved; of values that two people changed
the second one is told, with what was typed still in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from metrics.core.edits import NO, YES, Clash, Values, flat
from metrics.models import MethodologyDraft
from metrics.selectors import document_of
from metrics.services.drafts import ClashError, ClosedDraftError, TakenNameError, save_values
from rankings.selectors.versions import problems_of
from rankings.views.door import PersonRequest, address_of
from rankings.views.methods.entry import CLASHED, REFUSED, draft_of, show_draft
from rankings.views.presenters.methods.fields import Form, packed, unpacked
from rankings.views.wording import drafts as words
from states.asking import MalformedQueryError

Paths = Callable[[Values], list[str]]
"""Which of a draft's values a form holds."""


@dataclass(frozen=True, slots=True)
class Section:
    """A form: its template, its place among the draft's pages, and the values that it holds."""

    template: str
    here: str
    paths: Paths
    page: Callable[[MethodologyDraft, Form, list[str]], object]


@dataclass(slots=True)
class Typed:
    """What is shown instead of what is stored, after a form was not saved."""

    values: dict[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    problem: str = ""
    status: int = 200


def handle(request: PersonRequest, number: int, section: Section) -> HttpResponse:
    """Show the form, or save it and lead back to it."""
    draft = draft_of(number)
    if request.method != "POST":
        return show_section(request, draft, section, Typed())
    paths = section.paths(flat(draft.document))
    was = unpacked(request.POST.get("was", ""), _known(request, paths))
    if was is None:
        told = gettext("The form does not say what it was shown with; load the page again.")
        raise MalformedQueryError("was", told)
    typed = {path: _typed(request, path, before) for path, before in was.items()}
    try:
        saved = save_values(
            draft_id=number, was=was, typed=typed, by=request.person.username, at=timezone.now(),
            address=address_of(request),
        )  # fmt: skip
    except ClashError as found:
        mine = {path: value for path, value in typed.items() if value != was[path]}
        told = words.clash(found.by, len(found.clashes))
        return show_section(request, draft_of(number), section, Typed(mine, found.clashes, told, CLASHED))
    except (ClosedDraftError, TakenNameError) as refused:
        return show_section(request, draft_of(number), section, Typed(typed, (), str(refused), REFUSED))
    _tell(request, saved, was, typed)
    return redirect(request.path)


def show_section(
    request: PersonRequest, draft: MethodologyDraft, section: Section, typed: Typed
) -> HttpResponse:
    """The form with the stored values, those that were typed and not saved in their place."""
    stored = flat(draft.document)
    paths = section.paths(stored)
    problems, base = problems_of(draft), document_of(draft.based_on).document
    form = Form(
        shown={**stored, **{path: value for path, value in typed.values.items() if path in stored}},
        base=flat(base),
        problems=problems,
        groups={one["code"]: f"{one['code']} · {one['name']}" for one in draft.document["groups"]},
    )
    context: dict[str, object] = {
        "page": section.page(draft, form, paths),
        "was": packed(stored, paths),
        "clashes": [words.change(one) for one in typed.clashes],
        "problem": typed.problem,
    }
    return show_draft(
        request, section.template, draft, context,
        here=section.here, status=typed.status, problems=problems, base=base,
    )  # fmt: skip


def _known(request: PersonRequest, paths: Iterable[str]) -> set[str]:
    """The paths that a form may speak of: those of the draft now, and those that are gone since it was shown."""
    return {*paths, *(name for name in request.POST if name.startswith(("parameters/", "groups/")))}


def _typed(request: PersonRequest, path: str, before: str) -> str:
    """A box that is not ticked is not sent; a text that is not sent was not touched."""
    if "/boards/" in path or path.endswith("/numerator_may_exceed"):
        return YES if path in request.POST else NO
    return request.POST.get(path, before)


def _tell(request: PersonRequest, saved: MethodologyDraft, was: Values, typed: Values) -> None:
    messages.success(request, words.saved(len(problems_of(saved))))
    now = flat(saved.document)
    others = [path for path, before in was.items() if typed[path] == before and now.get(path) != before]
    if others:
        messages.info(request, words.kept(len(others)))
