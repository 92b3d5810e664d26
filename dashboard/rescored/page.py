"""What the pages of the re-scored view share: where they lead, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_name
from common.months import Month
from insights.tryout.queries import RescoredHistory, RescoredMonth
from rankings.lists import labels, links
from rankings.lists.asked import RESCORED
from rankings.lists.history import breaks
from rankings.lists.labels import MISSING
from rankings.lists.links import Asked
from rankings.models import Origin

ALL_MONTHS: tuple[Month | None, Month | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Address:
    """A page of the re-scored view: of a State (`code`), or of months in first place with their window."""

    wanted: Asked
    version: str
    code: str = ""
    window: tuple[Month | None, Month | None] = ALL_MONTHS

    @property
    def published(self) -> str:
        """The same page as published."""
        if self.code:
            return links.state(self.code, self.wanted)
        return links.streaks(self.wanted, *self.window)

    @property
    def url(self) -> str:
        query = links.query_string(
            {"view": RESCORED} | ({"methodology": self.version} if self.version else {})
        )
        return f"{self.published}{'&' if '?' in self.published else '?'}{query}"

    @property
    def data(self) -> str:
        """The same history from the API; empty where it has none."""
        if not self.code:
            return ""
        query = {"board": self.wanted.board, "view": RESCORED, "methodology": self.version}
        return links.data(f"states/{self.code}/history/", query)


def views(here: Address, *, rescored: bool) -> tuple[Choice, ...]:
    """The two views of a page, the one that is shown marked. Recorded lists alone cannot be scored again."""
    other = here if here.wanted.origin is None else replace(here, wanted=here.wanted.of_origin(None))
    return (
        Choice(gettext("as published"), here.published, not rescored),
        Choice(gettext("re-scored under one version"), other.url, rescored),
    )


def versions(found: RescoredHistory, here: Address) -> tuple[Choice, ...]:
    """Every methodology version, to score under it instead."""
    return tuple(
        Choice(version, Address(here.wanted, version, here.code, here.window).url, version == found.version)
        for version in found.versions
    )


def said(found: RescoredHistory, shown: Mapping[Month, RescoredMonth]) -> tuple[str, ...]:
    """What these numbers are, and what they rest on. `shown` are the re-scored months of the page."""
    texts = [
        gettext(
            "Nothing on this page but the columns “published” was ever published: the figures of the published lists "
            "are scored again under version %(version)s."
        )
        % {"version": found.version}
    ]
    fewer = [one for one in shown.values() if one.scored < one.whole]
    if fewer and len(fewer) == len(shown):
        text = gettext(
            "In no month do all %(whole)s parameters of the board have figures: one that was not measured then is not "
            "applicable to any State and leaves the total."
        )
        texts.append(text % {"whole": fewer[0].whole})
    elif fewer:
        text = ngettext(
            "In %(count)s of %(total)s month not all %(whole)s parameters of the board have figures: one that was not "
            "measured then is not applicable to any State and leaves the total.",
            "In %(count)s of %(total)s months not all %(whole)s parameters of the board have figures: one that was not "
            "measured then is not applicable to any State and leaves the total.",
            len(shown),
        )
        texts.append(text % {"count": len(fewer), "total": len(shown), "whole": fewer[0].whole})
    recorded = [one for one in found.published.values() if one.origin == Origin.RECORDED]
    if recorded:
        text = ngettext(
            "%(count)s month is known from the published record alone and cannot be scored again.",
            "%(count)s months are known from the published record alone and cannot be scored again.",
            len(recorded),
        )
        texts.append(text % {"count": len(recorded)})
    return tuple(texts)


def changes(found: RescoredHistory) -> dict[Month, str]:
    """What a table says at each month from which on another version ranked the published lists."""
    told = {}
    for one in breaks({month: each.methodology for month, each in found.published.items()}):
        values = {"month": month_name(one.month), "after": one.after, "before": one.before}
        told[one.month] = (
            gettext("Published under version %(after)s from %(month)s, before it under version %(before)s")
            % values
        )
    return told


def scored(one: RescoredMonth | None) -> str:
    """`20 of 25`: how many of the board's parameters were scored in a month."""
    if one is None:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {"part": one.scored, "whole": one.whole}


def title(name: str, found: RescoredHistory) -> str:
    """The title of a page of the re-scored view, in the window's bar."""
    under = gettext("re-scored under version %(version)s") % {"version": found.version}
    return " · ".join([name, labels.board_name(found.scope.board), under])
