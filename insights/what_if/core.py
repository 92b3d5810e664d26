"""A list with other figures or other marks: worked out beside the published one, and never stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from statistics import median

from metrics.scoring import Figure, Mark, Status
from rankings.lists.scored_list import Basis, Worked


@dataclass(frozen=True, slots=True)
class Change:
    """What is otherwise: maximum marks by parameter, and figures by State and parameter."""

    marks: Mapping[str, Decimal] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], Figure] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.marks or self.figures)


def changed(basis: Basis, change: Change) -> Basis:
    """What the list would rest on. Nothing is rescaled: a score is a share of the marks applicable.

    >>> from metrics.scoring import ParameterRule, Rules
    >>> from common.months import Month
    >>> rule = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(7), frozenset({"cctns"}))
    >>> sent = {"HR": {"REG-01": Figure(Decimal(3), Decimal(4))}}
    >>> basis = Basis(Month(2023, 10), "cctns", "2023-01", (rule,), Rules(), sent, {"HR": "Haryana"})
    >>> other = changed(basis, Change({"REG-01": Decimal(9)}, {("HR", "REG-01"): Figure(Decimal(4), Decimal(4))}))
    >>> other.parameters[0].max_marks, other.figures["HR"]["REG-01"].numerator, basis.figures["HR"]["REG-01"].numerator
    (Decimal('9'), Decimal('4'), Decimal('3'))
    """
    figures = {state: dict(own) for state, own in basis.figures.items()}
    for (state, code), figure in change.figures.items():
        figures.setdefault(state, {})[code] = figure
    parameters = tuple(
        replace(rule, max_marks=change.marks.get(rule.code, rule.max_marks)) for rule in basis.parameters
    )
    return replace(basis, parameters=parameters, figures=figures)


# Who is at the front of each parameter, and how a State's groups stand against the median of its category.


@dataclass(frozen=True, slots=True)
class Front:
    """The best of a parameter: `full` are the States at full marks; where there is none, `leaders` have most marks.

    `percent` is the leaders', None where nobody has a figure.
    """

    full: tuple[str, ...]
    leaders: tuple[str, ...]
    percent: Fraction | None


@dataclass(frozen=True, slots=True)
class Strength:
    """A group's marks as a share of those applicable, from 0 to 1; None where the State reported nothing of it.

    `median` is that of the `counted` States of the category.
    """

    group: str
    share: Fraction | None
    median: Fraction | None
    counted: int

    @property
    def ahead(self) -> Fraction | None:
        """How far above the median, negative below; None where one of the two is wanting."""
        return None if self.share is None or self.median is None else self.share - self.median


def fronts(worked: Worked) -> dict[str, Front]:
    """The front of every parameter of the list's board."""
    found = {}
    for code in worked.basis.on_board():
        marks = {state: own[code] for state, own in worked.marks.items()}
        found[code] = _front(marks)
    return found


def _front(marks: dict[str, Mark]) -> Front:
    full = tuple(sorted(state for state, one in marks.items() if one.full_marks))
    rated = {state: one for state, one in marks.items() if one.percent is not None}
    if full or not rated:
        return Front(full, (), None)
    most = max(one.marks for one in rated.values())
    leaders = tuple(sorted(state for state, one in rated.items() if one.marks == most))
    return Front((), leaders, rated[leaders[0]].percent)


def strengths(worked: Worked, state: str, members: Collection[str]) -> list[Strength]:
    """The groups of the list's board, in the order of the methodology.

    `members` are the States of the category. A State that is unranked on the list, for it sent nothing or nothing
    applies to it, is no part of the median; a parameter that a ranked State did not report earns it nothing.
    """
    groups: dict[str, list[str]] = {}
    for code, rule in worked.basis.on_board().items():
        groups.setdefault(rule.group, []).append(code)
    ranked = [mark for mark in worked.marks if mark in members and worked.scores[mark].printed is not None]
    found = []
    for group, codes in groups.items():
        shares = [share for one in ranked if (share := _share(worked.marks[one], codes)) is not None]
        sent = state in worked.marks and any(
            worked.marks[state][code].status is Status.REPORTED for code in codes
        )
        own = _share(worked.marks[state], codes) if sent else None
        found.append(Strength(group, own, median(shares) if shares else None, len(shares)))
    return found


def _share(marks: Mapping[str, Mark], codes: Iterable[str]) -> Fraction | None:
    counting = [marks[code] for code in codes if marks[code].counts]
    whole = sum((Fraction(one.max_marks) for one in counting), Fraction(0))
    return sum((one.marks for one in counting), Fraction(0)) / whole if whole else None
