"""The month that a page shows, with its neighbours and the newest one as links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.views.wording.months import month_name
from states.asking import Choice
from states.months import Month


@dataclass(frozen=True, slots=True)
class MonthNav:
    """For `parts/month.html`; `latest` is None on the newest month."""

    month: str
    earlier: Choice | None
    later: Choice | None
    latest: Choice | None


def month_nav(months: Sequence[Month], shown: Month, address: Callable[[Month | None], str]) -> MonthNav:
    """`months` are those that there are, oldest first; `address` gives the page of one, of the newest for None."""
    earlier = [one for one in months if one < shown][-1:]
    later = [one for one in months if one > shown][:1]
    return MonthNav(
        month=month_name(shown),
        earlier=Choice(month_name(earlier[0]), address(earlier[0])) if earlier else None,
        later=Choice(month_name(later[0]), address(later[0])) if later else None,
        latest=Choice(gettext("Latest"), address(None)) if later else None,
    )
