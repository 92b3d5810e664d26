"""What can be asked about a State from its page: why its rank changed, what would make it first."""

from __future__ import annotations

from django.utils.translation import gettext

from rankings.models import Origin
from rankings.selectors.standings import Standings
from rankings.views import links
from rankings.views.links import Asked
from states.asking import Choice


def questions(found: Standings, wanted: Asked) -> tuple[Choice, ...]:
    """Links that answer; none where the month's list has no figures to answer from."""
    if found.marks is None or found.month is None or found.in_india is None:
        return ()
    asked = []
    computed = [month for month, origin in found.in_india.origins.items() if origin == Origin.COMPUTED]
    before = [month for month in computed if month < found.month]
    if found.month not in computed:
        return ()
    if before:
        address = links.why(found.state.code, wanted, before[-1], found.month)
        asked.append(Choice(gettext("Why the rank changed"), address))
    own = found.listed.get(found.state.code)
    if own is not None and own.rank is not None and own.rank > 1:
        month = None if found.newest else found.month
        address = links.plan(found.state.code, wanted, month, {"target": "1"})
        asked.append(Choice(gettext("What would make it first"), address))
    return tuple(asked)
