"""What publishing a month will change, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from common.dates import month_name
from common.months import Month
from rankings.lists import labels
from rankings.lists.labels import MISSING
from rankings.models import Proposal

Names = Mapping[str, str]
"""Each State's name in the reader's language, by its code."""


def list_name(ranking: Mapping[str, Any]) -> str:
    """`CCTNS · All India`"""
    return f"{labels.board_name(ranking['board'])} · {labels.category_name(ranking['category'])}"


def list_sentences(ranking: Mapping[str, Any], names: Names) -> list[str]:
    """Ties, streaks and months in first place that publishing a list changes."""
    return [
        *_ties(ranking["ties"], names),
        *_streaks(ranking["streaks"], names),
        *_counts(ranking["months_first"], names),
    ]


def hinge_sentences(hinges: Iterable[Mapping[str, Any]], names: Names) -> Iterator[str]:
    """A sentence for each list that hinges on a figure."""
    for hinge in hinges:
        for ranking in hinge["lists"]:
            count = len(ranking["ranks"])
            values = {
                "state": names[hinge["state"]],
                "parameter": hinge["parameter"],
                "list": list_name(ranking),
                "first": _listed(ranking["first_instead"], names) or MISSING,
                "ranks": ngettext("%(count)s rank differs", "%(count)s ranks differ", count)
                % {"count": count},
            }
            last = hinge["instead"] == "last_month"
            if ranking["first"] != ranking["first_instead"]:
                text = gettext(
                    "%(state)s, %(parameter)s, %(list)s: without the figure the first would be %(first)s (%(ranks)s)"
                )
                if last:
                    text = gettext(
                        "%(state)s, %(parameter)s, %(list)s: at last month's percent the first would be "
                        "%(first)s (%(ranks)s)"
                    )
            else:
                text = gettext("%(state)s, %(parameter)s, %(list)s: without the figure %(ranks)s")
                if last:
                    text = gettext("%(state)s, %(parameter)s, %(list)s: at last month's percent %(ranks)s")
            yield text % values


def moved(places: int | None) -> str:
    """`up 2`, `down 1`, `stays`; – where there is nothing to compare with."""
    if places is None:
        return MISSING
    if places == 0:
        return gettext("stays")
    words = gettext("up %(places)d") if places > 0 else gettext("down %(places)d")
    return words % {"places": abs(places)}


def _listed(codes: Iterable[str], names: Names) -> str:
    return labels.listed([names[code] for code in codes])


def _ties(ties: Mapping[str, Any], names: Names) -> Iterator[str]:
    gone = [tie for tie in ties["before"] if tie not in ties["after"]]
    for tie in [*ties["after"], *gone]:
        text = gettext("Rank %(rank)d will be shared by %(states)s")
        if tie in gone:
            text = gettext("Rank %(rank)d is no longer shared by %(states)s")
        elif tie in ties["before"]:
            text = gettext("Rank %(rank)d stays shared by %(states)s")
        yield text % {"rank": tie["rank"], "states": _listed(tie["states"], names)}


def _streaks(streaks: Mapping[str, Any], names: Names) -> Iterator[str]:
    texts = {
        "begun": gettext("%(state)s: a streak begins in %(from)s"),
        "grown": gettext("%(state)s: the streak from %(from)s grows from %(before)s to %(months)s"),
        "cut": gettext("%(state)s: the streak from %(from)s is cut from %(months)s to %(left)s"),
        "ended": gettext("%(state)s: the streak from %(from)s, %(months)s, ends"),
    }
    for kind, text in texts.items():
        for streak in streaks[kind]:
            told = text
            if not streak.get("certain", True):
                told = gettext("%(state)s: the streak from %(from)s, %(months)s, may go on: not on record")
            counts = {key: _months(streak[key]) for key in ("months", "before", "left") if key in streak}
            first = month_name(Month.parse(streak["from"]))
            yield told % {"state": names[streak["state"]], "from": first, **counts}


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _counts(counts: Iterable[Mapping[str, Any]], names: Names) -> Iterator[str]:
    """Only those that change."""
    for count in counts:
        if count["before"] != count["after"]:
            text = gettext("%(state)s: months in first place from %(before)d to %(after)d")
            yield text % {**count, "state": names[count["state"]]}


def stands(proposal: Proposal) -> str:
    """What became of a proposal, or what it waits for."""
    if proposal.signed_at is not None:
        return gettext("published, signed by %(name)s") % {"name": proposal.signed_by}
    if proposal.dropped_at is not None:
        return gettext("dropped by %(name)s") % {"name": proposal.dropped_by}
    if proposal.confirmed_by:
        return gettext("confirmed ahead by %(name)s") % {"name": proposal.confirmed_by}
    return gettext("waits for a second signature")


def counted(lists: int, places: int) -> str:
    """`2 lists, 5 places`"""
    return ", ".join(
        (
            ngettext("%(count)s list", "%(count)s lists", lists) % {"count": lists},
            ngettext("%(count)s place", "%(count)s places", places) % {"count": places},
        )
    )
