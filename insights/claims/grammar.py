"""The grammar of a sentence about the ranking: patterns over roles make months and predicates of its items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.months import Month
from insights.claims.kinds import Relation
from insights.claims.lexer import STATE, Amount, Item, joined, rewrite

PREDICATES = frozenset("135678f")
"""The roles that make a clause: without one of them it says nothing that lists decide."""
_WHOLE_COUNTRY = 100
"""No rank is worse than this."""


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


# Places, counts, scores: what a clause says of a State.


@dataclass(frozen=True, slots=True)
class Count:
    """`20 times`, `20 of 29 months`, `the sixth time`. `since_then`: "for six months now", which is a streak."""

    amount: Amount
    of: int = 0
    ordinal: bool = False
    unit: str = "t"
    since_then: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `rank` (this one), `top` (no worse than it) or `outside` (worse than it)."""

    form: str
    rank: int


FIRST = Place("rank", 1)


def predicates(found: list[Item]) -> list[Item]:
    """The items of a sentence with its predicates: 1 a place, 2 a count, 3 a score, 4 parameters, 5 States that are
    behind, 6 States that are ahead, 7 up or down, 8 most improved, f full marks, q a parameter.

    >>> [item.role for item in predicates([Item("O", 1, ("first",)), Item("r", None, ("place",))])]
    ['1']
    """
    # Repetitions are bounded, so that the cost grows with the text and not with its square.
    found = rewrite(found, "S", lambda run: joined("S", (run[0].value,), run))
    # "ahead of Telangana and Haryana was first": the second State begins a clause of its own.
    found = rewrite(found, "[AB]S(?=,+S[hw])", lambda run: joined("56"[run[0].role == "B"], _codes(run), run))
    found = rewrite(found, "S(?:,+S)+", lambda run: joined("S", _codes(run), run))
    found = rewrite(found, "AS|Sa", lambda run: joined("5", _codes(run), run))
    found = rewrite(found, "BS|Sb", lambda run: joined("6", _codes(run), run))
    found = rewrite(found, r"\*m?o?", lambda run: joined("*", None, run))
    found = rewrite(found, "Q", lambda run: joined("2", Count(Amount(run[0].value)), run))
    found = rewrite(found, "N[mt]?oH?N[mt]|NtNm", _count_of)
    found = rewrite(found, "H?Nm?%N[mt]?", _count_of)
    found = rewrite(found, "V%", lambda run: joined("V", run[0].value, run))
    found = rewrite(found, "N[mt]?oV", lambda run: [*joined("2", Count(run[0].value), run[:-1]), run[-1]])
    found = rewrite(found, "VN(?![a-zA-Z*])", _count_after_window)
    found = rewrite(found, "N[mt]>?|O[mt]>?|lN[mt]?", _count)
    found = rewrite(found, "l", lambda run: joined("R", None, run))
    found = rewrite(
        found, "s{0,3}Nd?c[cd]{0,3}k?(?:oN)?|s{1,3}N[cd]{0,3}k?(?:oN)?|N[cd]{1,3}k|c{1,3}N", _score
    )
    found = rewrite(found, "v[rT]{0,3}N|v[rT]{0,3}Or{0,3}|[rT]{0,3}NX|r{0,3}Or{0,3}X", _outside)
    found = rewrite(found, "TNr{0,3}", lambda run: _place("top", run))
    found = rewrite(found, "[rz]{1,3}N", lambda run: _place("rank", run))
    found = rewrite(found, "r{0,3}Or{0,3}", lambda run: joined("1", Place("rank", _number(run)), run))
    found = rewrite(found, "r{0,3}(?:F[rF]{0,3}|T)r{0,3}", lambda run: joined("1", Place("rank", 1), run))
    found = rewrite(found, "u", lambda run: joined("7", run[0].value, run))
    return rewrite(found, "I", lambda run: joined("8", None, run))


def _codes(run: Sequence[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for item in run if item.role == STATE for code in item.value))


def _numbers(run: Sequence[Item]) -> list[Amount]:
    return [item.value for item in run if item.role == "N"]


def _number(run: Sequence[Item]) -> int:
    return next(int(item.value) for item in run if item.role == "O")


def _count_of(run: list[Item]) -> list[Item] | None:
    """`29 of the past 39 months`, `20 times in 29 months`; Hindi names the whole first: `39 में से 29 माह`."""
    amount, total = _numbers(run)
    if any(item.role == "%" for item in run):
        amount, total = total, amount
    if total.relation is not Relation.EXACTLY or not 0 < (total.whole or 0) <= LONGEST_PAST:
        return None
    return joined("2", Count(amount, of=int(total.value)), run)


def _count_after_window(run: list[Item]) -> list[Item] | None:
    """`पिछले 39 महीनों में से 29`: only behind "of", which the window has taken."""
    if not any(word == "से" for word in run[0].words[-1:]):
        return None
    return [run[0], *joined("2", Count(run[1].value), run[1:])]


def _count(run: list[Item]) -> list[Item]:
    """`20 times`, `the sixth month`, `six months now`, `a streak of six`."""
    unit = next((item.role for item in run if item.role in "mt"), "t")
    number = next(item for item in run if item.role in "NO")
    if number.role == "O":
        return joined("2", Count(Amount(Decimal(number.value)), ordinal=True, unit=unit), run)
    count = Count(number.value, unit=unit, since_then=run[-1].role == ">" and unit == "m")
    if run[0].role == "l":
        return [*joined("R", None, run[:1]), *joined("2", count, run[1:])]
    return joined("2", count, run)


def _score(run: list[Item]) -> list[Item] | None:
    """`99.97`, `with 99.97 per cent`, `96.60 out of 100`."""
    amounts = _numbers(run)
    if len(amounts) == 2 and amounts[1].value != 100:
        return None
    if amounts[0].value * 100 != int(amounts[0].value * 100):
        return None
    return joined("3", amounts[0], run)


def _place(form: str, run: list[Item]) -> list[Item] | None:
    (amount,) = _numbers(run)
    if amount.relation is not Relation.EXACTLY or not amount.whole or amount.whole > _WHOLE_COUNTRY:
        return None
    return joined("1", Place(form, amount.whole), run)


def _outside(run: list[Item]) -> list[Item] | None:
    ordinals = [item.value for item in run if item.role == "O"]
    if ordinals:
        return joined("1", Place("outside", ordinals[0]), run)
    return _place("outside", run)
