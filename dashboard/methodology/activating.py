"""`/publish/methodology/drafts/3/activate/`: what will change, then two signatures."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person, notices
from common.dates import month_name
from common.digests import canonical
from dashboard.methodology.drafts import closed, frame, waits
from metrics.drafts.checks import Document, Problem
from metrics.drafts.services import ClosedDraftError
from metrics.models import MethodologyDraft
from metrics.selectors import document_of
from rankings import activation
from rankings.activation import (
    Effect,
    MonthAhead,
    MovedDraftError,
    RefusedActivationError,
    effect,
    problems_of,
)
from rankings.lists.labels import either
from rankings.lists.staff import around
from rankings.publish import RefusedPublicationError

# What every page of the methodology desk has around it.

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


@dataclass(frozen=True, slots=True)
class EffectPage:
    """What coming into force changes. `unrated`: verified figures that stand in the way."""

    holds: str
    instead: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    months: tuple[str, ...]
    unrated: tuple[str, ...]


@for_person(Act.EDIT_METHODOLOGY, methods=BOTH)
def activate(request: PersonRequest, number: int) -> HttpResponse:
    """The effect, then the first signature, then the second; or what was put forward is taken back."""
    draft, problem, status = draft_of(number), "", 200
    if request.method == "POST":
        request.person.require(Act.PUBLISH)
        try:
            _act(request, number)
        except MovedDraftError as moved:
            problem, status = str(moved), CLASHED
        except (RefusedActivationError, RefusedPublicationError, ClosedDraftError) as refused:
            problem, status = str(refused), REFUSED
        else:
            return redirect(request.path)
        draft = draft_of(number)
    problems = problems_of(draft)
    digest = activation.digest_of(draft)
    context: dict[str, object] = {
        "problem": problem,
        "digest": digest,
        "own": draft.proposed_by == request.person.username,
        "publisher": request.person.may(Act.PUBLISH),
        "moved": bool(waits(draft)) and draft.proposed_digest != digest,
    }
    if not closed(draft) and not problems:
        context["effect"] = _told(effect(draft), draft)
    return show_draft(
        request,
        "dashboard/methodology/activate.html",
        draft,
        context,
        here="activate",
        status=status,
        problems=problems,
    )


@for_person(Act.EDIT_METHODOLOGY)
def content(request: PersonRequest, number: int) -> HttpResponse:
    """The very bytes whose digest is signed."""
    return HttpResponse(canonical(draft_of(number).document), content_type="application/json")


def _act(request: PersonRequest, number: int) -> None:
    by, at, address = request.person.username, timezone.now(), address_of(request)
    act, seen = request.POST.get("act", ""), request.POST.get("seen", "")
    if act == "take_back":
        activation.take_back(draft_id=number, by=by, at=at, address=address)
        messages.success(request, gettext("Taken back; the draft can be put forward again."))
    elif act == "sign":
        made = activation.sign(draft_id=number, seen=seen, by=by, at=at, address=address)
        messages.success(
            request,
            gettext("Version %(version)s is in force from %(month)s.")
            % {"version": made.version, "month": month_name(made.holds_from)},
        )
    else:
        activation.put_forward(draft_id=number, seen=seen, by=by, at=at, address=address)
        messages.success(request, gettext("Put forward. A second publisher signs on this page."))


def _told(found: Effect, draft: MethodologyDraft) -> EffectPage:
    return EffectPage(
        holds=_holds(found),
        instead=_instead(found),
        new=tuple(_parameter(code, draft.document) for code in found.new),
        gone=found.gone,
        months=tuple(_month(month) for month in found.months),
        unrated=found.unrated,
    )


def _holds(found: Effect) -> str:
    first = month_name(found.first)
    if found.last is None:
        return gettext("It holds from %(first)s until another version takes over.") % {"first": first}
    text = gettext("It holds from %(first)s to %(last)s; then version %(version)s takes over.")
    return text % {"first": first, "last": month_name(found.last), "version": found.next_version}


def _instead(found: Effect) -> str:
    if found.replaces:
        return gettext(
            "It takes the place of the version of the same name, on which no published list rests."
        )
    if not found.instead_of:
        return ""
    return gettext("So far version %(version)s ranks these months.") % {"version": found.instead_of}


def _parameter(code: str, document: Document) -> str:
    own = next(parameter for parameter in document["parameters"] if parameter["code"] == code)
    return f"{code} {either(own['name'], own['name_hi'])}"


def _month(one: MonthAhead) -> str:
    text = ngettext(
        "%(month)s: %(count)s State has verified figures; the provisional lists are computed anew.",
        "%(month)s: %(count)s States have verified figures; the provisional lists are computed anew.",
        one.states,
    )
    return text % {"month": month_name(one.month), "count": one.states}
