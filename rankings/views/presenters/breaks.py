"""Where another methodology version took over: a rule in a chart, a row in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from rankings.charts.times import Rule
from rankings.core.breaks import Break, breaks
from rankings.views.wording.months import month_name
from states.months import Month

Versions = Mapping[Month, str | None]
"""The methodology version that ranked each month on record; None where it is not known."""


def rules(versions: Versions, months: Sequence[Month]) -> list[Rule]:
    """A rule before each month of a chart from which on another version ranked; `months` are all that it shows."""
    places = {month: index for index, month in enumerate(months)}
    return [
        Rule(places[one.month], gettext("version %(version)s") % {"version": one.after}, one.after)
        for one in breaks(versions)
        if places.get(one.month)
    ]


def changes(versions: Versions) -> dict[Month, str]:
    """What a table says at each month from which on another version ranked."""
    return {one.month: _told(one) for one in breaks(versions)}


def note(found: Sequence[Rule]) -> str:
    """What a chart says of its rules; nothing where it has none."""
    return gettext("Dotted line: from here on another methodology version ranked.") if found else ""


def _told(one: Break) -> str:
    values = {"month": month_name(one.month), "after": one.after, "before": one.before}
    return gettext("From %(month)s methodology version %(after)s, before it version %(before)s") % values
