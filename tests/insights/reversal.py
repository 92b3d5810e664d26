"""Marks that put one State ahead of another, found without what the product knows of swaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product

from insights.sensitivity.order_reversal import Shares, level

Marks = tuple[Fraction, ...]


def reversing_marks(ahead: Shares, behind: Shares, marks: Sequence[int], width: Fraction) -> Marks | None:
    """Marks within ± width that put `behind` strictly ahead; None where there are none. Exact; for few parameters.

    For a level t between the two, "one at least at t, the other at most at t" are two linear conditions. So the best
    marks are reached with all parameters but one at an end of their range: on an edge of the box.
    """
    for edge in _edges(marks, width):
        for tried in _best_of(ahead, behind, *edge):
            if level(behind, tried) > level(ahead, tried):
                return tried
    return None


def some_reversing_marks(
    ahead: Shares, behind: Shares, marks: Sequence[int], width: Fraction
) -> Marks | None:
    """The same for many parameters. What it finds is proved; None proves nothing.

    For a level between the two the best marks are on a chain of few edges; the level then moves to where they bring
    the two. There can be several levels at which it comes to rest, so it begins between any two neighbouring shares.
    """
    shares = sorted({share for share in (*ahead, *behind) if share is not None})
    for between in (level(ahead, marks), *((low + high) / 2 for low, high in pairwise(shares))):
        tried = _at_rest(ahead, behind, marks, width, between)
        if level(behind, tried) > level(ahead, tried):
            return tried
    return None


def _at_rest(
    ahead: Shares, behind: Shares, marks: Sequence[int], width: Fraction, between: Fraction
) -> Marks:
    """The best marks at this level, then at the level to which they bring the two, and so on while they get better."""

    def lead(point: Marks) -> Fraction:
        return level(behind, point) - level(ahead, point)

    reached: list[Marks] = []
    while True:
        edges = _chain(ahead, behind, marks, width, between)
        best = max((point for edge in edges for point in _best_of(ahead, behind, *edge)), key=lead)
        if lead(best) > 0 or (reached and lead(best) <= lead(reached[-1])):
            return best
        reached.append(best)
        between = (level(ahead, best) + level(behind, best)) / 2


def _chain(
    ahead: Shares, behind: Shares, marks: Sequence[int], width: Fraction, between: Fraction
) -> Iterator[tuple[Marks, Marks]]:
    """From the marks that lift `behind` most to those that keep `ahead` lowest, the cheapest change first."""
    lifts = [Fraction(0) if share is None else share - between for share in behind]
    keeps = [Fraction(0) if share is None else between - share for share in ahead]
    corner = [
        mark * (1 + (width if (lift or keep) > 0 else -width))
        for mark, lift, keep in zip(marks, lifts, keeps, strict=True)
    ]
    against = [index for index in range(len(marks)) if lifts[index] * keeps[index] < 0]
    for index in sorted(against, key=lambda index: abs(lifts[index] / keeps[index])):
        start = tuple(corner)
        corner[index] = marks[index] * (1 + (width if keeps[index] > 0 else -width))
        yield start, tuple(corner)
    yield tuple(corner), tuple(corner)


def _edges(marks: Sequence[int], width: Fraction) -> Iterator[tuple[Marks, Marks]]:
    ends = [(mark * (1 - width), mark * (1 + width)) for mark in marks]
    for free in range(len(marks)):
        for corner in product(*ends[:free], [ends[free][0]], *ends[free + 1 :]):
            yield corner, (*corner[:free], ends[free][1], *corner[free + 1 :])


def _best_of(ahead: Shares, behind: Shares, start: Marks, end: Marks) -> list[Marks]:
    """Where the lead can be greatest between two points: it is a parabola there, so at an end or at its vertex."""

    def at(part: Fraction) -> Marks:
        return tuple(mark + part * (moved - mark) for mark, moved in zip(start, end, strict=True))

    first, middle, last = (_lead(ahead, behind, at(Fraction(part, 2))) for part in range(3))
    points = [start, end]
    bend = 2 * (first - 2 * middle + last)
    if bend < 0:
        vertex = (3 * first - 4 * middle + last) / (2 * bend)
        if 0 < vertex < 1:
            points.append(at(vertex))
    return points


def _sums(shares: Shares, marks: Marks) -> tuple[Fraction, Fraction]:
    counted = [(mark, share) for mark, share in zip(marks, shares, strict=True) if share is not None]
    return sum((mark * share for mark, share in counted), Fraction(0)), sum(
        (mark for mark, _ in counted), Fraction(0)
    )


def _lead(ahead: Shares, behind: Shares, marks: Marks) -> Fraction:
    """The lead of `behind` times both totals: quadratic in the marks, and above 0 where it is ahead."""
    (lost, under), (won, over) = _sums(ahead, marks), _sums(behind, marks)
    return won * under - lost * over
