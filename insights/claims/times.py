"""The months that a sentence about the ranking names, as items of the grammar and as windows on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from common.months import Month
from insights.claims.kinds import Relation
from insights.claims.lexer import Item, joined, rewrite
from insights.claims.vocabulary import Amount

Point = tuple[int | None, int | None]
"""A year and the number of a month: the year is None where it was not said, the month where a year is meant."""
Window = tuple[Month, Month]
LONGEST_PAST = 1200
"""Months before the newest list that a claim may reach back: the calendar begins with 1900."""


@dataclass(frozen=True, slots=True)
class When:
    """What a sentence says of its months.

    `kind`: `months` (single ones, in `points`), `year` (calendar years), `since`, `until`, `range` (of two points),
    `past` (`length` months up to the newest list), `this_year`, `last_year` or `newest` (the newest list).
    """

    kind: str
    points: tuple[Point, ...] = ()
    length: int = 0

    @property
    def single(self) -> bool:
        """Whether it names one list: a month, or the newest one."""
        return self.kind == "newest" or (self.kind == "months" and len(self.points) == 1)

    @property
    def open(self) -> bool:
        """Whether it is a stretch of months rather than single ones or a calendar year."""
        return self.kind in ("since", "until", "range", "past")

    @property
    def yearly(self) -> bool:
        return self.kind in ("year", "this_year", "last_year")

    def windows(self, oldest: Month, newest: Month) -> list[Window]:
        """The months that are meant, on a record from `oldest` to `newest`; neighbours are one window.

        >>> [str(month) for month in When("past", length=24).windows(Month(2021, 6), Month(2023, 10))[0]]
        ['2021-11', '2023-10']
        """
        if self.kind in ("months", "year"):
            return _runs([_window(point, newest) for point in self.points])
        ends = [_window(point, newest) for point in self.points]
        return {
            "newest": lambda: [(newest, newest)],
            "past": lambda: [(newest.plus(1 - self.length), newest)],
            "this_year": lambda: [(Month(newest.year, 1), newest)],
            "last_year": lambda: [(Month(newest.year - 1, 1), Month(newest.year - 1, 12))],
            "since": lambda: [(ends[0][0], max(ends[0][0], newest))],
            "until": lambda: [(min(oldest, ends[0][1]), ends[0][1])],
            "range": lambda: [(ends[0][0], ends[1][1])] if ends[0][0] <= ends[1][1] else [],
        }[self.kind]()


def _window(point: Point, newest: Month) -> Window:
    """The months of a point; a month without a year is the newest such month on record."""
    year, number = point
    if number is None:
        assert year is not None
        return Month(year, 1), Month(year, 12)
    if year is None:
        year = newest.year - (number > newest.number)
    return Month(year, number), Month(year, number)


def _runs(windows: Sequence[Window]) -> list[Window]:
    """Windows in their order, neighbours joined to one."""
    runs: list[Window] = []
    for first, last in sorted(set(windows)):
        if runs and first.ordinal == runs[-1][1].ordinal + 1:
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return runs


def timed(found: list[Item]) -> list[Item]:
    """The items of a sentence with what it says of months as items of the role `V`, each with a `When`."""
    found = rewrite(found, "yY|Yy", lambda run: joined("Y", _years(run)[0], run))
    found = rewrite(found, "M(?:[,~>]{1,2}M){0,11}m?Y|YM(?:[,~>]{1,2}M){0,11}", _dated)
    years = {year for item in found for year in _said(item)}
    year = years.pop() if len(years) == 1 else None
    found = rewrite(found, "M", lambda run: joined("D", ((year, run[0].value),), run))
    found = rewrite(
        found, "Y(?:,+Y)*", lambda run: joined("J", tuple((year, None) for year in _years(run)), run)
    )
    found = rewrite(found, "Dm", lambda run: joined("D", run[0].value, run))
    found = rewrite(found, "<?D~D|D>D~?|WD,+D|<?J~J|J>J~?|WJ,+J", _range)
    found = rewrite(found, "<[DJ]|[DJ]>", lambda run: _one_point("since", run))
    found = rewrite(found, "~[DJ]|[DJ]~", lambda run: _one_point("until", run))
    found = rewrite(found, "D(?:,+D)+(?:jm)?", lambda run: joined("D", _points(run), run))
    found = rewrite(found, "[NO]R[mt]", lambda run: [run[0], run[2], run[1]])
    found = rewrite(found, "HN[my]>?", _past)
    found = rewrite(found, "Hy>?", _last_year)
    found = rewrite(found, "D", lambda run: joined("V", When("months", run[0].value), run))
    found = rewrite(found, "J", lambda run: joined("V", When("year", run[0].value), run))
    found = rewrite(found, "Z", lambda run: joined("V", When("this_year"), run))
    return rewrite(found, "n", lambda run: joined("V", When("newest"), run))


def _years(run: Sequence[Item]) -> list[int]:
    return [item.value for item in run if item.role == "Y"]


def _said(item: Item) -> list[int]:
    """The years that an item names."""
    if item.role == "D":
        return [year for year, _ in item.value]
    return [item.value] if item.role == "Y" else []


def _dated(run: list[Item]) -> list[Item]:
    """Months with the year that is said once for them; what stands between them stays."""
    (year,) = _years(run)
    months = [place for place, item in enumerate(run) if item.role == "M"]
    owner = months[0] if run[0].role == "Y" else months[-1]
    beside = [item for place, item in enumerate(run) if item.role in "Ym" and place != owner]
    out: list[Item] = []
    for place, item in enumerate(run):
        if item.role == "M":
            out += joined("D", ((year, item.value),), [item, *(beside if place == owner else [])])
        elif item.role not in "Ym":
            out.append(item)
    return out


def _points(run: Sequence[Item]) -> tuple[Point, ...]:
    return tuple(point for item in run if item.role in ("D", "J") for point in item.value)


def _range(run: list[Item]) -> list[Item] | None:
    points = _points(run)
    return joined("V", When("range", points), run) if len(points) == 2 else None


def _one_point(kind: str, run: list[Item]) -> list[Item] | None:
    points = _points(run)
    return joined("V", When(kind, points), run) if len(points) == 1 else None


def _past(run: list[Item]) -> list[Item] | None:
    """`the past two years`: so many months up to the newest list."""
    amount: Amount = run[1].value
    length = (amount.whole or 0) * (12 if run[2].role == "y" else 1)
    if amount.relation is not Relation.EXACTLY or not 0 < length <= LONGEST_PAST:
        return None
    return joined("V", When("past", length=length), run)


def _last_year(run: list[Item]) -> list[Item]:
    """`last year` is the calendar year before that of the newest list, `the past year` the last twelve months."""
    past = run[0].words[-1].casefold() == "past"
    return joined("V", When("past", length=12) if past else When("last_year"), run)
