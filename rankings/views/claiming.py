"""A claim as the address of a page asks it: in words, or in its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext

from rankings.core.claims import Claim, ClaimKind
from rankings.core.history import History
from rankings.core.saying import scope_said
from rankings.selectors import asked
from rankings.selectors.asked import LONGEST_WINDOW, MalformedQueryError
from rankings.selectors.claims import read_claim
from rankings.views.links import Asked
from states.models import State
from states.months import Month
from states.selectors import state_by_code

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class ClaimAsked:
    """`said` is the text as it was typed; `state` and `count` are None as long as they are not known.

    `first` and `last` are None where the address names no month.
    """

    said: str
    state: str | None
    kind: ClaimKind
    count: int | None
    first: Month | None
    last: Month | None

    @property
    def query(self) -> dict[str, str]:
        """The parts as a query says them, without the months; nothing of what is not known."""
        query = {"kind": self.kind.value}
        if self.state is not None:
            query["state"] = self.state
        if self.count is not None:
            query["count"] = str(self.count)
        return query

    def claim(self, first: Month, last: Month) -> Claim | None:
        """The claim about these months where all its parts are known. Raises ValueError as `Claim` does."""
        if self.state is None or self.count is None:
            return None
        return Claim(self.state, self.kind, self.count, first, last)


def scope_claimed(request: HttpRequest, wanted: Asked) -> Asked:
    """The board and the category that a claim in words names, else those that the address asks for."""
    board, category = scope_said(request.GET.get("said", "")[:LONGEST_TEXT])
    if board:
        wanted = wanted.on_board(board)
    return wanted.in_category(category) if category else wanted


def claim_asked(request: HttpRequest, lists: History, states: Sequence[State]) -> ClaimAsked | None:
    """What the query claims; None where it claims nothing. Raises UnknownStateError, MalformedQueryError."""
    query = request.GET
    said = query.get("said", "").strip()[:LONGEST_TEXT]
    first, last = asked.window(query.get("from"), query.get("to"))
    if said and lists:
        found = read_claim(said, states, min(lists), max(lists))
        return ClaimAsked(said, found.state, found.kind, found.count, found.first, found.last)
    if not any(query.get(name) for name in ("kind", "count")):
        return None
    kind = asked.one_of(query.get("kind"), "kind", ClaimKind) or ClaimKind.MONTHS_FIRST
    state = state_by_code(query["state"]).code if query.get("state") else None
    return ClaimAsked("", state, ClaimKind(kind), _count(query.get("count")), first, last)


def _count(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= LONGEST_WINDOW and len(text) < 6):
        told = gettext("count: “%(value)s” is not a number from 0 to %(most)s")
        raise MalformedQueryError("count", told % {"value": text[:40], "most": LONGEST_WINDOW})
    return int(text)
