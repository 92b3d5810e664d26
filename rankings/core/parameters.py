"""One parameter across States: who is at full marks, the middle, the ends, and how much it still separates.

All in exact numbers over the marks of the States of a list. A State that did not report has no percent: it is
counted, and left out of the middle and the ends. A State to which the parameter does not apply is counted apart, and so
is one that sent nothing at all: it is unranked, and no part of any share.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.scoring import Mark, ParameterRule, Status

FULL = 100
# Percent of the maximum from which a cell has each shade but the first, which is full marks alone.
_SHADES = (95, 85, 70, 50)


@dataclass(frozen=True, slots=True)
class Spread:
    """How the States stand on a parameter. Percents are exact and None where nobody reported.

    `full` are at full marks among the `applicable`, which are ranked; to `idle` it does not apply. `silent` did not
    report it, those that sent nothing at all among them.
    """

    parameter: str
    full: int
    applicable: int
    silent: int
    idle: int
    best: Fraction | None
    median: Fraction | None
    worst: Fraction | None

    @property
    def share_full(self) -> Fraction | None:
        """The share at full marks, the saturation; None where it applies to nobody who is ranked."""
        return Fraction(self.full, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class Span:
    """How far States lie apart on a parameter: `most` and `least` marks of those to which it applies.

    `apart` is None where it applies to fewer than two of them.
    """

    parameter: str
    most: Fraction | None
    least: Fraction | None

    @property
    def apart(self) -> Fraction | None:
        return None if self.most is None or self.least is None else self.most - self.least


@dataclass(frozen=True, slots=True)
class GroupSum:
    """The marks of a State in a group of parameters; `share` is None where none of them was `reported`."""

    group: str
    obtained: Fraction
    applicable: Fraction
    reported: bool

    @property
    def share(self) -> Fraction | None:
        return self.obtained / self.applicable if self.reported else None


def median(values: Iterable[Fraction]) -> Fraction | None:
    """The middle value, or the mean of the two in the middle; None for no values.

    >>> median([Fraction(3), Fraction(1), Fraction(2)]), median([Fraction(1), Fraction(2)])
    (Fraction(2, 1), Fraction(3, 2))
    """
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def spread(rule: ParameterRule, marks: Mapping[str, Mark], nothing_sent: Collection[str]) -> Spread:
    """The spread of one parameter over the marks of several States, some of which sent nothing at all."""
    every = [one for state, one in marks.items() if state not in nothing_sent]
    percents = [one.percent for one in every if one.percent is not None]
    low, high = min(percents, default=None), max(percents, default=None)
    upwards = rule.best_percent > rule.worst_percent
    return Spread(
        parameter=rule.code,
        full=sum(one.full_marks for one in every),
        applicable=sum(one.counts for one in every),
        silent=sum(one.status is Status.NOT_REPORTED for one in marks.values()),
        idle=sum(not one.counts for one in every),
        best=high if upwards else low,
        median=median(percents),
        worst=low if upwards else high,
    )


def spans(marks: Mapping[str, Mapping[str, Mark]], codes: Iterable[str]) -> tuple[Span, ...]:
    """The parameters by how far the States lie apart in marks, the farthest first, then in the order given.

    `marks` are State → parameter → mark. A figure that was not sent counts as 0 marks, as it does in the score.
    """
    found = []
    for code in codes:
        own = [one[code].marks for one in marks.values() if one[code].counts]
        found.append(Span(code, max(own), min(own)) if len(own) > 1 else Span(code, None, None))
    return tuple(sorted(found, key=lambda one: (one.apart is None, -(one.apart or 0))))


def group_sums(marks: Mapping[str, Mark], rules: Sequence[ParameterRule]) -> tuple[GroupSum, ...]:
    """A State's marks group by group, over the parameters of `rules`, in the order in which the groups come."""
    groups: dict[str, list[Mark]] = {}
    for rule in rules:
        groups.setdefault(rule.group, []).append(marks[rule.code])
    return tuple(
        GroupSum(
            group,
            sum((one.marks for one in own), Fraction(0)),
            sum((Fraction(one.max_marks) for one in own if one.counts), Fraction(0)),
            any(one.status is Status.REPORTED for one in own),
        )
        for group, own in groups.items()
    )


def share_of_marks(mark: Mark) -> Fraction | None:
    """The part of its maximum that a figure earns, 0 where none was sent; None where it does not apply."""
    return mark.marks / Fraction(mark.max_marks) if mark.counts else None


def whole_percent(share: Fraction) -> int:
    """A share as a whole percent that never says more than is so: 100 is full marks alone, 0 is nothing at all.

    >>> [whole_percent(Fraction(one)) for one in ("1", "0.999", "0.945", "0.001", "0")]
    [100, 99, 95, 1, 0]
    """
    nearest = (200 * share.numerator + share.denominator) // (2 * share.denominator)
    if share < 1:
        nearest = min(nearest, FULL - 1)
    return max(nearest, 1) if share > 0 else nearest


def shade(share: Fraction) -> int:
    """The step of a share of marks on a scale from 0, full marks, to 5, less than half of them.

    By the percent that is printed, so that no two cells with the same number look different.

    >>> [shade(Fraction(one)) for one in ("1", "0.99", "0.9", "0.75", "0.5", "0")]
    [0, 1, 2, 3, 4, 5]
    """
    printed = whole_percent(share)
    if printed == FULL:
        return 0
    return 1 + next((step for step, least in enumerate(_SHADES) if printed >= least), len(_SHADES))
