"""What a reader can search for: States, months with a list, parameters, practices. Five queries in all."""

from __future__ import annotations

from dataclasses import dataclass

from common.folding import folded
from common.months import Month
from metrics.boards import DEFAULT_BOARD
from metrics.models import Parameter
from metrics.selectors import methodologies
from rankings.lists.histories import Scope, chosen_lists
from rankings.practices.queries import PublicPractice, practices
from states.models import State
from states.selectors import DEFAULT_CATEGORY, all_states


@dataclass(frozen=True, slots=True)
class ParameterNames:
    """A parameter as its newest version calls it."""

    code: str
    name: str
    name_hi: str


@dataclass(frozen=True, slots=True)
class Searchable:
    """`months` newest first; `parameters` by code."""

    states: tuple[State, ...]
    months: tuple[Month, ...]
    parameters: tuple[ParameterNames, ...]
    practices: tuple[PublicPractice, ...] = ()


def searchable() -> Searchable:
    """Everything that stands on public pages and has a name."""
    rank = {one.version: place for place, one in enumerate(methodologies())}
    rows = Parameter.objects.filter(methodology__in=list(rank)).values_list(
        "methodology", "code", "name", "name_hi"
    )
    newest = {
        code: ParameterNames(code, *names) for _, code, *names in sorted(rows, key=lambda row: rank[row[0]])
    }
    return Searchable(
        states=tuple(all_states()),
        months=tuple(sorted(chosen_lists(Scope(DEFAULT_BOARD, DEFAULT_CATEGORY)), reverse=True)),
        parameters=tuple(newest[code] for code in sorted(newest)),
        practices=practices(),
    )


# Months in what a reader types: `2023-10`, `10/2023`, `October 2023`, `अक्टूबर 2023`, `2023`, `2023-24`.

_NAMES = (
    ("january", "jan", "जनवरी", "जन"),
    ("february", "feb", "फ़रवरी", "फर"),
    ("march", "mar", "मार्च"),
    ("april", "apr", "अप्रैल", "अप्रै"),
    ("may", "मई"),
    ("june", "jun", "जून"),
    ("july", "jul", "जुलाई", "जुल"),
    ("august", "aug", "अगस्त", "अग"),
    ("september", "sept", "sep", "सितंबर", "सितम्बर", "सितं", "सित"),
    ("october", "oct", "अक्टूबर", "अक्तूबर", "अक्टू"),
    ("november", "nov", "नवंबर", "नवम्बर", "नवं", "नव"),
    ("december", "dec", "दिसंबर", "दिसम्बर", "दिसं", "दिस"),
)
_BY_NAME = {folded(name): number for number, names in enumerate(_NAMES, start=1) for name in names}
_YEARS = range(2000, 2100)
_FINANCIAL_STARTS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query says of months: numbers and years, none where it names none; and its other words.

    `financial` is the first year of a financial year, April to March.
    """

    numbers: frozenset[int]
    years: frozenset[int]
    rest: str
    financial: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.numbers or self.years or self.financial)

    @property
    def exact(self) -> Month | None:
        """The one month that is meant, where it is one."""
        if len(self.numbers) == len(self.years) == 1:
            return Month(min(self.years), min(self.numbers))
        return None

    def holds(self, month: Month) -> bool:
        """Whether a month is one of those meant."""
        if self.financial is not None:
            first = Month(self.financial, _FINANCIAL_STARTS)
            return first <= month <= Month(self.financial + 1, _FINANCIAL_STARTS - 1)
        return (not self.numbers or month.number in self.numbers) and (
            not self.years or month.year in self.years
        )


def read_months(query: str) -> Asked:
    """Take the months out of a query. A number counts as a month only beside a year."""
    words = folded(query).split()
    years = [word for word in words if word.isascii() and word.isdigit() and int(word) in _YEARS]
    names = [word for word in words if word in _BY_NAME]
    short = [word for word in words if word.isascii() and word.isdigit() and len(word) <= 2]
    taken, financial = set(years) | set(names), None
    numbers = {_BY_NAME[name] for name in names}
    if len(years) == len(short) == 1 and not names:
        year, number = int(years[0]), int(short[0])
        if 1 <= number <= 12:
            numbers.add(number)
            taken.add(short[0])
        elif number == (year + 1) % 100:
            financial = year
            taken.add(short[0])
    rest = " ".join(word for word in words if word not in taken)
    return Asked(frozenset(numbers), frozenset(map(int, years)), rest, financial)
