"""The charts of one parameter: where the States lie in a month, and how the middle and the best moved."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from common.charts import dots, times
from common.dates import month_name
from common.months import Month
from common.sheets import Sheet
from dashboard.site.charted import ChartFigure, hovers, over_time
from metrics.scoring import Mark, ParameterRule, rounded
from rankings.lists import labels
from rankings.lists.labels import MISSING, percent
from rankings.lists.marks import MonthSpread, Spread
from states.models import State

FEWEST_MONTHS = 2


def distribution(
    name: str, month: Month, rule: ParameterRule, states: Sequence[tuple[State, Mark]], spread: Spread
) -> ChartFigure | None:
    """A dot for each State that reported; None where nobody did. `states` in the order of the list."""
    rated = [(state, one) for state, one in states if one.percent is not None]
    if not rated or spread.median is None:
        return None
    upwards = rule.best_percent > rule.worst_percent
    last = labels.some_of([state.label for state, one in rated if one.percent == spread.worst])
    points = [
        dots.DotPoint(
            state.code,
            _value(one.percent),
            f"{state.label}: {percent(one.percent)}",
            one.full_marks,
        )
        for state, one in rated
    ]
    scale = dots.dot_scale([point.value for point in points], best=rule.best_percent, upwards=upwards)
    marks = [dots.Mark(_value(spread.median), _median(spread), "median")]
    if rule.best_percent not in {0, 100}:
        ends = gettext("full marks from %(percent)s %%") % {"percent": f"{rule.best_percent.normalize():f}"}
        marks.append(dots.Mark(rule.best_percent, ends, "rule"))
    return ChartFigure(
        key="distribution",
        title=distribution_title(spread, last),
        alternative=distribution_alternative(name, month_name(month), spread, last),
        note=gettext(
            "A dot for each State or UT that reported; filled: at full marks. Better is on the right."
        ),
        payload=dots.distribution(points, scale, marks),
        sheet=Sheet(
            ("state", "name", "percent", "full_marks", "status"),
            [
                (
                    state.code,
                    state.label,
                    None if one.percent is None else rounded(one.percent),
                    one.full_marks,
                    one.status.value,
                )
                for state, one in states
            ],
        ),
        single=True,
    )


def trend(name: str, found: Sequence[MonthSpread]) -> ChartFigure | None:
    """Median, best and the share at full marks, month by month; None where there is nothing to join by a line."""
    known = [one for one in found if one.spread.median is not None]
    if len(known) < FEWEST_MONTHS:
        return None
    months = list(known[0].month.to(known[-1].month))
    by_month = {one.month: one.spread for one in known}
    spreads = [by_month.get(month) for month in months]
    first, last = known[0], known[-1]
    lines = [
        _line(gettext("median"), "", months, [spread.median if spread else None for spread in spreads], 0),
        _line(gettext("at full marks"), gettext("full"), months, [_full(spread) for spread in spreads], 1),
        _line(gettext("best"), "", months, [spread.best if spread else None for spread in spreads], 5),
    ]
    shown = [value for line in lines for value in line.values if value is not None]
    span = month_name(first.month), month_name(last.month)
    title = trend_title(first.spread, last.spread, span[0])
    if last is not found[-1]:
        title = trend_ended(title, span[1], month_name(found[-1].month))
    told = gettext(
        "Percent. Solid: the median of those that reported; dashed: the share of States and UTs at full marks."
    )
    return over_time(
        lines,
        months,
        times.share_scale(min(shown), max(shown)),
        {one.month: one.version for one in known},
        key="trend",
        title=title,
        alternative=trend_alternative(name, first.spread, last.spread, *span),
        note=told,
        sheet=Sheet(
            (
                "month",
                "methodology",
                "median_percent",
                "best_percent",
                "full_marks",
                "applicable",
                "not_reported",
            ),
            [_cells(one) for one in found],
        ),
    )


def _cells(one: MonthSpread) -> tuple[str, str, Decimal | None, Decimal | None, int, int, int]:
    own = one.spread
    median, best = (None if value is None else rounded(value) for value in (own.median, own.best))
    return str(one.month), one.version, median, best, own.full, own.applicable, own.silent


def _line(
    name: str, short: str, months: Sequence[Month], values: Sequence[Fraction | None], look: int
) -> times.Series:
    """`short` takes the name's place on a narrow screen, where it is too long."""
    shown = [value for value in values if value is not None]
    return times.Series(
        name=name,
        values=tuple(None if value is None else _value(value) for value in values),
        hovers=hovers(months, [None if value is None else percent(value) for value in values], name),
        end_label=f"{name} {percent(shown[-1])}",
        short_label=f"{short or name} {percent(shown[-1])}",
        look=look,
    )


def _full(spread: Spread | None) -> Fraction | None:
    share = None if spread is None else spread.share_full
    return None if share is None else 100 * share


def _median(spread: Spread) -> str:
    name = gettext("median")
    return f"{name} {percent(spread.median)}"


def _value(value: Fraction | None) -> Decimal:
    """To the two decimals that a chart shows; what is just below full stays below it."""
    assert value is not None
    printed = rounded(value)
    return Decimal("99.99") if printed == 100 and value < 100 else printed


def full_of(spread: Spread) -> str:
    """`16 of 36`; – where it applies to nobody who is ranked."""
    if not spread.applicable:
        return MISSING
    return gettext("%(part)s of %(whole)s") % {"part": spread.full, "whole": spread.applicable}


def distribution_title(spread: Spread, last: str) -> str:
    """`Half are at 95.19 % or better; last: Nagaland, 10.00 %`"""
    values = {
        "median": percent(spread.median), "last": last, "worst": percent(spread.worst), "count": spread.applicable,
    }  # fmt: skip
    if spread.best == spread.worst:
        return gettext("All that reported are at %(median)s") % values
    return gettext("Half are at %(median)s or better; last: %(last)s, %(worst)s") % values


def distribution_alternative(name: str, month: str, spread: Spread, last: str) -> str:
    values = {
        "name": name, "month": month, "full": spread.full, "count": spread.applicable, "last": last,
        "median": percent(spread.median), "best": percent(spread.best), "worst": percent(spread.worst),
        "silent": spread.silent,
    }  # fmt: skip
    told = gettext(
        "Dot plot of “%(name)s” in %(month)s, a dot for each State or UT: %(full)s of %(count)s at full marks; "
        "median %(median)s, best %(best)s, last %(last)s, %(worst)s; not reported: %(silent)s."
    )
    return told % values


def trend_title(first: Spread, last: Spread, since: str) -> str:
    """`Since June 2021: median from 91.36 % to 95.19 %, at full marks from 6 of 36 to 16 of 36`"""
    values = {
        "before": percent(first.median), "after": percent(last.median), "since": since,
        "full_before": full_of(first), "full_after": full_of(last),
    }  # fmt: skip
    told = gettext(
        "Since %(since)s: median from %(before)s to %(after)s, at full marks from %(full_before)s to %(full_after)s"
    )
    return told % values


def trend_ended(title: str, last: str, shown: str) -> str:
    """A trend that ends before the month that is shown, in which nobody reported the parameter."""
    values = {"title": title, "last": last, "shown": shown}
    return gettext("%(title)s until %(last)s; not reported in %(shown)s") % values


def trend_alternative(name: str, first: Spread, last: Spread, since: str, until: str) -> str:
    values = {
        "name": name, "since": since, "until": until, "median": percent(last.median), "best": percent(last.best),
        "before": percent(first.median), "best_before": percent(first.best), "full_before": full_of(first),
        "full": full_of(last),
    }  # fmt: skip
    told = gettext(
        "Line chart of “%(name)s” from %(since)s to %(until)s: median from %(before)s to %(median)s, best from "
        "%(best_before)s to %(best)s, at full marks from %(full_before)s to %(full)s."
    )
    return told % values
