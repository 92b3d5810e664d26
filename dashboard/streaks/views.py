"""Months in first place: the counts, who was first each month, and the choice of window."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from common.asking import MalformedQueryError
from common.dates import in_words, month_name
from common.forms import ReadField
from common.months import Month
from common.templatetags.pragati import address
from dashboard.site.charted import charted, version_changes
from dashboard.site.errors import explained
from dashboard.site.notes import known, scope_choices
from dashboard.streaks import rescored
from dashboard.streaks.charts import firsts_chart, ranks_chart, versions_of
from insights.tryout.queries import rescored_history
from rankings.lists import asked, headlines, labels, links
from rankings.lists.histories import chosen_lists, month_lists
from rankings.lists.history import Count
from rankings.lists.labels import listed
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
            "twofold": [(state, as_published(*counts)) for state, *counts in published],
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
    title = [gettext("Months in first place"), *lede(found), *labels.lists_of(scope.origin)]
    firsts = [(month, found.firsts[month]) for month in months]
    leaders = [state for state, _ in found.leaders]
    data = {"board": scope.board, "category": scope.category} | query.parts()
    return {
        "found": found, "months": months, "firsts": firsts, "leaders": leaders,
        "title": " · ".join(title),
        "headline": headline(found),
        "lede": lede(found),
        "about": about(found),
        "missing": missing(found),
        "others": others(found),
        "example": example(found),
        "sample": bool(found.coverage and found.coverage.sample_months),
        "mixed": labels.mixed(found.sample_basis),
        # The months on record, and the ends of the window, which may lie beyond them.
        "choosable": sorted({*found.history, found.first, found.last} - {None}) if found.history else [],
        "breaks": version_changes({month: listed.methodology for month, listed in found.history.items()}),
        "changes": list(version_changes(versions_of(found)).values()),
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


# Months in first place in sentences.


def span(first: Month, last: Month) -> str:
    """`June 2021 to October 2023`"""
    if first == last:
        return month_name(first)
    return gettext("%(first)s to %(last)s") % {"first": month_name(first), "last": month_name(last)}


def lede(found: Streaks) -> list[str]:
    """`CCTNS`, `All India`, `June 2021 to October 2023`."""
    parts = [labels.board_name(found.scope.board), labels.category_name(found.scope.category)]
    return parts + ([span(found.first, found.last)] if found.first and found.last else [])


def headline(found: Streaks) -> str:
    """`Haryana has been first in 20 of 29 months since June 2021, the last six in a row`"""
    if found.first is None or found.last is None or found.coverage is None:
        return gettext("No list is on record yet")
    if found.history and found.last == max(found.history):
        window = gettext("since %(month)s") % {"month": month_name(found.first)}
    elif found.first == found.last:
        window = gettext("in %(month)s") % {"month": month_name(found.first)}
    else:
        ends = {"first": month_name(found.first), "last": month_name(found.last)}
        window = gettext("from %(first)s to %(last)s") % ends
    if not found.leaders:
        return gettext("No first place is on record %(window)s") % {"window": window}
    on_record, count = len(found.coverage.on_record), found.leaders[0][1]
    values = {
        "states": listed([state.label for state, _ in found.leaders]),
        "count": count.months_first, "total": on_record, "window": window,
    }  # fmt: skip
    if len(found.leaders) > 1:
        text = ngettext(
            "%(states)s have each been first in %(count)s of %(total)s month %(window)s",
            "%(states)s have each been first in %(count)s of %(total)s months %(window)s",
            on_record,
        )
        return text % values
    text = ngettext(
        "%(states)s has been first in %(count)s of %(total)s month %(window)s",
        "%(states)s has been first in %(count)s of %(total)s months %(window)s",
        on_record,
    )
    return _with_streak(text % values, count)


def _with_streak(sentence: str, count: Count) -> str:
    if count.current_streak < 2 or count.current_streak == count.months_first:
        return sentence
    values = {"sentence": sentence, "count": in_words(count.current_streak)}
    if count.streak_certain:
        return gettext("%(sentence)s, the last %(count)s in a row") % values
    return gettext("%(sentence)s, at least the last %(count)s in a row") % values


def about(found: Streaks) -> list[str]:
    """How much of the window is on record, what kind of lists those are, and how a shared first place counts."""
    texts = []
    if found.coverage:
        text = ngettext(
            "%(count)s of %(total)s month of this window is on record.",
            "%(count)s of %(total)s months of this window are on record.",
            found.coverage.months,
        )
        texts.append(text % {"count": len(found.coverage.on_record), "total": found.coverage.months})
        partial = len(found.coverage.on_record) - len(found.coverage.complete)
        if partial:
            text = ngettext(
                "%(count)s list names only some places.", "%(count)s lists name only some places.", partial
            )
            texts.append(text % {"count": partial})
        if found.coverage.origins:
            kinds = listed([labels.origin_name(origin) for origin in found.coverage.origins])
            texts.append(gettext("Lists: %(origins)s.") % {"origins": kinds})
    return [*texts, gettext("A shared first place counts for each State that shares it.")]


def others(found: Streaks) -> str:
    """How many States were not first; empty where all were."""
    rest = len(found.rows) - len(found.led)
    if not rest:
        return ""
    if found.coverage is not None and len(found.coverage.complete) == found.coverage.months:
        text = ngettext(
            "%(count)s other State or UT has not been first.",
            "%(count)s other States and UTs have not been first.",
            rest,
        )
    else:
        text = ngettext(
            "%(count)s other State or UT on these lists is not known to have been first.",
            "%(count)s other States and UTs on these lists are not known to have been first.",
            rest,
        )
    return text % {"count": rest}


def missing(found: Streaks) -> str:
    """The months of the window that have no list, named where they are few."""
    if found.coverage is None or not found.coverage.missing:
        return ""
    months = found.coverage.missing
    if len(months) > 12:
        return gettext("%(count)s months of this window are not on record.") % {"count": len(months)}
    return gettext("Not on record: %(months)s.") % {"months": listed([month_name(month) for month in months])}


def as_published(published: int, revised: int) -> str:
    """`20 months as published, 19 as revised`"""
    text = ngettext("%(count)s month as published", "%(count)s months as published", published)
    return gettext("%(published)s, %(revised)s as revised") % {
        "published": text % {"count": published}, "revised": revised,
    }  # fmt: skip


def example(found: Streaks) -> str:
    """`Haryana was first 20 times since June 2021`: a claim to check, empty where nobody was first."""
    if not found.led or found.first is None:
        return ""
    state, count = found.led[0]
    return gettext("%(state)s was first %(count)s times since %(month)s") % {
        "state": state.label, "count": count.months_first, "month": month_name(found.first),
    }  # fmt: skip
