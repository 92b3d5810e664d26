"""`/publish/`: what waits, the impact of a publication, past lists and withdrawals, each with its two signatures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from accounts.access import Act, NotVisibleError, visible
from accounts.auth import PersonRequest, acting, for_person, takes_files
from common.dates import month_name
from common.months import Month
from common.numbers import whole
from dashboard.publishing import wording as words
from dashboard.site.staff import BOTH, MOVED, REFUSED, show
from insights.publishing import proposals
from insights.publishing.impact import Impact
from metrics.boards import DEFAULT_BOARD
from metrics.selectors import months_with_figures
from rankings import publish
from rankings.compute import NothingToComputeError
from rankings.lists import labels
from rankings.lists.queries import states_by_code
from rankings.lists.staff import waiting_rows
from rankings.models import Proposal, Publication, RecordFile
from rankings.publish import MovedFiguresError, RefusedPublicationError
from rankings.record import services as record
from rankings.record.core import COLUMNS
from rankings.record.services import FaultyRecordError, RecordPlan
from states.selectors import DEFAULT_CATEGORY

LARGEST = 1_000_000
"""Bytes of a file of past lists: some ten thousand places, more than were ever reported."""


@for_person(Act.PUBLISH)
def desk(request: PersonRequest) -> HttpResponse:
    """`/publish/`: what can be published, what waits for a second signature, what was published."""
    waiting = waiting_rows(request.person.username, timezone.now())
    return show(request, "dashboard/publishing/desk.html", {"desk": publish.desk(), "waiting": waiting})


class PublicationForm(forms.Form):
    """What is to be published: a month, the reason of a revision, and the day of release."""

    month = forms.CharField()
    reason = forms.CharField(required=False)
    released_on = forms.CharField()

    def clean_month(self) -> Month:
        try:
            return Month.parse(self.cleaned_data["month"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def clean_released_on(self) -> date:
        text = self.cleaned_data["released_on"]
        try:
            return date.fromisoformat(text)
        except ValueError:
            told = gettext("“%(value)s” is not a day; write it as YYYY-MM-DD, for example 2024-01-15")
            raise ValidationError(told % {"value": text[:40]}) from None


@for_person(Act.PUBLISH, methods=BOTH)
def new(request: PersonRequest) -> HttpResponse:
    """`/publish/new/?month=2023-10`: the impact, then the first signature."""
    sent = request.POST if request.method == "POST" else request.GET
    values = {name: sent.get(name, "").strip() for name in PublicationForm.base_fields}
    values["released_on"] = values["released_on"] or timezone.localdate().isoformat()
    form = PublicationForm(values)
    context: dict[str, object] = {"form": form, "months": months_with_figures()[::-1]}
    status = 200
    if values["month"] and not form.is_valid():
        context["problem"], status = next(iter(form.errors.values()))[0], REFUSED
    elif values["month"]:
        try:
            if request.method == "POST":
                made = proposals.propose(
                    **form.cleaned_data, seen=request.POST.get("seen", ""), **acting(request)
                )
                messages.success(request, gettext("Proposed. A second publisher signs on this page."))
                return redirect("publishing:proposal", made.pk)
            context |= _impact(proposals.impact_now(**form.cleaned_data))
        except MovedFiguresError as moved:
            context |= {**_impact(proposals.impact_now(**form.cleaned_data)), "problem": str(moved)}
            status = MOVED
        except (RefusedPublicationError, NothingToComputeError) as refused:
            context["problem"], status = str(refused), REFUSED
    return show(request, "dashboard/publishing/new.html", context, status)


def _impact(impact: Impact) -> dict[str, object]:
    """What publishing will change, list by list: its sentences, and its rows with what moved and whether it changed."""
    states = states_by_code()
    names = {code: state.label for code, state in states.items()}
    lists = []
    for ranking in sorted(
        impact.document["lists"],
        key=lambda ranking: (
            labels.BOARDS.index(ranking["board"]),
            labels.CATEGORIES.index(ranking["category"]),
        ),
    ):
        rows = [
            (
                row,
                words.moved(row["places_moved"]),
                (row["old_rank"], row["old_score"]) != (row["rank"], row["score"]),
            )
            for row in ranking["rows"]
        ]
        whole = (ranking["board"], ranking["category"]) == (DEFAULT_BOARD, DEFAULT_CATEGORY)
        changed = sum(change for _, _, change in rows)
        lists.append((words.list_name(ranking), whole, changed, words.list_sentences(ranking, names), rows))
    return {
        "impact": impact,
        "impact_month": Month.parse(impact.document["month"]),
        "mixed": labels.mixed(impact.sample_basis),
        "hinges": list(words.hinge_sentences(impact.document["hinges"], names)),
        "lists": lists,
        "states": states,
    }


@for_person(Act.PUBLISH, methods=BOTH)
def proposal(request: PersonRequest, number: int) -> HttpResponse:
    """`/publish/proposals/7/`: the impact once more, then the second signature; or the proposal is dropped."""
    found, problem, status = visible(Proposal.objects.all(), number), "", 200
    if request.method == "POST":
        try:
            return _sign(request, number)
        except MovedFiguresError as moved:
            problem, status = str(moved), MOVED
        except (RefusedPublicationError, NothingToComputeError) as refused:
            problem, status = str(refused), REFUSED
        found = visible(Proposal.objects.all(), number)
    waits = found.signed_at is None and found.dropped_at is None
    context: dict[str, object] = {
        "proposal": found,
        "stands": words.stands(found),
        "waits": waits,
        "own": found.proposed_by == request.person.username,
        "early": found.released_on > timezone.localdate(),
        "problem": problem,
    }
    if waits:
        try:
            impact = proposals.impact_now(found.month, found.reason, found.released_on)
            context |= {**_impact(impact), "moved": impact.digest != found.impact_digest}
        except (RefusedPublicationError, NothingToComputeError) as refused:
            context["problem"] = problem or str(refused)
    return show(request, "dashboard/publishing/proposal.html", context, status)


def _sign(request: PersonRequest, number: int) -> HttpResponse:
    """Sign a proposal, confirm it ahead of its day, or drop it."""
    act, seen, who = request.POST.get("act"), request.POST.get("seen", ""), acting(request)
    if act == "drop":
        proposals.drop(proposal_id=number, **who)
        messages.success(request, gettext("The proposal was dropped; nothing was published."))
        return redirect("publishing:desk")
    if act == "confirm":
        proposals.confirm_ahead(proposal_id=number, seen=seen, **who)
        text = gettext("Confirmed. The operator releases it on its day, or you sign then.")
    else:
        publication = proposals.sign(proposal_id=number, seen=seen, **who)
        text = gettext("%(month)s is published, revision %(number)d.") % {
            "month": month_name(publication.month),
            "number": publication.revision,
        }
    messages.success(request, text)
    return redirect("publishing:proposal", number)


@for_person(Act.PUBLISH)
def impact_json(request: PersonRequest, number: int) -> HttpResponse:
    """The very bytes whose digest is signed, as they would be now."""
    found = visible(Proposal.objects.all(), number)
    if found.signed_at is not None or found.dropped_at is not None:
        raise NotVisibleError(str(number))
    try:
        impact = proposals.impact_now(found.month, found.reason, found.released_on)
    except (RefusedPublicationError, NothingToComputeError) as refused:
        return HttpResponse(str(refused), status=REFUSED, content_type="text/plain; charset=utf-8")
    return HttpResponse(impact.canonical, content_type="application/json")


# Past lists from a record file, seen by two people before they are loaded.


class PastListsForm(forms.Form):
    file = forms.FileField(
        allow_empty_file=True,
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Choose a file first")),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(gettext("The file is larger than 1 MB; send it in parts"))
        return file


@takes_files(LARGEST)
@for_person(Act.PUBLISH, methods=BOTH)
def past_lists(request: PersonRequest) -> HttpResponse:
    """`/publish/past/`: the form for a file; its problems by line and column, or on to the preview."""
    context: dict[str, object] = {"columns": ",".join(COLUMNS)}
    if request.method == "POST":
        form = PastListsForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = record.put_forward(name=file.name or "", data=file.read(), **acting(request))
            except FaultyRecordError as faulty:
                context["problems"] = _problems(faulty)
            except RefusedPublicationError as refused:
                context["problem"] = str(refused)
            else:
                told = gettext("The file is sound. A second publisher signs on this page.")
                messages.success(request, told)
                return redirect("publishing:past_file", made.pk)
        else:
            context["problem"] = form.errors["file"][0]
    context["files"] = publish.waiting_files()
    status = 200 if request.method != "POST" else REFUSED
    return show(request, "dashboard/publishing/past_lists.html", context, status)


@for_person(Act.PUBLISH, methods=BOTH)
def past_file(request: PersonRequest, number: int) -> HttpResponse:
    """`/publish/past/3/`: what a file changes, and the second signature."""
    found, status = visible(RecordFile.objects.all(), number), 200
    context: dict[str, object] = {}
    if request.method == "POST":
        try:
            return _load(request, number)
        except FaultyRecordError as faulty:
            context["problems"], status = _problems(faulty), MOVED
        except MovedFiguresError as moved:
            context["problem"], status = str(moved), MOVED
        except RefusedPublicationError as refused:
            context["problem"], status = str(refused), REFUSED
        found = visible(RecordFile.objects.all(), number)
    waits = found.signed_at is None and found.dropped_at is None
    if waits and "problems" not in context:
        try:
            context |= _plan(record.plan_of(found))
        except FaultyRecordError as faulty:
            context["problems"] = _problems(faulty)
    context |= {"file": found, "waits": waits, "own": found.proposed_by == request.person.username}
    return show(request, "dashboard/publishing/past_file.html", context, status)


def _problems(faulty: FaultyRecordError) -> list[tuple[int, str, str]]:
    """(line, column, what is wrong) in the language of the page."""
    return [(problem.line, problem.column, problem.text(get_language())) for problem in faulty.problems]


def _load(request: PersonRequest, number: int) -> HttpResponse:
    """Sign a file and so load it, or take it back."""
    if request.POST.get("act") == "drop":
        record.drop_file(file_id=number, **acting(request))
        messages.success(request, gettext("The file was taken back; nothing was loaded."))
        return redirect("publishing:past_lists")
    loaded = record.sign_file(file_id=number, seen=request.POST.get("seen", ""), **acting(request))
    messages.success(request, gettext("Loaded: %(what)s.") % {"what": words.counted(*loaded)})
    return redirect("publishing:past_file", number)


def _plan(plan: RecordPlan) -> dict[str, object]:
    """What loading changes: each list with its new places in words, and their sources."""
    states = states_by_code()
    lists = []
    for planned in plan.lists:
        places = [
            (
                gettext("rank %(rank)d: %(state)s") % {"rank": row.rank, "state": states[row.state].label}
                + (f", {row.score:.2f}" if row.score is not None else ""),
                row.source,
            )
            for row in sorted(planned.added, key=lambda row: (row.rank, row.state))
        ]
        lists.append((*planned.key, planned, places))
    return {"plan": plan, "lists": lists, "summary": words.counted(len(plan.lists), plan.new_places)}


# Taking back what was released in error.


@for_person(Act.PUBLISH, methods=BOTH)
def withdrawal(request: PersonRequest, number: int) -> HttpResponse:
    """`/publish/publications/31/withdraw/`: the reason by the first person, the signature by the second.

    What was asked for can be taken back.
    """
    publications = Publication.objects.select_related("withdrawal")
    found, problem, status = visible(publications, number), "", 200
    if request.method == "POST":
        try:
            messages.success(request, _withdraw(request, number))
            return redirect("publishing:withdrawal", number)
        except RefusedPublicationError as refused:
            problem, status = str(refused), REFUSED
            found = publications.get(pk=number)
    done = getattr(found, "withdrawal", None)
    waiting = None if done else publish.waiting_withdrawal(number)
    context: dict[str, object] = {
        "publication": found,
        "done": done,
        "waiting": waiting,
        "own": bool(waiting and waiting.by == request.person.username),
        "typed": request.POST.get("reason", ""),
        "problem": problem,
    }
    return show(request, "dashboard/publishing/withdraw.html", context, status)


def _withdraw(request: PersonRequest, number: int) -> str:
    """Ask for a withdrawal, sign it, or take back what was asked for; what was done, in words."""
    act, who = request.POST.get("act", ""), {"publication": number, **acting(request)}
    if act == "ask":
        publish.ask_withdrawal(reason=request.POST.get("reason", ""), **who)
        return gettext("Asked for. A second publisher signs on this page.")
    # No event has the number 0.
    event = whole(request.POST.get("event", ""), digits=18) or 0
    if act == "drop":
        publish.drop_withdrawal(event=event, **who)
        return gettext("Taken back; the lists stay.")
    publish.sign_withdrawal(event=event, **who)
    return gettext("The lists were withdrawn.")
