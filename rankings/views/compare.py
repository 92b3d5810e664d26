"""`/compare/?states=HR,HP`: up to six States side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from rankings.selectors import asked
from rankings.selectors.compared import compared
from rankings.views.charted import charted
from rankings.views.errors import explained
from rankings.views.links import Asked
from rankings.views.presenters.compare import MOST_STATES, SHOWN, compare_page
from rankings.views.presenters.points import known
from states.asking import MalformedQueryError
from states.selectors import ALL_INDIA, all_states, states_by_code


@explained
def compare(request: HttpRequest) -> HttpResponse:
    """`states` may hold several codes parted by commas, and may stand more than once."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    codes = [
        code.strip() for text in request.GET.getlist("states") for code in text.split(",") if code.strip()
    ]
    states = list({state.code: state for state in states_by_code(codes)}.values())
    if len(states) > MOST_STATES:
        told = gettext("states: at most %(most)s can stand side by side; take some away")
        raise MalformedQueryError("states", told % {"most": MOST_STATES})
    month = asked.month(request.GET.get("month"), "month")
    show = asked.one_of(request.GET.get("show"), "show", SHOWN) or SHOWN[0]
    found = compared(wanted.scope, states, all_states(), month)
    page = compare_page(found, wanted, month, show)
    return charted(request, "compare.html", page, **known(wanted))
