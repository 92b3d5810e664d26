"""`/submissions/HR/2023-11/figures/`: figures typed or corrected one by one, judged as a file would be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from accounts.access import Act
from accounts.auth import PersonRequest, address_of
from common.dates import month_name
from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import current_revisions, figures_at
from rankings.compute import preview
from rankings.lists.labels import MISSING, either
from states.models import State
from submissions.desk import words as links
from submissions.desk.auth import at_desk, cell_in, changed_since, heading, show
from submissions.desk.forms import Typed, as_file, based_on, typed_rows
from submissions.desk.own import current_of
from submissions.desk.rows import Parameters, Row, parameters_of, rows_of
from submissions.desk.words import figure_text, language
from submissions.models import Way
from submissions.problems import Problem, Severity
from submissions.upload.services import (
    ConflictError,
    Incoming,
    check_file,
    require_open,
    save_draft,
    warnings_of,
)
from submissions.validation import Checked

# Where a State would stand with some figures, beside last month.


def outlook_of(state: str, month: Month, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """For `parts/outlook.html`. Nothing is stored; the other States stand with their verified figures."""
    before = month.previous()
    last = preview(month=before, state=state) if state in current_revisions(before) else None
    return {
        "now": preview(month=month, state=state, figures=figures),
        "last": last,
        "last_marks": {mark.parameter: mark for mark in last.marks} if last else {},
        "last_month": before,
        "figures": figures,
        "words": parameters_of(month),
    }


# Figures typed on the page: a row for each parameter, with last month's figure and what is wrong.


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `name` is its id too; `faults` stand at it."""

    name: str
    label: str
    value: str
    faults: tuple[str, ...]
    is_error: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    code: str
    name: str
    means: str
    last: str
    fields: tuple[Field, ...]
    has_faults: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary on top, leading to its field; `target` is empty for a fault of the whole form."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    title: str
    heading: str
    month_url: str
    last_month: str
    based_on: int
    rows: tuple[FigureRow, ...]
    summary: str
    faults: tuple[Fault, ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What the form stands in: State and month in words, the methodology's words, last month's figures."""

    heading: str
    state: str
    month: Month
    last_month: str
    words: Parameters
    last: Mapping[str, Figure]


COLUMNS = ("numerator", "denominator", "remarks")


def typed_of(rows: Mapping[str, Row], codes: Iterable[str]) -> dict[str, Typed]:
    """What the form begins with: the newest revision's rows, empty where it has none."""
    return {
        code: Typed(_text(row.figure.numerator), _text(row.figure.denominator), row.remark)
        if (row := rows.get(code))
        else Typed()
        for code in codes
    }


def figures_page(
    around: Around,
    typed: Mapping[str, Typed],
    based_on: int,
    *,
    problems: Iterable[Problem] = (),
    checked: bool = False,
) -> FiguresPage:
    found = list(problems)
    rows = tuple(_row(one, typed[code], around, found) for code, one in around.words.items())
    errors = sum(one.severity == Severity.ERROR for one in found)
    summary = ngettext("%(count)s problem to mend", "%(count)s problems to mend", errors) % {"count": errors}
    return FiguresPage(
        title=gettext("Type or correct figures"),
        heading=around.heading,
        month_url=links.month_page(around.state, around.month),
        last_month=around.last_month,
        based_on=based_on,
        rows=rows,
        summary=summary if errors else "",
        faults=tuple(_fault(one) for one in found if one.severity == Severity.ERROR),
        checked=checked,
    )


def _row(one: Mapping[str, Any], typed: Typed, around: Around, problems: Iterable[Problem]) -> FigureRow:
    own = [each for each in problems if each.parameter == one["code"]]
    values = (typed.numerator, typed.denominator, typed.remarks)
    labels = (gettext("Numerator"), gettext("Denominator"), gettext("Remark"))
    fields = tuple(
        _field(one["code"], column, label, value, [each for each in own if _column(each) == column])
        for column, label, value in zip(COLUMNS, labels, values, strict=True)
    )
    part, whole = (
        either(one["numerator"], one["numerator_hi"]),
        either(one["denominator"], one["denominator_hi"]),
    )
    return FigureRow(
        code=one["code"],
        name=either(one["name"], one["name_hi"]),
        means=gettext("%(part)s, of %(whole)s") % {"part": part, "whole": whole},
        last=figure_text(around.last.get(one["code"])) if around.last else MISSING,
        fields=fields,
        has_faults=bool(own),
    )


def _field(code: str, column: str, label: str, value: str, problems: list[Problem]) -> Field:
    return Field(
        name=f"{column}-{code}",
        label=label,
        value=value,
        faults=tuple(each.text(language()) for each in problems),
        is_error=any(each.severity == Severity.ERROR for each in problems),
    )


def _column(problem: Problem) -> str:
    """At which field a problem is shown; one of the whole row stands at its numerator."""
    return problem.column if problem.column in COLUMNS else COLUMNS[0]


def _fault(problem: Problem) -> Fault:
    text = problem.text(language())
    if not problem.parameter:
        return Fault("", text)
    return Fault(f"{_column(problem)}-{problem.parameter}", f"{problem.parameter}: {text}")


def _text(number: Decimal | None) -> str:
    """A figure as it is typed: no grouping, no idle decimals."""
    if number is None:
        return ""
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"


@at_desk
def figures(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """GET: the newest revision to type over. POST: a check, or a new draft."""
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    around = _around(state, wanted)
    if request.method != "POST":
        require_open(state.code, wanted, timezone.now())
        current = current_of(state.code, wanted)
        typed = typed_of(rows_of(current), around.words)
        page = figures_page(around, typed, current.revision if current else 0)
        return show(request, "submissions/desk/figures.html", {"page": page})
    typed = typed_rows(request.POST, around.words)
    incoming = Incoming(as_file(typed), f"typed-{state.code}-{wanted}.csv", state.code, wanted, Way.FORM)
    checked = check_file(incoming, at=timezone.now())
    seen = based_on(request.POST)
    if checked.blocked:
        page = figures_page(around, typed, seen or 0, problems=checked.problems, checked=True)
        return show(request, "submissions/desk/figures.html", {"page": page}, 422)
    if request.POST.get("action") == "check":
        page = figures_page(around, typed, seen or 0, problems=checked.problems, checked=True)
        outlook = outlook_of(state.code, wanted, checked.figures)
        return show(request, "submissions/desk/figures.html", {"page": page, "outlook": outlook})
    return _save(request, around, typed, checked, seen)


def _save(
    request: PersonRequest, around: Around, typed: Mapping[str, Typed], checked: Checked, seen: int | None
) -> HttpResponse:
    try:
        one, stood = save_draft(
            state=around.state,
            month=around.month,
            figures=checked.figures,
            remarks=checked.remarks,
            warnings=warnings_of(checked),
            way=Way.FORM,
            upload=None,
            by=request.person.signature(around.state),
            at=timezone.now(),
            address=address_of(request),
            based_on=seen,
        )
    except ConflictError as problem:
        return _faster(request, around, typed, problem, seen or 0)
    if stood:
        text = gettext("These very figures stand already, as revision %(revision)s; nothing changed.")
        messages.info(request, text % {"revision": one.revision})
    else:
        text = gettext("Saved as revision %(revision)s, a draft. Look at the result, then submit it.")
        messages.success(request, text % {"revision": one.revision})
    return redirect(links.month_page(around.state, around.month))


def _faster(
    request: PersonRequest, around: Around, typed: Mapping[str, Typed], problem: ConflictError, seen: int
) -> HttpResponse:
    """What was typed stays, and the other's changes are told; saving again then goes over them, knowingly."""
    current = problem.current
    page = figures_page(around, typed, current.revision)
    context = {"page": page, **changed_since(current, seen)}
    return show(request, "submissions/desk/figures.html", context, 409)


def _around(state: State, month: Month) -> Around:
    before = month.previous()
    revision = current_revisions(before).get(state.code)
    last: Mapping[str, Figure] = (
        {} if revision is None else figures_at(before, {state.code: revision})[state.code]
    )
    return Around(heading(state, month), state.code, month, month_name(before), parameters_of(month), last)
