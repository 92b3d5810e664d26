"""What a reader may ask for: months, boards, categories, origins, each checked once and for all doors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from common.asking import MalformedQueryError, UnknownNameError
from common.months import FIRST_YEAR, LAST_YEAR, Month
from common.numbers import whole
from metrics.boards import DEFAULT_BOARD, Board
from rankings.lists.progress_rank import SPANS, Measure
from rankings.models import Origin
from states.selectors import CATEGORIES, DEFAULT_CATEGORY, FIRST_MONTH, states_by_code

LATEST = "latest"
PUBLISHED, RESCORED = "published", "rescored"
# Two hundred years: more than a ranking lives, and few enough to count for every State at once.
LONGEST_WINDOW = 2400
_LONGEST_MOMENT = 40
_LEAP_SECOND = re.compile(r"(?<=:[0-5][0-9]:)60", re.ASCII)
# Beyond these no database need follow: before the first list, and after the last.
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def board(text: str | None) -> Board:
    """A board by its code in any case; empty means the default."""
    if not text:
        return DEFAULT_BOARD
    try:
        return Board(text.lower())
    except ValueError:
        raise UnknownNameError("board", text, Board) from None


def category(text: str | None) -> str:
    """A category by its code in any case; empty means the whole of India."""
    if not text:
        return DEFAULT_CATEGORY
    if text.lower() not in CATEGORIES:
        raise UnknownNameError("category", text, CATEGORIES)
    return text.lower()


def origin(text: str | None) -> Origin | None:
    """An origin, or None for “computed where there is one, recorded elsewhere”."""
    if not text:
        return None
    try:
        return Origin(text.lower())
    except ValueError:
        told = _("origin is one of %(known)s, not “%(value)s”")
        raise MalformedQueryError(
            "origin", told % {"known": ", ".join(Origin.values), "value": text[:40]}
        ) from None


def month(text: str | None, field: str) -> Month | None:
    """A month in a query; None where it is empty."""
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        told = _("%(field)s: “%(value)s” is not a month; write it as YYYY-MM, for example 2023-10")
        raise MalformedQueryError(field, told % {"field": field, "value": text[:40]}) from None


def year(text: str | None) -> int | None:
    """A calendar year in a query; None where it is empty."""
    if not text:
        return None
    if not _YEAR.fullmatch(text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        told = _("year: “%(value)s” is not a year; write it with four digits, for example 2022")
        raise MalformedQueryError("year", told % {"value": text[:40]})
    return int(text)


def as_of(text: str | None) -> date | None:
    """The day of `as_of=`; None where it is empty: as of now."""
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        told = _("as_of: “%(value)s” is not a day; write it as YYYY-MM-DD, for example 2024-01-15")
        raise MalformedQueryError("as_of", told % {"value": text[:40]}) from None


def one_of(text: str | None, field: str, known: Iterable[str]) -> str:
    """One of a few known words in any case; empty where nothing was asked."""
    if not text:
        return ""
    words = tuple(known)
    if text.lower() not in words:
        told = _("%(field)s is one of %(known)s, not “%(value)s”")
        raise MalformedQueryError(
            field, told % {"field": field, "known": ", ".join(words), "value": text[:40]}
        )
    return text.lower()


def span(text: str | None) -> int:
    """Over how many months progress is meant; one where it is empty."""
    return int(one_of(text, "span", map(str, SPANS)) or SPANS[0])


def measure(text: str | None) -> Measure:
    """By which measure progress is ranked; by points where it is empty."""
    return Measure(one_of(text, "measure", Measure) or Measure.CHANGE)


def rescored_under(view: str | None, methodology: str | None, origin: Origin | None) -> str | None:
    """The version of `view=rescored&methodology=VERSION`, empty for the newest; None for the lists as published."""
    if one_of(view, "view", (PUBLISHED, RESCORED)) == RESCORED:
        if origin == Origin.RECORDED:
            told = _(
                "origin: recorded lists cannot be scored again, their figures are not known; leave it out"
            )
            raise MalformedQueryError("origin", told)
        return methodology or ""
    if methodology:
        told = _("methodology: it goes with view=%(view)s; published lists keep their own version")
        raise MalformedQueryError("methodology", told % {"view": RESCORED})
    return None


def moment(text: str | None, field: str) -> datetime | None:
    """A moment in a query, ISO 8601; a day means its beginning, and without an offset Indian time is meant.

    None where it is empty.
    """
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            found: datetime | None = datetime.combine(date.fromisoformat(text), time())
        else:
            plain = _LEAP_SECOND.sub("59", text.replace(" ", "+"))
            found = parse_datetime(plain) if len(text) <= _LONGEST_MOMENT else None
        if found is None:
            raise ValueError(text)
        aware = found if timezone.is_aware(found) else found.replace(tzinfo=timezone.get_default_timezone())
        return min(max(aware, _EARLIEST), _LATEST)
    except ValueError:
        told = _(
            "%(field)s: “%(value)s” is not a moment; write it as ISO 8601, for example 2024-01-15T00:00:00Z"
        )
        raise MalformedQueryError(field, told % {"field": field, "value": text[:40]}) from None


def states(text: str | None) -> frozenset[str] | None:
    """The codes of the States that are named, separated by commas; None where none is.

    Any of a State's codes will do. Raises UnknownStateError, for an empty code between commas too. One query where
    States are named.
    """
    named = (text or "").replace(" ", "")
    if not named:
        return None
    return frozenset(one.code for one in states_by_code(named.split(",")))


def window(first: str | None, last: str | None) -> tuple[Month | None, Month | None]:
    """The months `from` and `to` of a query; a window that ends before it begins, or never, is malformed."""
    return checked_window(month(first, "from"), month(last, "to"))


def checked_window(start: Month | None, end: Month | None) -> tuple[Month | None, Month | None]:
    """The same of months that were read before."""
    if start and end and end < start:
        told = _("to: %(last)s lies before from=%(first)s; swap them")
        raise MalformedQueryError("to", told % {"first": start, "last": end})
    begins = start or FIRST_MONTH
    if end and end.ordinal - begins.ordinal >= LONGEST_WINDOW:
        told = _("to: a window holds at most %(months)d months; ask for fewer years")
        raise MalformedQueryError("to", told % {"months": LONGEST_WINDOW})
    return start, end


# Bounded pages: `limit` (1 to 1000) and `offset`, with addresses of the pages beside.

# Three months of every board and category; a month of one list always fits whole.
DEFAULT_LIMIT, HIGHEST_LIMIT = 50, 1000
_LONGEST_NUMBER = 9
QUERY = ("limit", "offset")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a collection: at most `limit` entries from number `offset`, counted from 0."""

    limit: int
    offset: int

    @classmethod
    def of(cls, query: Mapping[str, str], default: int = DEFAULT_LIMIT) -> Page:
        """Raises MalformedQueryError for anything but whole numbers within the bounds."""
        return cls(
            _whole(query, "limit", default, lowest=1, highest=HIGHEST_LIMIT),
            _whole(query, "offset", 0, lowest=0, highest=10**_LONGEST_NUMBER - 1),
        )

    def cut(self, entries: Sequence[T]) -> Sequence[T]:
        return entries[self.offset : self.offset + self.limit]

    def next(self, count: int) -> Page | None:
        after = self.offset + self.limit
        return Page(self.limit, after) if after < count else None

    def previous(self) -> Page | None:
        return Page(self.limit, max(0, self.offset - self.limit)) if self.offset else None

    def last(self, count: int) -> Page:
        """The page that ends the collection, in steps from the first one."""
        return Page(self.limit, max(0, count - 1) // self.limit * self.limit)

    def beside(self, request: HttpRequest, count: int) -> dict[str, str]:
        """The addresses of the pages beside, by their relation; nothing where all is on this one."""
        if count <= self.limit and not self.offset:
            return {}
        pages = {
            "first": Page(self.limit, 0),
            "prev": self.previous(),
            "next": self.next(count),
            "last": self.last(count),
        }
        return {relation: _address(request, page) for relation, page in pages.items() if page}


def _address(request: HttpRequest, page: Page) -> str:
    """The same query at another page."""
    query = request.GET.copy()
    query["limit"], query["offset"] = str(page.limit), str(page.offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _whole(query: Mapping[str, str], field: str, default: int, *, lowest: int, highest: int) -> int:
    text = query.get(field, "")
    if not text:
        return default
    number = whole(text, digits=_LONGEST_NUMBER)
    if number is None or not lowest <= number <= highest:
        detail = _("%(field)s is a whole number from %(lowest)d to %(highest)d.")
        raise MalformedQueryError(field, detail % {"field": field, "lowest": lowest, "highest": highest})
    return number
