"""Bounded pages: `limit` (1 to 1000) and `offset`, with addresses of the pages beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from states.asking import MalformedQueryError
from states.numbers import whole

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
