"""Months in first place: the counts, who was first each month, and the choice of window."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from common.asking import MalformedQueryError
from common.dates import month_name
from common.forms import ReadField
from common.months import Month
from common.templatetags.pragati import address
from dashboard.site import figures
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.notes import known, scope_choices
from dashboard.streaks import rescored, sentences
from dashboard.streaks.charts import firsts_chart, ranks_chart, versions_of
from insights.tryout.queries import rescored_history
from rankings.lists import asked, headlines, labels, links
from rankings.lists.histories import chosen_lists, month_lists
from rankings.lists.query import RescoredQuery, rescored_address
from rankings.lists.streaks import Streaks, counts_as_published, streaks_of


class StreaksQuery(RescoredQuery):
    """A window of months, both ends included; None: from the first on record, or to the last."""

    vars()["from"] = ReadField(lambda text: asked.month(text, "from"))
    to = ReadField(lambda text: asked.month(text, "to"))

    def clean(self) -> dict[str, Any]:
        asked.checked_window(self.cleaned_data["from"], self.cleaned_data["to"])
        return super().clean()


@explained
def streaks(request: HttpRequest) -> HttpResponse:
    """`/streaks/`: months in first place. A claim is checked on a page of its own."""
    if request.GET.get("said") or request.GET.get("kind") or request.GET.get("count"):
        return redirect(links.page("claims", query=request.GET.dict()), permanent=True)
    if (there := rescored_address(request)) is not None:
        return redirect(there, permanent=True)
    query = StreaksQuery.read(request.GET)
    first, last, under = (query.cleaned_data[name] for name in ("from", "to", "under"))
    around = {"query": query, "here": ("rankings:streaks",), **known(query.scope)}

    def address_in(**changes: Any) -> str:
        return address("rankings:streaks", query=query.parts(**changes))

    if under is not None:
        found = rescored_history(query.scope, "" if under == asked.LATEST else under)
        query.cleaned_data["under"] = found.version
        return render(
            request,
            "dashboard/streaks/rescored.html",
            {
                **around, **rescored.context(found, first, last), **scope_choices(query, address_in),
                "canonical": address_in(),
            },
        )  # fmt: skip
    lists = chosen_lists(query.scope)
    _refuse_beyond(list(lists), first, last)
    counted = streaks_of(month_lists(lists.values()), query.scope, first, last)
    published = counts_as_published(query.scope, lists, first, last)
    return charted(
        request,
        "dashboard/streaks.html",
        {
            **around, **context(counted, query), **scope_choices(query, address_in),
            "ranks": ranks_chart(counted), "chart": firsts_chart(counted),
            "canonical": address_in(),
            "windows": windows(list(lists), first, last),
            "twofold": [(state, sentences.as_published(*counts)) for state, *counts in published],
        },
    )  # fmt: skip


def _refuse_beyond(months: list[Month], first: Month | None, last: Month | None) -> None:
    """Raise MalformedQueryError for a window that is open on one side and begins after, or ends before, the record."""
    if months and first and last is None and first > months[-1]:
        told = gettext("from: %(first)s lies after %(newest)s, the newest month on record")
        raise MalformedQueryError("from", told % {"first": first, "newest": months[-1]})
    if months and last and first is None and last < months[0]:
        told = gettext("to: %(last)s lies before %(oldest)s, the oldest month on record")
        raise MalformedQueryError("to", told % {"last": last, "oldest": months[0]})


def context(found: Streaks, query: StreaksQuery) -> dict[str, Any]:
    """What the template prints of the published lists."""
    scope, months = found.scope, found.months
    title = [gettext("Months in first place"), *sentences.lede(found), *labels.lists_of(scope.origin)]
    firsts = [(month, found.firsts[month]) for month in months]
    leaders = [state for state, _ in found.leaders]
    data = {"board": scope.board, "category": scope.category} | query.parts()
    return {
        "found": found, "months": months, "firsts": firsts, "leaders": leaders,
        "title": " · ".join(title),
        "headline": sentences.headline(found),
        "lede": sentences.lede(found),
        "about": sentences.about(found),
        "missing": sentences.missing(found),
        "others": sentences.others(found),
        "example": sentences.example(found),
        "sample": bool(found.coverage and found.coverage.sample_months),
        "mixed": labels.mixed(found.sample_basis),
        # The months on record, and the ends of the window, which may lie beyond them.
        "choosable": sorted({*found.history, found.first, found.last} - {None}) if found.history else [],
        "breaks": figures.changes({month: listed.methodology for month, listed in found.history.items()}),
        "changes": list(figures.changes(versions_of(found)).values()),
        "uncertain": any(
            not (count.streak_certain and count.longest_streak_certain) for _, count in found.led
        ),
        "strip_key": headlines.strip_key(firsts, leaders, found.without_ranks) if firsts else "",
        "data": links.data("streaks/", data),
    }  # fmt: skip


def windows(
    months: list[Month], first: Month | None, last: Month | None
) -> list[tuple[str, Month | None, Month | None, bool]]:
    """All months, the last twelve, and each calendar year on record; which of them is shown."""
    if not months:
        return []
    oldest, newest = months[0], months[-1]
    spans: list[tuple[str, Month | None, Month | None]] = [
        (gettext("since %(month)s") % {"month": month_name(oldest)}, None, None),
        (gettext("last 12 months"), newest.plus(-11), None),
    ]
    for year in sorted({month.year for month in months}, reverse=True):
        end = newest if year == newest.year else Month(year, 12)
        spans.append((str(year), Month(year, 1), end))
    shown = first or oldest, last or newest
    return [(label, start, end, (start or oldest, end or newest) == shown) for label, start, end in spans]
