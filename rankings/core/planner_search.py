"""The exact searches behind the planner by parameters and by marks; that by effort is `planner_effort`.

Every search takes the improvements, the marks needed (`need`, above 0) and gives units by parameter code; all
improvements together must reach `need`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from rankings.core.improvements import Improvement

Units = dict[str, int]


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


def least_printed(able: Sequence[Improvement], need: Fraction, width: Fraction) -> Units:
    """The plan that overshoots `need` by as few whole `width`s as possible: the lowest printed score.

    A parameter whose units are no larger than `width` can always land inside the first one. So only sums of
    the coarse parameters are searched: all that can be made, each once, until one leaves the rest to the fine.
    """
    first = trimmed(able, fewest(able, need), need)
    gained = sum((one.gain(first.get(one.rule.code, 0)) for one in able), Fraction(0))
    if gained < need + width:
        return first
    fine = [one for one in able if one.unit <= width]
    coarse = [one for one in able if one.unit > width]
    found = _coarse_sums(coarse, need, need + width, sum((one.reach for one in fine), Fraction(0)))
    missing = need - sum((one.gain(found.get(one.rule.code, 0)) for one in coarse), Fraction(0))
    for one in fine:
        if missing > 0:
            found[one.rule.code] = one.units_for(min(missing, one.reach))
            missing -= one.gain(found[one.rule.code])
    return found


def _coarse_sums(
    coarse: Sequence[Improvement], need: Fraction, enough: Fraction, fine_reach: Fraction
) -> Units:
    """The first sum of coarse gains in [need − fine_reach, enough), else the smallest one from `enough` on."""
    rest = sum((one.reach for one in coarse), Fraction(0)) + fine_reach
    sums: dict[Fraction, Units] = {Fraction(0): {}}
    best, found = rest + 1, {one.rule.code: one.steps for one in coarse}
    if fine_reach >= need:
        return {}
    for one in sorted(coarse, key=lambda one: (-one.reach, one.rule.code)):
        rest -= one.reach
        fresh: dict[Fraction, Units] = {}
        for before, units in sums.items():
            for count in range(one.steps + 1):
                total = before + one.gain(count)
                if total >= best:
                    break
                if total + rest < need or (count and total == before):
                    continue
                now = units | {one.rule.code: count} if count else units
                if need - fine_reach <= total < enough:
                    return now
                if total >= enough:
                    best, found = total, now
                    break
                fresh.setdefault(total, now)
        sums = fresh
    return found
