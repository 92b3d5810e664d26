"""The impact page: what publishing will change, in words and tables, list by list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from common.dates import month_name
from common.months import Month
from insights.publishing.impact import Impact
from metrics.boards import DEFAULT_BOARD
from rankings.lists import labels
from rankings.lists.labels import MISSING
from rankings.lists.queries import states_by_code
from states.selectors import DEFAULT_CATEGORY


@dataclass(frozen=True, slots=True)
class ImpactRow:
    """A State in a list; every cell is text. `changed`: its rank or score is not what stands now."""

    state: str
    old_rank: str
    rank: str
    moved: str
    old_score: str
    score: str
    previous_rank: str
    reason: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ImpactList:
    """One list; `whole` is shown unfolded."""

    name: str
    whole: bool
    summary: str
    ties: tuple[str, ...]
    streaks: tuple[str, ...]
    counts: tuple[str, ...]
    rows: tuple[ImpactRow, ...]


@dataclass(frozen=True, slots=True)
class ImpactPage:
    """`revision` is the number that the lists will have; `first` where the month was never published."""

    month: str
    revision: int
    first: bool
    methodology: str
    sample: bool
    mixed: str
    digest: str
    hinges: tuple[str, ...]
    lists: tuple[ImpactList, ...]


def impact_page(impact: Impact, names: Mapping[str, str]) -> ImpactPage:
    """`names` holds each State's name in the reader's language, by its code."""
    document = impact.document
    lists = sorted(
        document["lists"],
        key=lambda one: (labels.BOARDS.index(one["board"]), labels.CATEGORIES.index(one["category"])),
    )
    return ImpactPage(
        month=month_name(Month.parse(document["month"])),
        revision=document["revision"],
        first=document["revision"] == 1,
        methodology=document["methodology"],
        sample=document["sample"],
        mixed=labels.mixed(impact.sample_basis),
        digest=impact.digest,
        hinges=tuple(hinge_words(document["hinges"], names)),
        lists=tuple(_list(ranking, names) for ranking in lists),
    )


def hinge_words(hinges: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each list that hinges on a figure."""
    for hinge in hinges:
        for shown in hinge["lists"]:
            values = {
                "state": names[hinge["state"]],
                "parameter": hinge["parameter"],
                "list": _name(shown),
                "first": labels.listed([names[code] for code in shown["first_instead"]]) or MISSING,
                "ranks": ngettext("%(count)s rank differs", "%(count)s ranks differ", len(shown["ranks"]))
                % {"count": len(shown["ranks"])},
            }
            last = hinge["instead"] == "last_month"
            if shown["first"] != shown["first_instead"]:
                yield (
                    gettext(
                        "%(state)s, %(parameter)s, %(list)s: at last month's percent the first would be "
                        "%(first)s (%(ranks)s)"
                    )
                    if last
                    else gettext(
                        "%(state)s, %(parameter)s, %(list)s: without the figure the first would be "
                        "%(first)s (%(ranks)s)"
                    )
                ) % values
            else:
                yield (
                    gettext("%(state)s, %(parameter)s, %(list)s: at last month's percent %(ranks)s")
                    if last
                    else gettext("%(state)s, %(parameter)s, %(list)s: without the figure %(ranks)s")
                ) % values


def _name(one: Mapping[str, Any]) -> str:
    return f"{labels.board_name(one['board'])} · {labels.category_name(one['category'])}"


def _list(one: Mapping[str, Any], names: Mapping[str, str]) -> ImpactList:
    rows = tuple(_row(row, names) for row in one["rows"])
    changed = sum(row.changed for row in rows)
    summary = ngettext("%(count)s row changes", "%(count)s rows change", changed) % {"count": changed}
    return ImpactList(
        name=_name(one),
        whole=(one["board"], one["category"]) == (DEFAULT_BOARD, DEFAULT_CATEGORY),
        summary=summary,
        ties=tuple(_ties(one["ties"], names)),
        streaks=tuple(_streaks(one["streaks"], names)),
        counts=tuple(_counts(one["months_first"], names)),
        rows=rows,
    )


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> ImpactRow:
    return ImpactRow(
        state=names[row["state"]],
        old_rank=_text(row["old_rank"]),
        rank=_text(row["rank"]),
        moved=_moved(row["places_moved"]),
        old_score=_text(row["old_score"]),
        score=_text(row["score"]),
        previous_rank=_text(row["previous_rank"]),
        reason=labels.reason(row["reason"]) if row["reason"] else "",
        changed=(row["old_rank"], row["old_score"]) != (row["rank"], row["score"]),
    )


def _text(value: object) -> str:
    return MISSING if value is None else str(value)


def _moved(places: int | None) -> str:
    """`up 2`, `down 1`, `stays`; – where there is nothing to compare with."""
    if places is None:
        return MISSING
    if places == 0:
        return gettext("stays")
    words = gettext("up %(places)d") if places > 0 else gettext("down %(places)d")
    return words % {"places": abs(places)}


def _ties(found: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for one in found["after"]:
        told = gettext("Rank %(rank)d will be shared by %(states)s")
        if one in found["before"]:
            told = gettext("Rank %(rank)d stays shared by %(states)s")
        yield told % {"rank": one["rank"], "states": labels.listed([names[code] for code in one["states"]])}
    for one in found["before"]:
        if one not in found["after"]:
            yield gettext("Rank %(rank)d is no longer shared by %(states)s") % {
                "rank": one["rank"],
                "states": labels.listed([names[code] for code in one["states"]]),
            }


def _streaks(found: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    for one in found["begun"]:
        yield gettext("%(state)s: a streak begins in %(from)s") % _run(one, names)
    for one in found["grown"]:
        yield gettext("%(state)s: the streak from %(from)s grows from %(before)s to %(months)s") % _run(
            one, names
        )
    for one in found["cut"]:
        yield gettext("%(state)s: the streak from %(from)s is cut from %(months)s to %(left)s") % _run(
            one, names
        )
    for one in found["ended"]:
        told = gettext("%(state)s: the streak from %(from)s, %(months)s, ends")
        if not one["certain"]:
            told = gettext("%(state)s: the streak from %(from)s, %(months)s, may go on: not on record")
        yield told % _run(one, names)


def _run(one: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    counts = {key: _months(one[key]) for key in ("months", "before", "left") if key in one}
    return {"state": names[one["state"]], "from": month_name(Month.parse(one["from"])), **counts}


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _counts(found: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    """Only those that change."""
    for one in found:
        if one["before"] != one["after"]:
            yield gettext("%(state)s: months in first place from %(before)d to %(after)d") % {
                "state": names[one["state"]],
                "before": one["before"],
                "after": one["after"],
            }


def state_names() -> dict[str, str]:
    """Each State's name in the reader's language, by its code."""
    return {code: labels.state_name(state) for code, state in states_by_code().items()}
