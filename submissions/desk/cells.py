"""Below a month's page, what is said about single figures: returned ones and their answers, caveats, objections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest
from common.months import Month
from rankings.models import RankingList
from rankings.models import Status as ListStatus
from states.models import State
from submissions.desk.auth import (
    CHOICE,
    LONGEST_TEXT,
    at_desk,
    bound,
    cell_in,
    first_fault,
    heading,
    show,
    signed,
)
from submissions.desk.own import current_of, own_months
from submissions.desk.rows import parameters_of, rows_of
from submissions.models import Caveat, CaveatKind, Objection, RowComment
from submissions.people.forms import set_choices
from submissions.upload.cells import add_caveat, object_to, withdraw_caveat
from submissions.workflow import comment

_REQUIRED = {"required": gettext_lazy("This must be filled in.")}
_LONG = _REQUIRED | {"max_length": gettext_lazy("This is too long: at most %(limit_value)d characters.")}


class AnswerForm(forms.Form):
    """A comment on a figure."""

    parameter = forms.CharField(max_length=8, error_messages=_REQUIRED)
    text = forms.CharField(label=gettext_lazy("Answer"), max_length=LONGEST_TEXT, error_messages=_LONG)


class CellForm(forms.Form):
    """A text on one of the month's parameters."""

    parameter = forms.ChoiceField(label=gettext_lazy("Parameter"), error_messages=CHOICE)
    text = forms.CharField(label=gettext_lazy("Text"), max_length=LONGEST_TEXT, error_messages=_LONG)

    def __init__(self, data: QueryDict | None, *, parameters: Iterable[str]) -> None:
        super().__init__(data)
        set_choices(self, "parameter", [(code, code) for code in parameters])


class CaveatForm(CellForm):
    """What readers of the list must know about a figure."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=CaveatKind.choices, error_messages=CHOICE)


@at_desk
def rows(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Returned figures first, then every other figure that somebody commented on, with a box for the answer to each."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    form = bound(AnswerForm, request)
    current = current_of(state.code, wanted)
    if form.is_valid() and current is not None:
        comment(submission_id=current.pk, **form.cleaned_data, **signed(request, state.code))
        messages.success(request, gettext("Your answer stands beside the figure."))
        return redirect("desk:rows", state.code, wanted)
    [own] = own_months([state.code], timezone.now(), wanted)
    said: dict[str, list[RowComment]] = defaultdict(list)
    for row_comment in RowComment.objects.filter(state=state, month=wanted).order_by("written_at", "pk"):
        said[row_comment.parameter].append(row_comment)
    title = gettext("Returned figures and comments")
    return _page(
        request, "rows", title, state, wanted, form, own=own, rows=rows_of(current), words=parameters_of(wanted),
        returned=[(parameter, said[parameter]) for parameter in own.returned],
        others=[(parameter, comments) for parameter, comments in said.items() if parameter not in own.returned],
        may_write=request.person.may(Act.SEND_FIGURES, state.code),
    )  # fmt: skip


@at_desk
def caveats(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Caveats to figures: what readers of the list must know."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    words = parameters_of(wanted)
    form = bound(CaveatForm, request, parameters=words)
    if form.is_valid():
        kind = CaveatKind(form.cleaned_data.pop("kind"))
        add_caveat(
            state=state.code, month=wanted, kind=kind, **form.cleaned_data, **signed(request, state.code)
        )
        messages.success(request, gettext("The caveat is added; it is published beside the list."))
        return redirect("desk:caveats", state.code, wanted)
    return _page(
        request, "caveats", gettext("Caveats"), state, wanted, form, words=words, kinds=CaveatKind,
        caveats=Caveat.objects.filter(state=state, month=wanted),
        may_write=request.person.may(Act.SEND_FIGURES, state.code),
    )  # fmt: skip


@at_desk
def withdraw(request: PersonRequest, code: str, month: str, caveat: int) -> HttpResponse:
    """Take a caveat back; it stays readable as withdrawn."""
    state, wanted = _cell(request, code, month, Act.SEND_FIGURES)
    if request.method == "POST":
        if not Caveat.objects.filter(pk=caveat, state=state, month=wanted).exists():
            raise NotVisibleError(str(caveat))
        withdraw_caveat(caveat_id=caveat, **signed(request, state.code))
        messages.success(request, gettext("The caveat is withdrawn."))
    return redirect("desk:caveats", state.code, wanted)


@at_desk
def objections(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """Objections to cells of the provisional list, each with NCRB's reply."""
    state, wanted = _cell(request, code, month, Act.OBJECT)
    words = parameters_of(wanted)
    form = bound(CellForm, request, parameters=words)
    if form.is_valid():
        object_to(state=state.code, month=wanted, **form.cleaned_data, **signed(request, state.code))
        messages.success(request, gettext("The objection stands; NCRB replies to it here."))
        return redirect("desk:objections", state.code, wanted)
    provisional = RankingList.objects.filter(month=wanted, status=ListStatus.PROVISIONAL)
    return _page(
        request, "objections", gettext("Objections to the provisional list"), state, wanted, form, words=words,
        objections=Objection.objects.filter(state=state, month=wanted).order_by("-raised_at"),
        may_write=request.person.may(Act.OBJECT, state.code) and provisional.exists(),
    )  # fmt: skip


def _cell(request: PersonRequest, code: str, month: str, act: Act) -> tuple[State, Month]:
    """Reading is for whoever may see the submission; writing needs `act`."""
    return cell_in(request, code, month, act if request.method == "POST" else Act.SEE_SUBMISSIONS)


def _page(
    request: PersonRequest,
    name: str,
    title: str,
    state: State,
    month: Month,
    form: forms.Form,
    **context: Any,
) -> HttpResponse:
    """A page of single figures; a form that was refused stands in it as it was filled in."""
    fault = first_fault(form) if form.is_bound else ""
    shared = {
        "title": title, "heading": heading(state, month), "state": state, "month": month, "fault": fault,
        "typed": form.data,
    }  # fmt: skip
    return show(request, f"submissions/desk/{name}.html", {**shared, **context}, 400 if fault else 200)
