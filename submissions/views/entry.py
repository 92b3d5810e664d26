"""The desks' door: that of all signed-in pages, which besides tells of a month that was never opened.

@for_person(Act.SEND_FIGURES, methods=("GET", "POST"))
def upload(request: PersonRequest, code: str) -> HttpResponse:
    request.person.require(Act.SEND_FIGURES, state.code)   # another State: NotVisibleError, answered with 404
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps

from django.http import HttpResponse
from django.utils.translation import gettext

from rankings.views import door
from rankings.views.door import Door, P, PersonRequest, View
from states.access import Act
from submissions.selectors.windows import UnknownDataMonthError

_LONGEST_SHOWN = 40


def for_person(
    *acts: Act, staff: bool = False, methods: Collection[str] = ("GET",)
) -> Callable[[View[P]], Door[P]]:
    """As `rankings.views.door.for_person`; a month for which figures were never taken is answered with 404 too."""

    def decorate(view: View[P]) -> Door[P]:
        @wraps(view)
        def telling(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except UnknownDataMonthError as problem:
                return _not_opened(request, problem)

        return door.for_person(*acts, staff=staff, methods=methods)(telling)

    return decorate


def _not_opened(request: PersonRequest, problem: UnknownDataMonthError) -> HttpResponse:
    text = gettext("Figures were never taken for “%(month)s”. Months that were opened: %(known)s.") % {
        "month": problem.month[:_LONGEST_SHOWN],
        "known": ", ".join(problem.known) or "–",
    }
    return door.explained(request, gettext("This month was not opened"), text, 404)
