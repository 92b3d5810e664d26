"""What every page of the methodology desk has around it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from metrics.core.checks import Document, Problem
from metrics.models import MethodologyDraft
from metrics.selectors import document_of
from rankings.selectors.versions import problems_of
from rankings.views.door import PersonRequest, notices
from rankings.views.presenters.methods.drafts import frame
from rankings.views.staff import around
from states.access import NotVisibleError

BOTH = ("GET", "POST")
CLASHED, REFUSED = 409, 422


def draft_of(number: int) -> MethodologyDraft:
    """Raises NotVisibleError."""
    found = MethodologyDraft.objects.select_related("based_on").filter(pk=number).first()
    if found is None:
        raise NotVisibleError(str(number))
    return found


def show(
    request: PersonRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A page of the desk."""
    known = {"around": around(request), "notices": notices(request)}
    return render(request, template, {**known, **context}, status=status)


def show_draft(
    request: PersonRequest,
    template: str,
    draft: MethodologyDraft,
    context: dict[str, object],
    *,
    here: str,
    status: int = 200,
    problems: tuple[Problem, ...] | None = None,
    base: Document | None = None,
) -> HttpResponse:
    """A page of a draft; `here` is the name of its address among the draft's pages.

    `problems` and `base`, the copied version, are read where the page has not read them already.
    """
    found = problems_of(draft) if problems is None else problems
    copied = document_of(draft.based_on).document if base is None else base
    return show(request, template, {"draft": frame(draft, found, copied, here), **context}, status)
