"""The waterfall of a score change: the largest parts each, the rest together, so that they still sum."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext, ngettext

from rankings.charts import waterfall as chart
from rankings.charts.waterfall import Fall
from rankings.core.explain_score import ScoreSplit
from rankings.core.sheets import Sheet
from rankings.selectors.reasons import Reasons
from rankings.views.presenters.figures import ChartFigure
from rankings.views.wording import labels
from rankings.views.wording.months import month_name, month_short
from rankings.views.wording.numbers import signed

MOST_BARS = 10
LONGEST_NAME = 42
"""Letters of a name that the column beside a chart has room for."""
SHEET_DECIMALS = 4


def waterfall(found: Reasons) -> ChartFigure | None:
    """None where the State is unranked in one of the lists."""
    split = found.change.explanation.score
    if split is None:
        return None
    parts = _parts(split, found)
    return ChartFigure(
        key="waterfall",
        title=_title(split, parts),
        alternative=_alternative(split, found, parts),
        note=gettext("Points of the score by parameter, the largest first; the table has the exact parts."),
        drawing=chart.drawing(_falls(split, found, parts)),
        payload=chart.figure(_falls(split, found, parts)),
        sheet=_sheet(split, found),
    )


_Named = tuple[str, str, Decimal]
"""A long and a short name, and points to two decimals."""


def _parts(split: ScoreSplit, found: Reasons) -> list[_Named]:
    """The bars; their printed points sum to the printed change, for the last one takes up every rounding."""
    largest = split.largest(MOST_BARS)
    named = [(labels.either(*found.names(code)), code, points) for code, points in largest.parameters]
    if largest.others:
        text = ngettext("%(count)s other and rounding", "%(count)s others and rounding", largest.others)
        named.append((text % {"count": largest.others}, gettext("others"), largest.rest))
    elif largest.rest:
        named.append((gettext("rounding"), gettext("rounding"), largest.rest))
    return named


def _sheet(split: ScoreSplit, found: Reasons) -> Sheet:
    """Every parameter's points to four decimals, and the rounding that closes the sum."""
    points: dict[str, Decimal] = {}
    for part, value in split.shown(SHEET_DECIMALS):
        points[part.parameter] = points.get(part.parameter, Decimal(0)) + value
    rows = [
        (code, labels.either(*found.names(code)), points[code])
        for code in sorted(points, key=lambda code: (-abs(points[code]), code))
    ]
    left = split.shown_rounding(SHEET_DECIMALS)
    return Sheet(("parameter", "name", "points"), [*rows, ("", gettext("rounding"), left)])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _falls(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> list[Fall]:
    runs = list(accumulate((points for _, _, points in parts), initial=split.before))
    first, last = found.before.month, found.after.month
    rows = [_total(month_name(first), month_short(first), split.before)]
    for (name, short, points), before, after in zip(parts, runs, runs[1:], strict=False):
        printed = signed(points)
        rows.append(
            Fall(
                _short(name),
                short,
                before,
                after,
                printed,
                f"{name} · {printed}",
            )
        )
    return [*rows, _total(month_name(last), month_short(last), split.after)]


def _total(name: str, short: str, score: Decimal) -> Fall:
    return Fall(name, short, score, score, f"{score:.2f}", f"{name} · {score:.2f}", total=True)


def _title(split: ScoreSplit, parts: list[_Named]) -> str:
    values = {"before": f"{split.before:.2f}", "after": f"{split.after:.2f}"}
    if not parts:
        return gettext("The score stayed at %(after)s, and no parameter moved it") % values
    values["part"], values["points"] = parts[0][0], signed(parts[0][2])
    return gettext("From %(before)s to %(after)s; most by “%(part)s”, %(points)s") % values


def _alternative(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> str:
    values = {
        "state": labels.state_name(found.state),
        "before": f"{split.before:.2f}",
        "after": f"{split.after:.2f}",
        "first": month_name(found.before.month),
        "last": month_name(found.after.month),
        "parts": "; ".join(f"{name} {signed(points)}" for name, _, points in parts) or "0",
    }
    return (
        gettext(
            "Waterfall of the score of %(state)s from %(before)s in %(first)s to %(after)s in %(last)s: %(parts)s."
        )
        % values
    )
