"""Below a month's page: returned figures and their answers, caveats, objections."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.models import RankingList
from rankings.models import Status as ListStatus
from rankings.views.door import PersonRequest, address_of
from states.access import Act, NotVisibleError
from states.models import State
from states.months import Month
from submissions.forms import AnswerForm, CaveatForm, CellForm
from submissions.models import Caveat, CaveatKind, Objection, RowComment
from submissions.presenters import desk_links as links
from submissions.presenters.desk_cells import (
    CellPage,
    Place,
    caveats_page,
    cell_page,
    objections_page,
    parameter_choices,
    rows_page,
)
from submissions.selectors.own import current_of, own_months
from submissions.selectors.rows import parameters_of, rows_of
from submissions.services.cells import add_caveat, object_to, withdraw_caveat
from submissions.services.workflow import comment
from submissions.views.desk_doors import at_desk, bound, cell_in, first_fault, heading, show


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
    return show(request, "desk/rows.html", page, 400 if cell.fault else 200)


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
    return show(request, "desk/caveats.html", page, 400 if cell.fault else 200)


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
        request, "desk/objections.html", objections_page(cell, found, words), 400 if cell.fault else 200
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
