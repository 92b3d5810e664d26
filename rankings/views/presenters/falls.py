"""The waterfall of a score change: the largest parts each, the rest together, so that they still sum."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from django.utils.translation import gettext, ngettext

from metrics.scoring import rounded_away
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
_EXACT = 6
"""Decimals of the values that are drawn; those that are printed have two."""


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


def hundredths(value: Fraction) -> Decimal:
    return rounded_away(value, 2)


_Named = tuple[str, str, Fraction]
"""A long and a short name, and points."""


def _parts(split: ScoreSplit, found: Reasons) -> list[_Named]:
    points = sorted(split.by_parameter().items(), key=lambda one: (-abs(one[1]), one[0]))
    shown = [one for one in points if hundredths(one[1])][:MOST_BARS]
    named = [(labels.either(*found.names(code)), code, value) for code, value in shown]
    rest = points[len(shown) :]
    left = sum((value for _, value in rest), Fraction(0)) + split.rounding
    if rest:
        text = ngettext("%(count)s other and rounding", "%(count)s others and rounding", len(rest))
        named.append((text % {"count": len(rest)}, gettext("others"), left))
    elif left:
        named.append((gettext("rounding"), gettext("rounding"), left))
    return named


def _sheet(split: ScoreSplit, found: Reasons) -> Sheet:
    """Every parameter's points to four decimals, and the rounding that closes the sum."""
    rows = [
        (code, labels.either(*found.names(code)), rounded_away(value, SHEET_DECIMALS))
        for code, value in sorted(split.by_parameter().items(), key=lambda one: (-abs(one[1]), one[0]))
    ]
    left = split.change - sum((points for _, _, points in rows), Decimal(0))
    return Sheet(("parameter", "name", "points"), [*rows, ("", gettext("rounding"), left)])


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _falls(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> list[Fall]:
    runs = list(accumulate((value for _, _, value in parts), initial=Fraction(split.before)))
    first, last = found.before.month, found.after.month
    rows = [_total(month_name(first), month_short(first), split.before)]
    for (name, short, points), before, after in zip(parts, runs, runs[1:], strict=False):
        printed = signed(hundredths(points), points)
        rows.append(
            Fall(
                _short(name),
                short,
                rounded_away(before, _EXACT),
                rounded_away(after, _EXACT),
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
    values["part"], values["points"] = parts[0][0], signed(hundredths(parts[0][2]), parts[0][2])
    return gettext("From %(before)s to %(after)s; most by “%(part)s”, %(points)s") % values


def _alternative(split: ScoreSplit, found: Reasons, parts: list[_Named]) -> str:
    values = {
        "state": labels.state_name(found.state),
        "before": f"{split.before:.2f}",
        "after": f"{split.after:.2f}",
        "first": month_name(found.before.month),
        "last": month_name(found.after.month),
        "parts": "; ".join(f"{name} {signed(hundredths(points), points)}" for name, _, points in parts)
        or "0",
    }
    return (
        gettext(
            "Waterfall of the score of %(state)s from %(before)s in %(first)s to %(after)s in %(last)s: %(parts)s."
        )
        % values
    )
