"""`/publish/`: what waits, the impact of a publication, and its two signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person
from common.asking import Choice, MalformedQueryError
from common.dates import day, month_name
from common.months import Month
from dashboard.publishing.impacts import ImpactPage, impact_page, state_names
from dashboard.site.staff import BOTH, MOVED, REFUSED, show
from insights.publishing import proposals
from insights.publishing.impact import Impact
from metrics.selectors import months_with_figures
from rankings import publish
from rankings.compute import NothingToComputeError
from rankings.lists.waiting import waiting_rows
from rankings.models import Proposal
from rankings.publish import MovedFiguresError, RefusedPublicationError


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form for a publication says; the text is kept as it was typed."""

    month: str = ""
    reason: str = ""
    released_on: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Wanted:
        values = request.POST if request.method == "POST" else request.GET
        today = timezone.localdate().isoformat()
        return cls(
            values.get("month", ""), values.get("reason", "").strip(), values.get("released_on", "") or today
        )

    def read(self) -> tuple[Month, date]:
        """Raises MalformedQueryError."""
        try:
            month = Month.parse(self.month)
        except ValueError as problem:
            raise MalformedQueryError("month", str(problem)) from None
        return month, a_day(self.released_on)


def a_day(text: str) -> date:
    """A day from a form. Raises MalformedQueryError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        told = gettext("“%(value)s” is not a day; write it as YYYY-MM-DD, for example 2024-01-15")
        raise MalformedQueryError("released_on", told % {"value": text[:40]}) from None


@for_person(Act.PUBLISH)
def desk(request: PersonRequest) -> HttpResponse:
    """`/publish/`: what can be published, what waits for a second signature, what was published."""
    waiting = waiting_rows(request.person.username, timezone.now())
    return show(request, "dashboard/publishing/desk.html", {"desk": publish.desk(), "waiting": waiting})


@for_person(Act.PUBLISH, methods=BOTH)
def new(request: PersonRequest) -> HttpResponse:
    """`/publish/new/?month=2023-10`: the impact, then the first signature."""
    wanted = Wanted.of(request)
    months = [Choice(month_name(figure), str(figure)) for figure in reversed(months_with_figures())]
    context: dict[str, object] = {"wanted": wanted, "months": months}
    if not wanted.month:
        return show(request, "dashboard/publishing/new.html", context)
    try:
        month, released_on = wanted.read()
        if request.method == "POST":
            made = proposals.propose(
                month=month, reason=wanted.reason, released_on=released_on, by=request.person.username,
                at=timezone.now(), seen=request.POST.get("seen", ""), address=address_of(request),
            )  # fmt: skip
            messages.success(request, gettext("Proposed. A second publisher signs on this page."))
            return redirect("publishing:proposal", made.pk)
        impact = proposals.impact_now(month, wanted.reason, released_on)
    except MovedFiguresError as problem:
        impact = proposals.impact_now(month, wanted.reason, released_on)
        return show(
            request,
            "dashboard/publishing/new.html",
            {**context, **_shown(impact), "problem": str(problem)},
            MOVED,
        )
    except (RefusedPublicationError, NothingToComputeError, MalformedQueryError) as problem:
        return show(request, "dashboard/publishing/new.html", {**context, "problem": str(problem)}, REFUSED)
    return show(request, "dashboard/publishing/new.html", {**context, **_shown(impact)})


@for_person(Act.PUBLISH, methods=BOTH)
def proposal(request: PersonRequest, number: int) -> HttpResponse:
    """`/publish/proposals/7/`: the impact once more, then the second signature; or the proposal is dropped."""
    found = _proposal(number)
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _act(request, found)
        except MovedFiguresError as moved:
            problem, status = str(moved), MOVED
        except (RefusedPublicationError, NothingToComputeError) as refused:
            problem, status = str(refused), REFUSED
        found = _proposal(number)
    context: dict[str, object] = {"proposal": _told(request, found), "problem": problem}
    if found.signed_at is None and found.dropped_at is None:
        try:
            impact = proposals.impact_now(found.month, found.reason, found.released_on)
            context |= {**_shown(impact), "moved": impact.digest != found.impact_digest}
        except (RefusedPublicationError, NothingToComputeError) as refused:
            context["problem"] = problem or str(refused)
    return show(request, "dashboard/publishing/proposal.html", context, status)


@for_person(Act.PUBLISH)
def impact_json(request: PersonRequest, number: int) -> HttpResponse:
    """The very bytes whose digest is signed, as they would be now."""
    found = _proposal(number)
    if found.signed_at is not None or found.dropped_at is not None:
        raise NotVisibleError(str(number))
    try:
        impact = proposals.impact_now(found.month, found.reason, found.released_on)
    except (RefusedPublicationError, NothingToComputeError) as refused:
        return HttpResponse(str(refused), status=REFUSED, content_type="text/plain; charset=utf-8")
    return HttpResponse(impact.canonical, content_type="application/json")


def _act(request: PersonRequest, found: Proposal) -> HttpResponse:
    by, at, address = request.person.username, timezone.now(), address_of(request)
    if request.POST.get("act") == "drop":
        proposals.drop(proposal_id=found.pk, by=by, at=at, address=address)
        messages.success(request, gettext("The proposal was dropped; nothing was published."))
        return redirect("publishing:desk")
    if request.POST.get("act") == "confirm":
        proposals.confirm_ahead(
            proposal_id=found.pk, by=by, seen=request.POST.get("seen", ""), at=at, address=address
        )
        messages.success(
            request, gettext("Confirmed. The operator releases it on its day, or you sign then.")
        )
        return redirect("publishing:proposal", found.pk)
    publication = proposals.sign(
        proposal_id=found.pk, by=by, seen=request.POST.get("seen", ""), at=at, address=address
    )
    messages.success(
        request,
        gettext("%(month)s is published, revision %(number)d.")
        % {"month": month_name(publication.month), "number": publication.revision},
    )
    return redirect("publishing:proposal", found.pk)


@dataclass(frozen=True, slots=True)
class ProposalTold:
    """A proposal as its page tells it. `may_sign`: the reader is the second person, and it is time.

    `may_confirm`: the reader is the second person, ahead of the day of release.
    """

    number: int
    month: str
    reason: str
    released: str
    by: str
    state: str
    waits: bool
    may_sign: bool
    may_confirm: bool
    own: bool
    too_early: bool
    list_url: str


def _told(request: PersonRequest, found: Proposal) -> ProposalTold:
    waits = found.signed_at is None and found.dropped_at is None
    own = found.proposed_by == request.person.username
    early = found.released_on > timezone.localdate()
    state = gettext("waits for a second signature")
    if found.signed_at is not None:
        state = gettext("published, signed by %(name)s") % {"name": found.signed_by}
    elif found.dropped_at is None and found.confirmed_by:
        state = gettext("confirmed ahead by %(name)s") % {"name": found.confirmed_by}
    elif found.dropped_at is not None:
        state = gettext("dropped by %(name)s") % {"name": found.dropped_by}
    return ProposalTold(
        number=found.pk,
        month=month_name(found.month),
        reason=found.reason,
        released=day(found.released_on),
        by=found.proposed_by,
        state=state,
        waits=waits,
        may_sign=waits and not own and not early,
        may_confirm=waits and not own and early and not found.confirmed_by,
        own=own,
        too_early=early,
        list_url=reverse("rankings:month", args=[str(found.month)]) if found.publication_id else "",
    )


def _proposal(number: int) -> Proposal:
    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise NotVisibleError(str(number))
    return found


def _shown(impact: Impact) -> dict[str, ImpactPage]:
    return {"impact": impact_page(impact, state_names())}
