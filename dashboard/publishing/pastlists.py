"""`/publish/past/`: past lists from a record file, seen by two people before they are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of, for_person, takes_files
from common.dates import month_name
from dashboard.publishing.impacts import state_names
from dashboard.site.staff import BOTH, MOVED, REFUSED, show
from rankings import publish
from rankings.lists import labels
from rankings.models import RecordFile
from rankings.publish import MovedFiguresError, RefusedPublicationError
from rankings.record import services
from rankings.record.core import COLUMNS
from rankings.record.services import FaultyRecordError, PlannedList, RecordPlan

LARGEST = 1_000_000
"""Bytes: some ten thousand places, more than were ever reported."""


@dataclass(frozen=True, slots=True)
class PlannedTold:
    """A list that a file adds or adds to; `places` are the new ones, in words, each with its source."""

    name: str
    what: str
    facts: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlanTold:
    summary: str
    withdrawn: str
    lists: tuple[PlannedTold, ...]
    digest: str


@takes_files(LARGEST)
@for_person(Act.PUBLISH, methods=BOTH)
def past_lists(request: PersonRequest) -> HttpResponse:
    """The form for a file; its problems by line and column, or on to the preview."""
    context: dict[str, object] = {"columns": ",".join(COLUMNS)}
    status = 200
    if request.method == "POST":
        try:
            return _put_forward(request)
        except FaultyRecordError as faulty:
            context["problems"], status = _problems(faulty), REFUSED
        except RefusedPublicationError as refused:
            context["problem"], status = str(refused), REFUSED
    context["files"] = publish.waiting_files()
    return show(request, "dashboard/publishing/past_lists.html", context, status)


@for_person(Act.PUBLISH, methods=BOTH)
def past_file(request: PersonRequest, number: int) -> HttpResponse:
    """What a file changes, and the second signature."""
    found = _file(number)
    context: dict[str, object] = {}
    status = 200
    if request.method == "POST":
        try:
            return _act(request, found)
        except FaultyRecordError as faulty:
            context["problems"], status = _problems(faulty), MOVED
        except MovedFiguresError as moved:
            context["problem"], status = str(moved), MOVED
        except RefusedPublicationError as refused:
            context["problem"], status = str(refused), REFUSED
        found = _file(number)
    waits = found.signed_at is None and found.dropped_at is None
    if waits and "problems" not in context:
        try:
            context["plan"] = _plan(services.plan_of(found))
        except FaultyRecordError as faulty:
            context["problems"] = _problems(faulty)
    context |= {"file": found, "waits": waits, "own": found.proposed_by == request.person.username}
    return show(request, "dashboard/publishing/past_file.html", context, status)


def _problems(faulty: FaultyRecordError) -> list[tuple[int, str, str]]:
    """(line, column, what is wrong) in the language of the page."""
    return [(problem.line, problem.column, problem.text(get_language())) for problem in faulty.problems]


def _put_forward(request: PersonRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise RefusedPublicationError(gettext("Choose a file first"))
    if (file.size or 0) > LARGEST:
        raise RefusedPublicationError(gettext("The file is larger than 1 MB; send it in parts"))
    made = services.put_forward(
        name=file.name or "", data=file.read(), by=request.person.username, at=timezone.now(),
        address=address_of(request),
    )  # fmt: skip
    messages.success(request, gettext("The file is sound. A second publisher signs on this page."))
    return redirect("publishing:past_file", made.pk)


def _act(request: PersonRequest, found: RecordFile) -> HttpResponse:
    by, at, address = request.person.username, timezone.now(), address_of(request)
    if request.POST.get("act") == "drop":
        services.drop_file(file_id=found.pk, by=by, at=at, address=address)
        messages.success(request, gettext("The file was taken back; nothing was loaded."))
        return redirect("publishing:past_lists")
    lists, places = services.sign_file(
        file_id=found.pk, by=by, seen=request.POST.get("seen", ""), at=at, address=address
    )
    messages.success(request, gettext("Loaded: %(what)s.") % {"what": _counted(lists, places)})
    return redirect("publishing:past_file", found.pk)


def _file(number: int) -> RecordFile:
    found = RecordFile.objects.filter(pk=number).first()
    if found is None:
        raise NotVisibleError(str(number))
    return found


def _plan(plan: RecordPlan) -> PlanTold:
    names = state_names()
    left_out = ""
    if plan.withdrawn:
        left_out = ngettext(
            "%(count)s place stays out: its list was withdrawn.",
            "%(count)s places stay out: their lists were withdrawn.",
            plan.withdrawn,
        ) % {"count": plan.withdrawn}
    return PlanTold(
        summary=_counted(len(plan.lists), plan.new_places),
        withdrawn=left_out,
        lists=tuple(_planned(ranking, names) for ranking in plan.lists),
        digest=plan.digest,
    )


def _counted(lists: int, places: int) -> str:
    """`2 lists, 5 places`"""
    return ", ".join(
        (
            ngettext("%(count)s list", "%(count)s lists", lists) % {"count": lists},
            ngettext("%(count)s place", "%(count)s places", places) % {"count": places},
        )
    )


def _planned(one: PlannedList, names: dict[str, str]) -> PlannedTold:
    month, board, category = one.key
    what = gettext("new")
    if one.revision > 1:
        what = gettext("revision %(number)s") % {"number": one.revision}
    return PlannedTold(
        name=f"{month_name(month)} · {labels.board_name(board)} · {labels.category_name(category)}",
        what=what,
        facts=tuple(_facts(one)),
        places=tuple(
            (
                gettext("rank %(rank)d: %(state)s") % {"rank": row.rank, "state": names[row.state]}
                + (f", {row.score:.2f}" if row.score is not None else ""),
                row.source,
            )
            for row in sorted(one.added, key=lambda row: (row.rank, row.state))
        ),
    )


def _facts(one: PlannedList) -> Iterator[str]:
    """What a signature says of the list as a whole: when it was released, and how its month is known."""
    yield labels.released(one.released_on)
    basis = gettext("inferred so far, now stated by a source") if one.names_month else ""
    yield gettext("Data month: %(basis)s") % {"basis": basis or labels.month_basis(one.month_basis)}
