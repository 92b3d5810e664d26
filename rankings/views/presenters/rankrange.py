"""A State's sensitivity range as a thin bar beside its rank: from its best to its worst rank under varied marks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from rankings.charts.drawing import short
from rankings.core.ranges import Ranges
from rankings.views.wording.sureness import plus_minus, span

WIDTH, WINDOW = 40, 4
"""Units of the bar, and the ranks that it shows on either side of the State's own, which stands in the middle."""


@dataclass(frozen=True, slots=True)
class RankRange:
    """The bar goes from `start` on over `width`, in units of `WIDTH`; both empty where no marks change the rank."""

    words: str
    start: str
    width: str


def rank_range(ranges: Ranges | None, state: str, rank: int | None) -> RankRange | None:
    """The narrowest width's; None where the list was not studied or the State is unranked."""
    if ranges is None or rank is None or state not in ranges.states:
        return None
    found = ranges.of(state, ranges.widths[0])
    values = {"width": plus_minus(found.width), "range": span(found)}
    words = gettext("Sensitivity range, marks %(width)s: rank %(range)s") % values
    if found.best == found.worst:
        return RankRange(words, "", "")
    begin, end = (_place(one - rank) for one in (found.best, found.worst))
    return RankRange(words, short(begin), short(end - begin))


def _place(away: int) -> Fraction:
    """Ranks better stand to the left; what lies outside the window ends at its edge."""
    return Fraction(WIDTH * (WINDOW + max(-WINDOW, min(WINDOW, away))), 2 * WINDOW)
