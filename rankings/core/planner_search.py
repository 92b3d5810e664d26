"""The exact searches behind the planner by parameters and by marks; that by effort is `planner_effort`.

Every search takes the improvements, the marks needed (`need`, above 0) and gives units by parameter code; all
improvements together must reach `need`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from rankings.core.improvements import Improvement

Units = dict[str, int]
Chain = tuple["Chain", int, int] | None
"""Units of a sum: those before, then the place of a parameter and its units."""

STEPS = 500_000
"""How many sums of marks one question may try: about a quarter of a second."""


def fewest(able: Sequence[Improvement], need: Fraction) -> Units:
    """As few parameters as possible, each in full: those with the most to gain, ties by code.

    No set of fewer parameters can do, for it gains at most what the same number of the largest gains.
    """
    found: Units = {}
    for one in sorted(able, key=lambda one: (-one.reach, one.rule.code)):
        if need <= 0:
            break
        found[one.rule.code] = one.steps
        need -= one.reach
    return found


def trimmed(able: Sequence[Improvement], units: Mapping[str, int], need: Fraction) -> Units:
    """The same plan without any unit that can be spared; the coarsest units are spared first.

    One pass is enough: what later parameters give back only makes the slack smaller.
    """
    used = [one for one in able if units.get(one.rule.code)]
    slack = sum((one.gain(units[one.rule.code]) for one in used), Fraction(0)) - need
    found: Units = {}
    for one in sorted(used, key=lambda one: (-one.unit, one.rule.code)):
        before = one.gain(units[one.rule.code])
        found[one.rule.code] = one.units_for(before - slack)
        slack -= before - one.gain(found[one.rule.code])
    return {code: count for code, count in found.items() if count}


def least_printed(able: Sequence[Improvement], need: Fraction, width: Fraction) -> tuple[Units, bool]:
    """The plan that overshoots `need` by as few whole `width`s as possible: the lowest printed score.

    A parameter whose units are no larger than `width` can always land inside the first one. So only sums of
    the coarse parameters are searched, until one leaves the rest to the fine. False with the best plan found where
    the search did not prove that no other overshoots by less.
    """
    first = trimmed(able, fewest(able, need), need)
    gained = sum((one.gain(first.get(one.rule.code, 0)) for one in able), Fraction(0))
    if gained < need + width:
        return first, True
    fine = [one for one in able if one.unit <= width]
    coarse = [one for one in able if one.unit > width]
    fine_reach = sum((one.reach for one in fine), Fraction(0))
    units, proven = ({}, True) if fine_reach >= need else _coarse_sums(coarse, need, width, fine_reach)
    missing = need - sum((one.gain(units.get(one.rule.code, 0)) for one in coarse), Fraction(0))
    for one in fine:
        if missing > 0:
            units[one.rule.code] = one.units_for(min(missing, one.reach))
            missing -= one.gain(units[one.rule.code])
    return units, proven


def _coarse_sums(
    coarse: Sequence[Improvement], need: Fraction, width: Fraction, fine_reach: Fraction
) -> tuple[Units, bool]:
    """The first sum of coarse gains in [need − fine_reach, need + width), else the smallest one above.

    Parameter by parameter, all sums that can be made, each once. Where there are more than `STEPS` has room for,
    their range is cut into cells, and the smallest sum of a cell stands for all in it; `blur` is how far above it
    they can lie. False where a sum that was left out so may lie in the window and none that was kept does.
    """
    ordered = sorted(coarse, key=lambda one: (-one.reach, one.rule.code))
    gains = [[one.gain(count) for count in range(one.steps + 1)] for one in ordered]
    scale = lcm(*(number.denominator for row in [[need, width, fine_reach], *gains] for number in row))
    window, enough = int((need - fine_reach) * scale), int((need + width) * scale)
    whole = [[int(gain * scale) for gain in row] for row in gains]
    rest = sum(row[-1] for row in whole)
    sums: dict[int, Chain] = {0: None}
    best, blur, left = rest + 1, 0, STEPS
    chain: Chain = None
    for index, row in enumerate(whole):
        chain = (chain, index, len(row) - 1)
    for index, row in enumerate(whole):
        rest -= row[-1]
        room = max(1, left // (len(row) * (len(whole) - index)))
        if len(sums) > room:
            sums, cell = _thinned(sums, room)
            blur += cell
        left -= len(sums) * len(row)
        fresh: dict[int, Chain] = {}
        for before, chosen in sums.items():
            for count, gain in enumerate(row):
                total = before + gain
                if total >= best:
                    break
                if total + blur + rest < window or (count and not gain):
                    continue
                now = (chosen, index, count) if count else chosen
                if window <= total < enough:
                    return _counts(now, ordered), True
                if total >= enough:
                    best, chain = total, now
                    break
                fresh.setdefault(total, now)
        sums = fresh
    return _counts(chain, ordered), not sums


def _thinned(sums: Mapping[int, Chain], room: int) -> tuple[dict[int, Chain], int]:
    """The smallest sum of each of `room` cells, and how far above it one that was left out can lie."""
    low = min(sums)
    cell = (max(sums) - low) // room + 1
    kept: dict[int, int] = {}
    for total in sorted(sums):
        kept.setdefault((total - low) // cell, total)
    return {total: sums[total] for total in kept.values()}, cell - 1


def _counts(chain: Chain, ordered: Sequence[Improvement]) -> Units:
    units = {}
    while chain is not None:
        chain, index, count = chain
        units[ordered[index].rule.code] = count
    return units
