"""Below a month's page: returned figures and their answers, caveats, objections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of
from common.months import Month
from rankings.lists.labels import MISSING
from rankings.models import RankingList
from rankings.models import Status as ListStatus
from states.models import State
from submissions.desk import words as links
from submissions.desk.auth import at_desk, bound, cell_in, first_fault, heading, show
from submissions.desk.forms import AnswerForm, CaveatForm, CellForm
from submissions.desk.own import OwnMonth, current_of, own_months
from submissions.desk.rows import Parameters, Row, parameters_of, rows_of
from submissions.desk.words import by_whom, figure_text, parameter_name
from submissions.models import Caveat, CaveatKind, Objection, RowComment
from submissions.upload.cells import add_caveat, object_to, withdraw_caveat
from submissions.workflow import comment

# What is said about single figures: returned rows with their comments, caveats, objections.


@dataclass(frozen=True, slots=True)
class Said:
    """A comment, with the revision that was current then."""

    who: str
    revision: str
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A figure with what was said about it."""

    code: str
    name: str
    figure: str
    remark: str
    status: str
    is_open: bool
    comments: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class CellPage:
    """What the pages of single figures share; `parameters` are the choices of the form, (code, label)."""

    title: str
    heading: str
    url: str
    month_url: str
    figures_url: str
    may_write: bool
    parameters: tuple[tuple[str, str], ...]
    fault: str
    text: str
    chosen: str


@dataclass(frozen=True, slots=True)
class RowsPage:
    cell: CellPage
    returned: tuple[Thread, ...]
    others: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class CaveatRow:
    """`withdraw` is empty where it cannot be withdrawn (any more)."""

    code: str
    name: str
    kind: str
    text: str
    who: str
    withdrawn: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class CaveatsPage:
    cell: CellPage
    kinds: tuple[tuple[str, str], ...]
    kind: str
    rows: tuple[CaveatRow, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    code: str
    name: str
    text: str
    raised: str
    reply: str
    resolved: str


@dataclass(frozen=True, slots=True)
class ObjectionsPage:
    cell: CellPage
    rows: tuple[ObjectionRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """State and month of the page, and its name in the addresses (`rows`, `caveats`, `objections`)."""

    page: str
    heading: str
    state: str
    month: Month
    may_write: bool


Words = Parameters


def cell_page(
    title: str, place: Place, words: Words, *, fault: str = "", text: str = "", chosen: str = ""
) -> CellPage:
    """`text` and `chosen` are what was typed, where it has to be typed on."""
    return CellPage(
        title=title,
        heading=place.heading,
        url=links.inside(place.page, place.state, place.month),
        month_url=links.month_page(place.state, place.month),
        figures_url=links.inside("figures", place.state, place.month),
        may_write=place.may_write,
        parameters=tuple(parameter_choices(words)),
        fault=fault,
        text=text,
        chosen=chosen,
    )


def parameter_choices(words: Words) -> list[tuple[str, str]]:
    return [(code, f"{code} · {parameter_name(code, words)}") for code in words]


def rows_page(
    cell: CellPage, own: OwnMonth, rows: Mapping[str, Row], comments: Iterable[RowComment], words: Words
) -> RowsPage:
    """Returned figures first, then every other figure that somebody commented on."""
    said: dict[str, list[RowComment]] = {}
    for one in comments:
        said.setdefault(one.parameter, []).append(one)
    returned = [_thread(code, own, rows, said.get(code, []), words) for code in own.returned]
    others = [
        _thread(code, own, rows, found, words) for code, found in said.items() if code not in own.returned
    ]
    return RowsPage(cell, tuple(returned), tuple(others))


def _thread(
    code: str, own: OwnMonth, rows: Mapping[str, Row], said: list[RowComment], words: Words
) -> Thread:
    row = rows.get(code)
    still_open = code in own.open_rows
    status = gettext("wants an answer or a correction") if still_open else gettext("answered or corrected")
    return Thread(
        code=code,
        name=parameter_name(code, words),
        figure=figure_text(row.figure) if row else MISSING,
        remark=row.remark if row else "",
        status=status if code in own.returned else "",
        is_open=still_open,
        comments=tuple(
            Said(
                by_whom(one.written_by, one.written_at),
                gettext("revision %(number)s") % {"number": one.revision},
                one.text,
            )
            for one in said
        ),
    )


def caveats_page(cell: CellPage, caveats: Iterable[Caveat], words: Words, kind: str) -> CaveatsPage:
    return CaveatsPage(
        cell=cell,
        kinds=tuple((value, str(label)) for value, label in CaveatKind.choices),
        kind=kind,
        rows=tuple(_caveat(caveat, words, may_write=cell.may_write) for caveat in caveats),
    )


def _caveat(one: Caveat, words: Words, *, may_write: bool) -> CaveatRow:
    withdrawn = by_whom(one.withdrawn_by, one.withdrawn_at) if one.withdrawn_at else ""
    address = reverse("desk:withdraw", args=[one.state_id, str(one.month), one.pk])
    return CaveatRow(
        code=one.parameter,
        name=parameter_name(one.parameter, words),
        kind=str(CaveatKind(one.kind).label),
        text=one.text,
        who=by_whom(one.written_by, one.written_at),
        withdrawn=withdrawn,
        withdraw=address if may_write and not withdrawn else "",
    )


def objections_page(cell: CellPage, objections: Iterable[Objection], words: Words) -> ObjectionsPage:
    rows = tuple(
        ObjectionRow(
            code=objection.parameter,
            name=parameter_name(objection.parameter, words),
            text=objection.text,
            raised=by_whom(objection.raised_by, objection.raised_at),
            reply=objection.reply,
            resolved=by_whom(objection.resolved_by, objection.resolved_at) if objection.resolved_at else "",
        )
        for objection in objections
    )
    return ObjectionsPage(cell, rows)


@at_desk
def rows(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Returned figures with their comments, and a box for the answer to each."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    form = bound(AnswerForm, request)
    current = current_of(state.code, wanted)
    if form.is_valid() and current is not None:
        comment(
            submission_id=current.pk,
            parameter=form.cleaned_data["parameter"],
            text=form.cleaned_data["text"],
            by=request.person.signature(state.code),
            at=timezone.now(),
            address=address_of(request),
        )
        messages.success(request, gettext("Your answer stands beside the figure."))
        return redirect(links.inside("rows", state.code, wanted))
    words = parameters_of(wanted)
    place = _place(request, "rows", state, wanted, Act.SEND_FIGURES)
    cell = _page(gettext("Returned figures and comments"), place, form)
    [own] = own_months([state.code], timezone.now(), wanted)
    said = RowComment.objects.filter(state=state, month=wanted).order_by("written_at", "pk")
    page = rows_page(cell, own, rows_of(current), said, words)
    return show(request, "submissions/desk/rows.html", {"page": page}, 400 if cell.fault else 200)


@at_desk
def caveats(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Caveats to figures: what readers of the list must know."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    words = parameters_of(wanted)
    form = bound(CaveatForm, request, parameters=parameter_choices(words))
    if form.is_valid():
        add_caveat(
            state=state.code,
            month=wanted,
            parameter=form.cleaned_data["parameter"],
            kind=CaveatKind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            by=request.person.signature(state.code),
            at=timezone.now(),
            address=address_of(request),
        )
        messages.success(request, gettext("The caveat is added; it is published beside the list."))
        return redirect(links.inside("caveats", state.code, wanted))
    cell = _page(gettext("Caveats"), _place(request, "caveats", state, wanted, Act.SEND_FIGURES), form)
    found = Caveat.objects.filter(state=state, month=wanted)
    page = caveats_page(cell, found, words, request.POST.get("kind", ""))
    return show(request, "submissions/desk/caveats.html", {"page": page}, 400 if cell.fault else 200)


@at_desk
def withdraw(request: PersonRequest, code: str, month: str, caveat: int) -> HttpResponse:
    """Take a caveat back; it stays readable as withdrawn."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    if request.method == "POST":
        if not Caveat.objects.filter(pk=caveat, state=state, month=wanted).exists():
            raise NotVisibleError(str(caveat))
        by = request.person.signature(state.code)
        withdraw_caveat(caveat_id=caveat, by=by, at=timezone.now(), address=address_of(request))
        messages.success(request, gettext("The caveat is withdrawn."))
    return redirect(links.inside("caveats", state.code, wanted))


@at_desk
def objections(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Objections to cells of the provisional list, each with NCRB's reply."""
    state, wanted = _cell(request, code, month, Act.OBJECT)
    words = parameters_of(wanted)
    form = bound(CellForm, request, parameters=parameter_choices(words))
    if form.is_valid():
        object_to(
            state=state.code,
            month=wanted,
            parameter=form.cleaned_data["parameter"],
            text=form.cleaned_data["text"],
            by=request.person.signature(state.code),
            at=timezone.now(),
            address=address_of(request),
        )
        messages.success(request, gettext("The objection stands; NCRB replies to it here."))
        return redirect(links.inside("objections", state.code, wanted))
    place = _place(request, "objections", state, wanted, Act.OBJECT)
    cell = _page(gettext("Objections to the provisional list"), place, form)
    found = Objection.objects.filter(state=state, month=wanted).order_by("-raised_at")
    return show(
        request,
        "submissions/desk/objections.html",
        {"page": objections_page(cell, found, words)},
        400 if cell.fault else 200,
    )


def _cell(request: PersonRequest, code: str, month: str, act: Act) -> tuple[State, Month]:
    """Reading is for whoever may see the submission; writing needs `act`."""
    return cell_in(request, code, month, act if request.method == "POST" else Act.SEE_SUBMISSIONS)


def _place(request: PersonRequest, page: str, state: State, month: Month, act: Act) -> Place:
    may = request.person.may(act, state.code)
    if page == "objections":
        may = may and RankingList.objects.filter(month=month, status=ListStatus.PROVISIONAL).exists()
    return Place(page, heading(state, month), state.code, month, may_write=may)


def _page(title: str, place: Place, form: forms.Form) -> CellPage:
    return cell_page(
        title,
        place,
        parameters_of(place.month),
        fault=first_fault(form) if form.is_bound else "",
        text=form.data.get("text", ""),
        chosen=form.data.get("parameter", ""),
    )
