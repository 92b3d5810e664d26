"""What a clause says, by role, each to be used once; and what the claim is about beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from common.months import Month
from insights.claims.lexer import Item
from insights.claims.times import When, Window


class NotReadError(ValueError):
    """Words that were not understood; `stateless`: no State was named, though everything else was read."""

    def __init__(self, words: Sequence[str], *, stateless: bool = False) -> None:
        super().__init__(" ".join(words))
        self.words, self.stateless = tuple(words), stateless


class Facts:
    """What a clause says, by role. Each fact is taken once; what nobody takes was not understood.

    >>> facts = Facts([Item("1", "first", ("first",)), Item("2", 20, ("20", "times"))])
    >>> facts.take("1"), facts.left()
    ('first', ['20', 'times'])
    """

    # These say nothing more once the rest of a clause was read.
    HARMLESS = frozenset("hworsk>eij,")

    def __init__(self, found: Sequence[Item]) -> None:
        """Raises NotReadError where a role stands there twice with different meanings."""
        self._items: dict[str, Item] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self.when: When | None = None
        for item in found:
            if item.role == "V":
                self.when = _one_time(self.when, item)
                self._words["V"] = (*self._words.get("V", ()), *item.words)
                continue
            first = self._items.setdefault(item.role, item)
            if first.value != item.value:
                raise NotReadError(item.words)
            self._words[item.role] = (*self._words.get(item.role, ()), *item.words)

    def __contains__(self, role: str) -> bool:
        return role in self._items

    def peek(self, role: str) -> Any:
        """The meaning of a fact, None where it is not said."""
        return self._items[role].value if role in self._items else None

    def take(self, role: str) -> Any:
        """The same, taken."""
        return self._items.pop(role).value if role in self._items else None

    def used(self, role: str) -> bool:
        """Whether it is said; it is taken then."""
        return self._items.pop(role, None) is not None

    def refuse(self, *roles: str) -> NoReturn:
        """Raises NotReadError for the words of these roles, for all words where none of them is said."""
        refused = [word for role in roles for word in self._words.get(role, ())]
        raise NotReadError(refused or [word for words in self._words.values() for word in words])

    def left(self) -> list[str]:
        """The words that nobody took."""
        roles = [role for role in self._items if role not in self.HARMLESS]
        return [word for role in roles for word in self._words[role]]


def _one_time(before: When | None, item: Item) -> When:
    """The time of a clause: "the newest list, October's" names one list twice, anything else is one too many."""
    when: When = item.value
    if before is None or before == when:
        return when
    if {before.kind, when.kind} == {"newest", "months"}:
        months = when if when.kind == "months" else before
        if months.single and months.points[0][0] is None:
            return months
    raise NotReadError(item.words)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is about beside its facts: its months, those of the clauses around it, and the record."""

    when: When | None
    around: When | None
    oldest: Month
    newest: Month

    @property
    def single(self) -> Month | None:
        """The month, where the clause names one list."""
        return None if self.when is None or not self.when.single else self.windows(self.when)[0][0]

    def lists(self) -> When:
        """Single lists, where the clause names no months: those of the clauses around it, else the newest."""
        if self.when is not None:
            return self.when
        return self.around if self.around is not None and not self.around.open else When("newest")

    def stretch(self) -> When | None:
        """Months to count in, where the clause names none: those of the clauses around it, else all on record."""
        if self.when is not None:
            return self.when
        return self.around if self.around is not None and (self.around.open or self.around.yearly) else None

    def windows(self, when: When | None) -> list[Window]:
        return [(self.oldest, self.newest)] if when is None else when.windows(self.oldest, self.newest)
