"""`/publish/methodology/drafts/3/activate/`: what will change, then two signatures."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from metrics.core.checks import Document
from metrics.models import MethodologyDraft
from metrics.services.drafts import ClosedDraftError
from rankings.selectors.activations import Effect, MonthAhead, effect
from rankings.selectors.versions import problems_of
from rankings.services import activation
from rankings.services.activation import MovedDraftError, RefusedActivationError
from rankings.services.publication import RefusedPublicationError
from rankings.views.door import PersonRequest, address_of, for_person
from rankings.views.methods.entry import BOTH, CLASHED, REFUSED, draft_of, show_draft
from rankings.views.presenters.methods.drafts import closed, waits
from rankings.views.wording.labels import either
from rankings.views.wording.months import month_name
from states.access import Act
from states.digests import canonical


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
        request, "methods/activate.html", draft, context, here="activate", status=status, problems=problems
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
        months=tuple(_month(one) for one in found.months),
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
    own = next(one for one in document["parameters"] if one["code"] == code)
    return f"{code} {either(own['name'], own['name_hi'])}"


def _month(one: MonthAhead) -> str:
    text = ngettext(
        "%(month)s: %(count)s State has verified figures; the provisional lists are computed anew.",
        "%(month)s: %(count)s States have verified figures; the provisional lists are computed anew.",
        one.states,
    )
    return text % {"month": month_name(one.month), "count": one.states}
