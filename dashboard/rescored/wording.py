"""The re-scored view in sentences. It says “would”: what is re-scored was never published."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext, ngettext

from common.dates import place

RankLabel = Callable[[int], str]


def nothing(state: str, version: str) -> str:
    """There is no computed list, so there are no figures."""
    return gettext("%(state)s: no month can be scored again under version %(version)s") % {
        "state": state, "version": version,
    }  # fmt: skip


def newest_month(state: str, version: str, month: str, again: int | None, published: int | None) -> str:
    """`Under version 2024-07 Uttarakhand would be in 5th place in October 2023; published: 6th`"""
    values = {"state": state, "version": version, "month": month}
    would = (
        gettext("Under version %(version)s %(state)s would be unranked in %(month)s")
        if again is None
        else gettext("Under version %(version)s %(state)s would be in %(place)s place in %(month)s")
    )
    was = (
        gettext("the published list does not rank it")
        if published is None
        else gettext("published: %(place)s place")
    )
    return gettext("%(would)s; %(was)s") % {
        "would": would % (values | ({"place": place(again)} if again is not None else {})),
        "was": was % ({"place": place(published)} if published is not None else {}),
    }


def firsts(states: str, version: str, count: int, total: int, published: str) -> str:
    """`Under version 2024-07 Haryana would have been first in 18 of 29 months; published: 20`"""
    text = ngettext(
        "Under version %(version)s %(states)s would have been first in %(count)s of %(total)s month; "
        "published: %(published)s",
        "Under version %(version)s %(states)s would have been first in %(count)s of %(total)s months; "
        "published: %(published)s",
        total,
    )
    return text % {
        "states": states, "version": version, "count": count, "total": total, "published": published,
    }  # fmt: skip


def rescored_rank(rank: int) -> str:
    return gettext("re-scored %(rank)s") % {"rank": rank}


def published_rank(rank: int) -> str:
    return gettext("published %(rank)s") % {"rank": rank}


def chart_title(version: str) -> str:
    return gettext("Rank re-scored under version %(version)s, and as published") % {"version": version}


def chart_alternative(state: str, version: str, first: str, last: str) -> str:
    return gettext(
        "Line chart of two ranks of %(state)s from %(first)s to %(last)s: re-scored under version %(version)s, and as "
        "published. The same ranks are in the table."
    ) % {"state": state, "version": version, "first": first, "last": last}


def chart_note(*, ruled: bool) -> str:
    note = gettext("Rank in India, first on top. Blue: re-scored. Grey: published.")
    if not ruled:
        return note
    return note + " " + gettext("Dotted line: from here on another version ranked the published lists.")
