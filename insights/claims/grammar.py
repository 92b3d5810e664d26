"""The grammar of a sentence about the ranking: runs of items become its predicates, by patterns over their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from insights.claims.kinds import Relation
from insights.claims.lexer import Item, joined, rewrite
from insights.claims.times import LONGEST_PAST
from insights.claims.vocabulary import STATE, Amount

PREDICATES = frozenset("135678f")
"""The roles that make a clause: without one of them it says nothing that lists decide."""
_WHOLE_COUNTRY = 100
"""No rank is worse than this."""


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
