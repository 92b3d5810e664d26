"""`/submissions/HR/2023-11/figures/`: figures typed or corrected one by one, judged as a file would be."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from metrics.scoring import Figure
from metrics.selectors import current_revisions, figures_at
from rankings.views.door import PersonRequest, address_of
from rankings.views.wording.months import month_name
from states.access import Act
from states.models import State
from states.months import Month
from submissions.forms import Typed, as_file, based_on, typed_rows
from submissions.models import Way
from submissions.presenters import desk_links as links
from submissions.presenters.desk_conflict import conflict_page
from submissions.presenters.desk_figures import Around, figures_page, typed_of
from submissions.selectors.own import current_of, revision_of
from submissions.selectors.rows import changes, parameters_of, rows_of
from submissions.services.uploads import (
    ConflictError,
    Incoming,
    check_file,
    require_open,
    save_draft,
    warnings_of,
)
from submissions.validation import Checked
from submissions.views.desk_doors import at_desk, cell_in, heading, show
from submissions.views.desk_outlook import outlook_of


@at_desk
def figures(request: PersonRequest, code: str, month: str) -> HttpResponse:
    """GET: the newest revision to type over. POST: a check, or a new draft."""
    state, wanted = cell_in(request, code, month, Act.SEND_FIGURES)
    around = _around(state, wanted)
    if request.method != "POST":
        require_open(state.code, wanted, timezone.now())
        current = current_of(state.code, wanted)
        typed = typed_of(rows_of(current), around.words)
        return show(
            request, "desk/figures.html", figures_page(around, typed, current.revision if current else 0)
        )
    typed = typed_rows(request.POST, around.words)
    incoming = Incoming(as_file(typed), f"typed-{state.code}-{wanted}.csv", state.code, wanted, Way.FORM)
    checked = check_file(incoming, at=timezone.now())
    seen = based_on(request.POST)
    if checked.blocked:
        page = figures_page(around, typed, seen or 0, problems=checked.problems, checked=True)
        return show(request, "desk/figures.html", page, 422)
    if request.POST.get("action") == "check":
        outlook = outlook_of(state.code, wanted, checked.figures)
        page = figures_page(
            around, typed, seen or 0, problems=checked.problems, checked=True, outlook=outlook
        )
        return show(request, "desk/figures.html", page)
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
    before = revision_of(around.state, around.month, seen)
    told = conflict_page(current, changes(rows_of(before), rows_of(current)), around.words)
    page = figures_page(around, typed, current.revision, conflict=told)
    return show(request, "desk/figures.html", page, 409)


def _around(state: State, month: Month) -> Around:
    before = month.previous()
    revision = current_revisions(before).get(state.code)
    last: Mapping[str, Figure] = (
        {} if revision is None else figures_at(before, {state.code: revision})[state.code]
    )
    return Around(heading(state, month), state.code, month, month_name(before), parameters_of(month), last)
