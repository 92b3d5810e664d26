"""What a clause says, by role, and what it claims by that: places, counts, streaks, scores, who is ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NoReturn

from common.months import Month
from insights.claims.grammar import FIRST, Count, Place, When, Window
from insights.claims.kinds import ClaimKind, Relation
from insights.claims.lexer import Amount, Item


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

    def forget(self, role: str) -> Any:
        """The same, as if it had never been said."""
        self._words.pop(role, None)
        return self.take(role)

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


# What a clause claims.

Parts = tuple[ClaimKind, int, Month, Month, Relation, str]
"""A claim without its State and lists: kind, number, first month, last month, relation, other."""
Kind, Rel = ClaimKind, Relation


def claims_of(facts: Facts, about: Setting) -> list[Parts]:
    """What a clause claims. Raises NotReadError for what it says and no claim has used.

    >>> may = Month(2023, 5)
    >>> [(str(kind), number) for kind, number, *_ in claims_of(Facts([Item("1", FIRST, ("first",))]),
    ...                                                        Setting(None, None, may, may))]
    [('rank', 1)]
    """
    negation = facts.peek("!")
    never = negation == "never" or (negation is not None and "e" in facts)
    relation = Rel.NOT if negation is not None and not never else Rel.EXACTLY
    made = [
        *_full_marks(facts, about, relation),
        *_scores(facts, about, relation),
        *_others(facts, about, relation),
    ]
    if "1" in facts or ("2" in facts and ("R" in facts or "L" in facts)):
        made += _placed(facts, about, relation, never=never)
    elif never:
        facts.refuse("!")
    if negation is not None:
        facts.take("!")
        if len({kind for kind, *_ in made}) > 1:
            facts.refuse("!")
    if left := facts.left():
        raise NotReadError(left)
    return made


def _monthly(facts: Facts, about: Setting) -> list[Window]:
    """The months of a claim about single lists; stretches only with "every month"."""
    when = about.lists()
    if not (when.kind in ("months", "newest") or facts.used("*")):
        facts.refuse("V")
    return about.windows(when)


def _full_marks(facts: Facts, about: Setting, relation: Relation) -> Iterator[Parts]:
    hundred = facts.peek("3")
    full = facts.used("f")
    if not full and ("4" in facts or "q" in facts) and hundred is not None and hundred.value == 100:
        full = facts.used("3")
    if not full:
        return
    windows = _monthly(facts, about)
    if "4" in facts:
        amount: Amount | None = facts.take("4")
        number = 0 if amount is None else amount.whole
        if number is None:
            facts.refuse("4", "f")
        kind, other = Kind.FULL_MARKS, ""
        if relation is Rel.EXACTLY:
            relation = Rel.ALL if amount is None else amount.relation
        elif amount is None or amount.relation is not Rel.EXACTLY:
            facts.refuse("!", "4")
    elif "q" in facts:
        kind, number, other = Kind.FULL_MARKS_IN, 1, facts.take("q")
    else:
        kind, number, other = Kind.SCORE, 10_000, ""
    for first, last in windows:
        yield kind, number, first, last, relation, other


def _scores(facts: Facts, about: Setting, relation: Relation) -> Iterator[Parts]:
    if "3" not in facts:
        return
    windows = _monthly(facts, about)
    amount: Amount = facts.take("3")
    for first, last in windows:
        yield Kind.SCORE, int(amount.value * 100), first, last, _related(amount, relation), ""


def _related(amount: Amount, relation: Relation) -> Relation:
    return amount.relation if relation is Rel.EXACTLY else relation


def _others(facts: Facts, about: Setting, relation: Relation) -> Iterator[Parts]:
    """Ahead of, behind, and most improved."""
    if not ("5" in facts or "6" in facts or "8" in facts):
        return
    windows = _monthly(facts, about)
    for role, kind in (("5", Kind.AHEAD), ("6", Kind.BEHIND)):
        for other in facts.take(role) or ():
            for first, last in windows:
                yield kind, 1, first, last, relation, other
    if facts.used("8"):
        for first, last in windows:
            yield Kind.MOST_IMPROVED, 1, first, last, relation, ""


def _placed(facts: Facts, about: Setting, relation: Relation, *, never: bool) -> Iterator[Parts]:
    place: Place = facts.take("1") or FIRST  # "a streak of six" is one of first places
    if place == FIRST and ("2" in facts or "R" in facts or "L" in facts):
        yield from _counted(facts, about, relation)
        return
    if place == FIRST and never and about.single is None:
        for first, last in about.windows(about.stretch()):
            yield Kind.MONTHS_FIRST, 0, first, last, Rel.EXACTLY, ""
        return
    every, inverted = facts.used("*"), never or relation is Rel.NOT
    if every and relation is Rel.NOT:
        facts.refuse("!")  # "not first in every month": one miss, or never
    when = about.stretch() if every or never else about.lists()
    if when is not None and when.yearly and not (every or never):
        yield from _annual(facts, about.windows(when), place, relation)
        return
    kind = _kind_of(place, inverted=inverted)
    same = Rel.NOT if inverted and kind is Kind.RANK else Rel.EXACTLY
    for first, last in about.windows(when):
        yield kind, place.rank, first, last, same, ""
    yield from _moved(facts, about, when)


def _kind_of(place: Place, *, inverted: bool) -> ClaimKind:
    if place.form == "rank":
        return Kind.RANK
    return Kind.TOP if (place.form == "top") is not inverted else Kind.OUTSIDE_TOP


def _annual(facts: Facts, windows: Sequence[Window], place: Place, relation: Relation) -> Iterator[Parts]:
    """The rank of a calendar year; "in the top five of 2022" is one no worse than the fifth."""
    if place.form == "outside" or (place.form == "top" and relation is Rel.NOT):
        facts.refuse("1", "!")
    ranked = Rel.AT_MOST if place.form == "top" else relation
    for first, last in windows:
        if (first.number, last.number) != (1, 12):
            facts.refuse("V")
        for year in range(first.year, last.year + 1):
            yield Kind.ANNUAL, place.rank, Month(year, 1), Month(year, 12), ranked, ""


def _moved(facts: Facts, about: Setting, when: When | None) -> Iterator[Parts]:
    """`slipped to fifth`: worse than in the list of the month before."""
    direction = facts.take("7")
    if direction is None:
        return
    if when is None or when.kind not in ("months", "newest"):
        facts.refuse("7")
    for first, last in about.windows(when):
        yield Kind.RANK_CHANGE, 0, first, last, Rel.MORE_THAN if direction == "rose" else Rel.LESS_THAN, ""


def _counted(facts: Facts, about: Setting, relation: Relation) -> Iterator[Parts]:
    """Months in first place, and streaks."""
    count: Count | None = facts.take("2")
    streak, longest = facts.used("R"), facts.used("L")
    past = about.when if about.when is not None and about.when.kind == "past" else None
    if count is None and streak and past is not None:  # "in a row for the past six months"
        count, about = Count(Amount(Decimal(past.length)), unit="m"), replace(about, when=None)
    if count is None or count.amount.whole is None:
        facts.refuse("R", "L", "2")
    standing = "h" in facts or "w" not in facts
    if not (streak or longest) and count.unit == "m" and not count.of and about.stretch() is None:
        if "i" in facts and not standing:
            facts.refuse("2")  # "was first for six months": a count or a streak, nobody knows
        streak = count.since_then or "i" in facts
    related = _related(count.amount, relation)
    if streak or longest:
        yield from _streaks(count, about, related, longest=longest, standing=standing)
    else:
        yield from _firsts(facts, count, about, related)


def _streaks(
    count: Count, about: Setting, related: Relation, *, longest: bool, standing: bool
) -> Iterator[Parts]:
    """A streak that has ended is claimed by a past tense, or by months that end before the newest list.

    "Six months in a row" is so where it has grown since; "for the sixth time in a row" is exact.
    """
    assert count.amount.whole is not None
    month = about.single
    for first, last in about.windows(about.stretch()):
        ended = month is None and (last != about.newest or not (standing or count.ordinal))
        kind = Kind.LONGEST_STREAK if longest or ended else Kind.CURRENT_STREAK
        if related is Rel.EXACTLY and not count.ordinal and not longest:
            related = Rel.AT_LEAST
        start = min(about.oldest, last) if month is not None else first
        yield kind, count.amount.whole, start, last, related, ""


def _firsts(facts: Facts, count: Count, about: Setting, related: Relation) -> Iterator[Parts]:
    """Months in first place: in a window, of so many months, or up to the month that was the sixth of them."""
    assert count.amount.whole is not None
    month = (
        replace(about, when=about.lists()).single
        if count.ordinal and about.lists().kind == "months"
        else None
    )
    when = about.stretch()
    if month is not None and count.ordinal and related is Rel.EXACTLY:
        yield Kind.RANK, 1, month, month, Rel.EXACTLY, ""
        when = When("until", ((month.year, month.number),))
    elif about.when is not None and about.when.kind in ("months", "newest"):
        facts.refuse("2", "V")
    elif count.of:
        when = _of_months(facts, count.of, about)
    for first, last in about.windows(when):
        yield Kind.MONTHS_FIRST, count.amount.whole, first, last, related, ""


def _of_months(facts: Facts, months: int, about: Setting) -> When:
    """`of 29 months`: those that begin with the month that is named, else the last ones; of a year its first ones."""
    if about.when is None:
        return When("past", length=months)
    if about.when.kind == "since" or (
        about.when.kind == "year" and len(about.when.points) == 1 and months <= 12
    ):
        ((first, _),) = about.windows(about.when)
    else:
        facts.refuse("2", "V")
    last = first.plus(months - 1)
    return When("range", ((first.year, first.number), (last.year, last.number)))
