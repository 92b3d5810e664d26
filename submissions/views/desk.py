"""`/submissions/`: the officer's desk, and the template of a State's month."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest
from rankings.views.staff import own_desk
from states.access import Act
from states.asking import MalformedQueryError
from states.downloads import attachment
from submissions.presenters.desk_list import desk_page
from submissions.selectors.own import own_months
from submissions.selectors.sheets import sheet_for
from submissions.template import csv_template, xlsx_template
from submissions.views.desk_doors import at_desk, cell_in, show

TEMPLATES = {"xlsx": xlsx_template, "csv": csv_template}


@at_desk
def desk(request: PersonRequest) -> HttpResponse:
    """What is due, month by month, for each State of the officer; people of the bureau are led to their own desk."""
    person, at = request.person, timezone.now()
    staff = own_desk(person)
    if staff is not None:
        return redirect(staff.url)
    found = own_months(person.states, at)
    return show(request, "desk/desk.html", desk_page(found, person.deputises, at))


@at_desk
def template(request: PersonRequest) -> HttpResponse:
    """The template of a month that was ever opened, for the officer's own State."""
    query = request.GET
    kind = query.get("format") or "xlsx"
    if kind not in TEMPLATES:
        raise MalformedQueryError("format", gettext("format is either xlsx or csv."))
    state, month = cell_in(request, query.get("state", ""), query.get("month", ""), Act.SEE_SUBMISSIONS)
    data = TEMPLATES[kind](sheet_for(state, month))
    return attachment(data, f"pragati-{state.code}-{month}.{kind}")
