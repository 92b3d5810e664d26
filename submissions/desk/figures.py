"""`/submissions/HR/2023-11/figures/`: figures typed or corrected one by one, judged as a file would be."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act
from accounts.auth import PersonRequest
from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import current_revisions, figures_at
from rankings.compute import preview
from states.models import State
from submissions.desk.auth import LONGEST_TEXT, at_desk, based_on, cell_in, changed_since, show, signed
from submissions.desk.own import current_of
from submissions.desk.rows import Parameters, Row, parameters_of, rows_of
from submissions.models import Way
from submissions.problems import COLUMNS, Problem, Severity
from submissions.upload.services import (
    ConflictError,
    Incoming,
    check_file,
    require_open,
    save_draft,
    warnings_of,
)

FIELDS = COLUMNS[1:]
"""What is typed of each parameter: `numerator-REG-01`, `denominator-REG-01`, `remarks-REG-01`."""
LONGEST_CELL = 200


def outlook_of(state: str, month: Month, figures: Mapping[str, Figure]) -> dict[str, Any]:
    """Where a State would stand with some figures, beside last month, for `parts/outlook.html`.

    Nothing is stored; the other States stand with their verified figures.
    """
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


@at_desk
def figures(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """GET: the newest revision to type over. POST: a check, or a new draft."""
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    parameters = parameters_of(wanted)
    if request.method != "POST":
        require_open(state.code, wanted, timezone.now())
        current = current_of(state.code, wanted)
        revision = current.revision if current else 0
        return _page(request, state, wanted, parameters, standing(rows_of(current)), revision)
    typed = typed_in(request.POST, parameters)
    seen = based_on(request)
    data = as_file(typed, parameters)
    checked = check_file(
        Incoming(data, f"typed-{state.code}-{wanted}.csv", state.code, wanted, Way.FORM), at=timezone.now()
    )
    if checked.blocked:
        return _page(
            request, state, wanted, parameters, typed, seen or 0, problems=checked.problems, status=422
        )
    if request.POST.get("action") == "check":
        outlook = outlook_of(state.code, wanted, checked.figures)
        return _page(
            request, state, wanted, parameters, typed, seen or 0, problems=checked.problems, outlook=outlook
        )
    try:
        draft, stood = save_draft(
            state=state.code, month=wanted, figures=checked.figures, remarks=checked.remarks,
            warnings=warnings_of(checked), way=Way.FORM, upload=None, based_on=seen, **signed(request, state.code),
        )  # fmt: skip
    except ConflictError as problem:
        # What was typed stays, and the other's changes are told; saving again then goes over them, knowingly.
        meanwhile = changed_since(problem.current, seen or 0)
        return _page(
            request, state, wanted, parameters, typed, problem.current.revision, status=409, **meanwhile
        )
    if stood:
        text = gettext("These very figures stand already, as revision %(revision)s; nothing changed.")
        messages.info(request, text % {"revision": draft.revision})
    else:
        text = gettext("Saved as revision %(revision)s, a draft. Look at the result, then submit it.")
        messages.success(request, text % {"revision": draft.revision})
    return redirect("desk:month", state.code, wanted)


def _page(
    request: PersonRequest,
    state: State,
    month: Month,
    parameters: Parameters,
    typed: Mapping[str, str],
    revision: int,
    *,
    problems: Iterable[Problem] | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """`problems` are those of a check; None where nothing was checked. `revision` is what was typed over."""
    before = month.previous()
    last = current_revisions(before).get(state.code)
    at_fields: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems or ():
        at_fields[field_of(problem)].append(problem)
    errors = [(field_of(one), one) for one in problems or () if one.severity == Severity.ERROR]
    shared = {
        "title": gettext("Type or correct figures"),
        "parameters": parameters,
        "typed": typed,
        "based_on": revision,
        "last_month": before,
        "last": figures_at(before, {state.code: last})[state.code] if last is not None else {},
        "checked": problems is not None,
        "errors": errors,
        "wrong": {field for field, _problem in errors},
        "at_fields": at_fields,
        "faulty": {one.parameter for one in problems or ()},
    }
    return show(request, "submissions/desk/figures.html", {**shared, **context}, status)


def field_of(problem: Problem) -> str:
    """At which field a problem is shown: one of a whole row at its numerator, one of the whole form at none."""
    column = problem.column if problem.column in FIELDS else FIELDS[0]
    return f"{column}-{problem.parameter}" if problem.parameter else ""


def standing(rows: Mapping[str, Row]) -> dict[str, str]:
    """What the form begins with: the figures as they are typed, without grouping and idle decimals."""
    return {
        f"{field}-{code}": text
        for code, row in rows.items()
        for field, text in zip(
            FIELDS, (_plain(row.figure.numerator), _plain(row.figure.denominator), row.remark), strict=True
        )
    }


def _plain(number: Decimal | None) -> str:
    if number is None:
        return ""
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"


def typed_in(posted: QueryDict, codes: Iterable[str]) -> dict[str, str]:
    """The fields of the form, unread: the same parser reads them that reads files. What was not posted is empty."""
    return {
        f"{field}-{code}": " ".join(posted.get(f"{field}-{code}", "").split())[
            : LONGEST_TEXT if field == "remarks" else LONGEST_CELL
        ]
        for code in codes
        for field in FIELDS
    }


def as_file(typed: Mapping[str, str], codes: Iterable[str]) -> bytes:
    """The rows as the upload file that they stand for, so that a typed figure is judged like a sent one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([code, *(typed[f"{field}-{code}"] for field in FIELDS)] for code in codes)
    return text.getvalue().encode()
