"""How often a State's figures came in by the deadline, as far as that is on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from rankings.selectors.punctuality import Arrival
from rankings.selectors.standings import Standings
from rankings.views.wording.months import day, month_name


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    month: str
    said: str


@dataclass(frozen=True, slots=True)
class Punctual:
    """`summary` counts the months that were in time; `rows` are newest first, none where nothing is on record."""

    summary: str
    rows: tuple[ArrivalRow, ...]


def punctual(found: Standings) -> Punctual:
    """Only months that have a list, so that nothing is said of a month that is still being taken in."""
    known = [one for one in found.arrivals if one.month in found.months]
    if not known:
        sample = any(one.sample for one in found.places)
        return Punctual(
            gettext("Not on record: these are sample months, for which nobody handed anything in.")
            if sample
            else gettext("Not on record for these months."),
            (),
        )
    kept = sum(1 for one in known if one.on_time)
    text = ngettext(
        "In time in %(kept)s of %(count)s month on record",
        "In time in %(kept)s of %(count)s months on record",
        len(known),
    )
    return Punctual(
        text % {"kept": kept, "count": len(known)},
        tuple(ArrivalRow(month_name(one.month), _said(one)) for one in reversed(known)),
    )


def _said(one: Arrival) -> str:
    """`04-11-2023, 11 days early`, `17-11-2023, 2 days late`, `never handed in`."""
    if one.handed_in is None:
        return gettext("never handed in")
    days = abs(timezone.localtime(one.handed_in).date() - timezone.localtime(one.due).date()) // timedelta(
        days=1
    )
    values = {"day": day(timezone.localtime(one.handed_in).date()), "days": days}
    if not one.on_time:
        text = ngettext("%(day)s, %(days)s day late", "%(day)s, %(days)s days late", max(days, 1))
        said = text % {**values, "days": max(days, 1)}
    elif days:
        said = ngettext("%(day)s, %(days)s day early", "%(day)s, %(days)s days early", days) % values
    else:
        said = gettext("%(day)s, on the last day") % values
    return f"{said} ({gettext('longer deadline')})" if one.longer else said
