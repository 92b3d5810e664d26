"""A State's history scored again under one methodology version, beside the published one: `?under=VERSION`.

It says “would”: what is re-scored was never published. What the page of months in first place shares stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from common.charts import times
from common.dates import month_name, month_short, place
from common.months import Month
from common.sheets import Sheet
from dashboard.site.charted import ChartFigure, hovers, version_rules, year_ticks
from dashboard.state import sentences
from insights.tryout.queries import RescoredHistory, RescoredMonth
from rankings.lists import labels
from rankings.lists.history import breaks, count_all, sample_basis
from rankings.models import Origin
from states.models import State


def title(name: str, found: RescoredHistory) -> str:
    under = gettext("re-scored under version %(version)s") % {"version": found.version}
    return " · ".join([name, labels.board_name(found.scope.board), under])


def notes(found: RescoredHistory, shown: Mapping[Month, RescoredMonth]) -> list[str]:
    """What these numbers are, and what they rest on. `shown` are the re-scored months of the page."""
    texts = [
        gettext(
            "Nothing on this page but the columns “published” was ever published: the figures of the published lists "
            "are scored again under version %(version)s."
        )
        % {"version": found.version}
    ]
    fewer = [month for month in shown.values() if month.scored < month.whole]
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
    recorded = sum(listed.origin == Origin.RECORDED for listed in found.published.values())
    if recorded:
        text = ngettext(
            "%(count)s month is known from the published record alone and cannot be scored again.",
            "%(count)s months are known from the published record alone and cannot be scored again.",
            recorded,
        )
        texts.append(text % {"count": recorded})
    return texts


def changes(found: RescoredHistory) -> dict[Month, str]:
    """What a table says at each month from which on another version ranked the published lists."""
    text = gettext("Published under version %(after)s from %(month)s, before it under version %(before)s")
    return {
        change.month: text
        % {"month": month_name(change.month), "after": change.after, "before": change.before}
        for change in breaks({month: listed.methodology for month, listed in found.published.items()})
    }


def nothing(name: str, found: RescoredHistory) -> str:
    """There is no computed list, so there are no figures."""
    return gettext("%(state)s: no month can be scored again under version %(version)s") % {
        "state": name, "version": found.version,
    }  # fmt: skip


def context(found: RescoredHistory, state: State) -> dict[str, Any]:
    """The whole history of one State on a board, for the template; `rows` newest month first."""
    name, code = state.label, state.code
    basis = sample_basis(listed.sample for listed in found.published.values())
    changed = changes(found)
    rows = []
    for month, listed in sorted(found.published.items(), reverse=True):
        again = found.months.get(month)
        own = again.places.get(code) if again else None
        rows.append((month, listed, own, listed.rows.get(code), again, changed.get(month)))
    return {
        "found": found, "state": state, "rows": rows,
        "title": title(name, found),
        "headline": _headline(name, found, code),
        "notes": notes(found, found.months),
        "sample": any(listed.sample for listed in found.published.values()),
        "mixed": labels.mixed(basis),
        "chart": _chart(name, found, code),
        "counts": _counts(found, code),
    }  # fmt: skip


def _headline(name: str, found: RescoredHistory, code: str) -> str:
    """`Under version 2024-07 Uttarakhand would be in 5th place in October 2023; published: 6th`"""
    if not found.months:
        return nothing(name, found)
    newest = max(found.months)
    own, listed = found.months[newest].places.get(code), found.published[newest].rows.get(code)
    again, published = own.rank if own else None, listed.rank if listed else None
    values = {"state": name, "version": found.version, "month": month_name(newest)}
    if again is None:
        would = gettext("Under version %(version)s %(state)s would be unranked in %(month)s") % values
    else:
        values["place"] = place(again)
        would = (
            gettext("Under version %(version)s %(state)s would be in %(place)s place in %(month)s") % values
        )
    if published is None:
        was = gettext("the published list does not rank it")
    else:
        was = gettext("published: %(place)s place") % {"place": place(published)}
    return gettext("%(would)s; %(was)s") % {"would": would, "was": was}


def _counts(found: RescoredHistory, code: str) -> list[tuple[str, str, str]]:
    """First places in both views, over the months that could be scored again."""
    if not found.months:
        return []
    first, last = min(found.months), max(found.months)
    published = {month: found.published[month] for month in found.months}
    again, before = (count_all(lists, [code], first, last)[code] for lists in (found.lists, published))
    return [
        (gettext("Months first"), str(again.months_first), str(before.months_first)),
        (gettext("Longest streak"), sentences.longest(again), sentences.longest(before)),
    ]


def _chart(name: str, found: RescoredHistory, code: str) -> ChartFigure | None:
    """Both ranks over time; None where the State would never be ranked."""
    again = {month: one.places[code].rank for month, one in found.months.items() if code in one.places}
    before = {
        month: listed.rows[code].rank for month, listed in found.published.items() if code in listed.rows
    }
    if not any(again.values()) or not any(before.values()):
        return None
    months = list(min(found.published).to(max(found.published)))
    lines = [
        _line(again, months, gettext("re-scored %(rank)s"), leading=True),
        _line(before, months, gettext("published %(rank)s"), leading=False),
    ]
    worst = max(rank for ranks in (again, before) for rank in ranks.values() if rank is not None)
    rules = version_rules({month: listed.methodology for month, listed in found.published.items()}, months)
    alternative = gettext(
        "Line chart of two ranks of %(state)s from %(first)s to %(last)s: re-scored under version %(version)s, and as "
        "published. The same ranks are in the table."
    )
    note = gettext("Rank in India, first on top. Blue: re-scored. Grey: published.")
    dotted = gettext("Dotted line: from here on another version ranked the published lists.")
    return ChartFigure(
        key="ranks",
        title=gettext("Rank re-scored under version %(version)s, and as published") % {"version": found.version},
        alternative=alternative % {
            "state": name, "version": found.version,
            "first": month_name(months[0]), "last": month_name(months[-1]),
        },
        note=f"{note} {dotted}" if rules else note,
        payload=times.figure(
            lines, [month_short(month) for month in months], year_ticks(months), times.rank_scale(worst),
            rules=rules,
        ),
        sheet=_sheet(found, code),
    )  # fmt: skip


def _line(ranks: dict[Month, int | None], months: list[Month], label: str, *, leading: bool) -> times.Series:
    values = tuple(ranks.get(month) for month in months)
    last = label % {"rank": next(value for value in reversed(values) if value is not None)}
    texts = hovers(months, [None if value is None else label % {"rank": value} for value in values])
    return times.Series(last, values, texts, last, last, leading)


def _sheet(found: RescoredHistory, code: str) -> Sheet:
    """Both views month by month, its columns named as the API names them."""
    rows = []
    for month, listed in sorted(found.published.items()):
        again, before = found.months.get(month), listed.rows.get(code)
        own = again.places.get(code) if again else None
        rows.append(
            (
                str(month), own.rank if own else None, own.score if own else None,
                again.scored if again else None, again.whole if again else None,
                before.rank if before else None, before.score if before else None,
            )
        )  # fmt: skip
    columns = (
        "month", "rank", "score", "parameters_scored", "parameters", "published_rank", "published_score",
    )  # fmt: skip
    return Sheet(columns, rows)
