"""A chart as the page holds it: message, text alternative, and the figure from which both drawings are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from common.charts.svg import fluid
from common.charts.theme import narrowed
from common.charts.times import Rule, Scale, Series, Tick, figure
from common.dates import month_name, month_short
from common.months import Month
from common.sheets import Sheet
from rankings.lists.history import Break, Standing, breaks


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """`key` is unique in the page. `note` stands under the chart and says where the same numbers are.

    `sheet` holds the chart's own numbers, for whoever takes them away; its columns are named as the API names them.
    `single`: one month's list is drawn, whatever else its page counts.
    """

    key: str
    title: str
    alternative: str
    note: str
    payload: dict[str, Any]
    sheet: Sheet
    single: bool = False

    @property
    def data_id(self) -> str:
        return f"chart-{self.key}"

    @property
    def drawings(self) -> str:
        """The figure as the server draws it, for a wide and for a narrow screen; style sheets show one of them."""
        both = fluid(self.payload["figure"], kind="wide") + fluid(narrowed(self.payload), kind="narrow")
        return mark_safe(both)  # noqa: S308  # nosec B308 B703


# Where another methodology version took over: a rule in a chart, a row in a table.

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


# Which months of a long row are named under a chart.

FEW_MONTHS = 6


def year_ticks(months: Sequence[Month]) -> list[Tick]:
    """The Januaries by their year, and the first month where it is not too near to one; few months all by name."""
    if len(months) <= FEW_MONTHS:
        return [Tick(index, month_short(month)) for index, month in enumerate(months)]
    ticks = [Tick(index, str(month.year)) for index, month in enumerate(months) if month.number == 1]
    if not ticks or ticks[0].index > len(months) // 8:
        ticks.insert(0, Tick(0, month_short(months[0])))
    return ticks


# The numbers behind charts over months, as sheets to take away; columns are named as the API names them.


def standings_sheet(
    months: Sequence[Month],
    standings: Mapping[Month, Standing],
    courses: Mapping[str, Mapping[Month, Standing]] = MappingProxyType({}),
    others: Iterable[str] = (),
) -> Sheet:
    """A State's rank and score, and its ranks on `others`; empty in a month in which it is not on record."""
    beside = tuple(others)
    rows = []
    for month in months:
        own = standings.get(month)
        there = [courses[board].get(month) for board in beside]
        rows.append(
            (
                str(month),
                own.rank if own else None,
                own.score if own else None,
                *(one.rank if one else None for one in there),
            )
        )
    return Sheet(("month", "rank", "score", *(f"rank_{board}" for board in beside)), rows)


def lines_sheet(
    months: Sequence[Month], lines: Sequence[tuple[str, Sequence[int | Decimal | None]]]
) -> Sheet:
    """A column for each line, by its name, and a row for each month."""
    return Sheet(
        ("month", *(name for name, _ in lines)),
        [(str(month), *(values[number] for _, values in lines)) for number, month in enumerate(months)],
    )


# Lines over months.


def hovers(months: Sequence[Month], texts: Sequence[str | None], name: str = "") -> tuple[str, ...]:
    """What is read at each point of a line: `Haryana, May 2023: rank 1`; nothing where there is no text."""
    before = f"{name}, " if name else ""
    return tuple(
        "" if text is None else f"{before}{month_name(month)}: {text}"
        for month, text in zip(months, texts, strict=True)
    )


def over_time(
    lines: Sequence[Series], months: Sequence[Month], scale: Scale, versions: Versions, **said: Any
) -> ChartFigure:
    """Lines over months, with a rule where another methodology version took over; `said` is the rest of the chart.

    `mark_first` draws the leading line's rank 1 in amber.
    """
    ruled, labels = rules(versions, months), [month_short(month) for month in months]
    mark_first = said.pop("mark_first", False)
    payload = figure(lines, labels, year_ticks(months), scale, mark_first=mark_first, rules=ruled)
    said["note"] = " ".join(filter(None, [said["note"], note(ruled)]))
    return ChartFigure(payload=payload, **said)
