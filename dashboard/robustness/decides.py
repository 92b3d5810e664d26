"""What decides a list: saturation, weights by marks and by differences, the list without a parameter, correlations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from textwrap import shorten
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.views.decorators.gzip import gzip_page

from common.charts import rows as charts
from common.dates import month_name
from common.sheets import Sheet
from dashboard.site.charted import ChartFigure, charted
from dashboard.site.errors import explained
from dashboard.site.notes import surroundings
from insights.decides.core import FEWEST, TOP, Correlation, LeftOut, Saturation, Weight
from insights.decides.queries import Decided, decided
from metrics.scoring import rounded_away
from rankings.lists import labels
from rankings.lists.labels import MISSING, either, listed, signed, signed_percent, some_of
from rankings.lists.query import ListQuery

# What decides a list, in sentences.

SATURATED = Fraction(9, 10)
"""From this share of States at full marks on, a parameter hardly tells them apart any more."""

MOST_NAMED = 3


def share_text(value: Fraction | None) -> str:
    """A share as percent to two decimals, a true minus before one below 0; – where there is none.

    >>> share_text(Fraction(1, 8)), share_text(Fraction(-1, 300)), share_text(None)
    ('12.50 %', '−0.33 %', '–')
    """
    if value is None:
        return MISSING
    return signed_percent(value)


def headline(top: Sequence[Weight], names: Mapping[str, str], count: int, ranked: int) -> str:
    """`Among the first five DAT-03 decides most: 29.93 % of the differences between their scores`"""
    if ranked < FEWEST:
        return gettext("Fewer than three States are ranked: what decides this list cannot be told")
    if not top:
        return gettext("Nothing decides this list: all its scores are the same")
    told = ngettext(
        "Among the first %(count)d, “%(name)s” decides most: %(share)s of the differences between their scores",
        "Among the first %(count)d, “%(name)s” decides most: %(share)s of the differences between their scores",
        count,
    )
    return told % {"count": count, "name": names[top[0].parameter], "share": share_text(top[0].effective)}


def said(
    top: Sequence[Weight], saturation: Sequence[Saturation], left: Sequence[LeftOut], ranked: int
) -> Iterator[str]:
    """What follows in second place, how many parameters hardly tell States apart, and whether one turns first place.

    Nothing where fewer than two are ranked.
    """
    if ranked < 2:
        return
    following = [one for one in top[1:] if one.effective and one.effective > 0][: MOST_NAMED - 1]
    if following:
        yield gettext("Next come %(names)s.") % {
            "names": listed([f"{one.parameter} ({share_text(one.effective)})" for one in following])
        }
    full = sum(one.share is not None and one.share >= SATURATED for one in saturation)
    yield ngettext(
        "On %(full)d of %(all)d parameters nine in ten States or more have full marks: it hardly separates them.",
        "On %(full)d of %(all)d parameters nine in ten States or more have full marks: they hardly separate them.",
        full,
    ) % {"full": full, "all": len(saturation)}
    turning = [one.parameters[0] for one in left if leaves_another_first(one)]
    if turning:
        yield gettext("Without %(names)s another State would be first.") % {"names": some_of(turning)}
    elif left:
        yield gettext("Whichever single parameter is left out, first place stays where it is.")


def leaves_another_first(one: LeftOut) -> bool:
    """Whether somebody is first who was not, or is not first any more who was."""
    ranks = ((one.ranks[state], change) for state, change in one.changes.items())
    return any((rank == 1) != (rank + change == 1) for rank, change in ranks if rank is not None)


def moves(one: LeftOut, names: Mapping[str, str]) -> str:
    """`7 States move: Goa +3, Kerala −2 and others`; the greatest moves first."""
    moved = sorted(
        ((state, change) for state, change in one.changes.items() if change),
        key=lambda each: (-abs(each[1]), names[each[0]]),
    )
    if not moved:
        return gettext("nobody moves")
    named = ", ".join(f"{names[state]} {signed(change)}" for state, change in moved[:MOST_NAMED])
    count = ngettext("%(count)d State moves", "%(count)d States move", len(moved)) % {"count": len(moved)}
    more = " …" if len(moved) > MOST_NAMED else ""
    return f"{count}: {named}{more}"


def firsts(one: LeftOut, names: Mapping[str, str]) -> str:
    """Who would be first; – where nobody is ranked."""
    leading = [names[state] for state, rank in one.ranks.items() if rank == 1]
    return some_of(leading) if leading else MISSING


def closest(found: Sequence[Correlation], names: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """The pairs that go together most, by size: (code, other code, both names, correlation)."""
    ordered = sorted(found, key=lambda one: (-one.squared, one.one, one.other))
    for one in ordered[:10]:
        both = f"{names[one.one]} · {names[one.other]}"
        yield one.one, one.other, both, signed(one.printed())


def correlation_alternative(found: Sequence[Correlation], names: Mapping[str, str]) -> str:
    """The heat map in a sentence."""
    if not found:
        return gettext("No two parameters vary over three States or more, so none can be compared.")
    greatest = max(found, key=lambda one: (one.sign * one.squared, one.one))
    least = min(found, key=lambda one: (one.sign * one.squared, one.one))
    told = gettext(
        "Most alike are “%(one)s” and “%(other)s” (%(value)s), least alike “%(third)s” and “%(fourth)s” (%(low)s)."
    )
    return told % {
        "one": names[greatest.one], "other": names[greatest.other], "value": signed(greatest.printed()),
        "third": names[least.one], "fourth": names[least.other], "low": signed(least.printed()),
    }  # fmt: skip


def weights_title(rows: Sequence[Weight]) -> str:
    """How unlike the two weights are: `DAT-03 carries 2.25 % of the marks and 29.93 % of the differences`"""
    known = [row for row in rows if row.effective is not None]
    widest = max(known, key=lambda one: (abs((one.effective or 0) - one.nominal), one.parameter))
    return gettext("%(code)s carries %(marks)s of the marks and %(order)s of the differences between scores") % {
        "code": widest.parameter, "marks": share_text(widest.nominal), "order": share_text(widest.effective),
    }  # fmt: skip


def weights_alternative(rows: Sequence[Weight], names: Mapping[str, str], month: str, board: str) -> str:
    """The chart in a sentence."""
    known = sorted(rows, key=lambda one: -(one.effective or 0))[:MOST_NAMED]
    told = gettext(
        "Share of the marks against share of the differences between scores, %(month)s, %(board)s, for %(count)d "
        "parameters. The greatest shares of the differences: %(names)s."
    )
    return told % {
        "month": month, "board": board, "count": len(rows),
        "names": listed([f"{names[one.parameter]} {share_text(one.effective)}" for one in known]),
    }  # fmt: skip


NAME_SHOWN = 42
"""Letters of a parameter's name that have room beside the chart."""

# The stronger two parameters go together, or against each other, the stronger the shade: from this size on.
_SHADES = ((Fraction(4, 5), "s4"), (Fraction(3, 5), "s3"), (Fraction(2, 5), "s2"), (Fraction(1, 5), "s1"))


def _without(left: LeftOut, states: Mapping[str, str]) -> dict[str, Any]:
    """The list without some parameters; `turns` where another State is first then."""
    return {
        "without": moves(left, states) if len(left.changes) > 1 else MISSING,
        "first": firsts(left, states),
        "turns": leaves_another_first(left),
    }


def _rows(found: Decided, names: Mapping[str, str], states: Mapping[str, str]) -> list[dict[str, Any]]:
    """Parameter by parameter; `saturated` where nine in ten States or more have full marks."""
    deciding, rules = found.deciding, found.worked.basis.on_board()
    top = {weight.parameter: weight.effective for weight in deciding.top}
    return [
        {
            "name": names[full.parameter],
            "marks": rules[full.parameter].max_marks,
            "full": full,
            "saturated": full.share is not None and full.share >= SATURATED,
            "shares": [
                share_text(share) for share in (weight.nominal, weight.effective, top.get(full.parameter))
            ],
            **_without(left, states),
        }
        for full, weight, left in zip(deciding.saturation, deciding.weights, deciding.parameters, strict=True)
    ]


def _matrix(found: Decided, names: Mapping[str, str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every parameter with its name and its correlation with each as (shade, number)."""
    known = {(correlation.one, correlation.other): correlation for correlation in found.deciding.correlations}
    codes = [full.parameter for full in found.deciding.saturation]
    return [
        (
            row,
            names[row],
            [
                ("self", "") if row == column else _cell(known.get((row, column)) or known.get((column, row)))
                for column in codes
            ],
        )
        for row in codes
    ]


def _cell(correlation: Correlation | None) -> tuple[str, str]:
    """A shade from s0 to s4, `idle` where there is nothing to compare; and the correlation."""
    if correlation is None:
        return "idle", MISSING
    shade = next((shade for least, shade in _SHADES if correlation.squared >= least * least), "s0")
    return shade, signed(correlation.printed()).replace("0.", ".")


def _chart(found: Decided, names: Mapping[str, str]) -> ChartFigure | None:
    known = [weight for weight in found.deciding.weights if weight.effective is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda one: (-(one.effective or 0), one.parameter))
    rows = [
        charts.WeightRow(
            name=shorten(names[one.parameter], NAME_SHOWN, placeholder=" …"),
            short=one.parameter,
            nominal=rounded_away(100 * one.nominal),
            effective=rounded_away(100 * (one.effective or Fraction(0))),
            hover=gettext("%(name)s: %(marks)s of the marks, %(order)s of the differences")
            % {
                "name": names[one.parameter],
                "marks": share_text(one.nominal),
                "order": share_text(one.effective),
            },
        )
        for one in ordered
    ]
    return ChartFigure(
        key="weights",
        title=weights_title(known),
        alternative=weights_alternative(
            known, names, month_name(found.list.month), labels.board_name(found.list.board)
        ),
        note=gettext(
            "Open dot: share of the marks. Full dot: share of the differences between the States’ scores."
        ),
        payload=charts.weights(rows),
        sheet=Sheet(
            ("parameter", "name", "nominal_weight", "effective_weight"),
            [(row.short, names[row.short], row.nominal, row.effective) for row in rows],
        ),
    )


@gzip_page
@explained
def decides(request: HttpRequest, month: str) -> HttpResponse:
    """`/rankings/2023-10/decides/`: what decides the order of a computed list."""
    query = ListQuery.read(request.GET)
    found = decided(query.scope, month)
    deciding, ranked = found.deciding, len(found.worked.printed)
    names = {code: either(text["name"], text["name_hi"]) for code, text in found.parameters.items()}
    states = {row.state_id: row.state.label for row in found.rows}
    page, context = surroundings(
        "decides", gettext("What decides the order"), query, found.list, found.months
    )
    page["chart"] = _chart(found, names)
    context |= {
        "headline": headline(deciding.top, names, TOP, ranked),
        "said": list(said(deciding.top, deciding.saturation, deciding.parameters, ranked)),
        "top": TOP,
        "rows": _rows(found, names, states),
        "groups": [
            {
                "name": either(found.groups[code]["name"], found.groups[code]["name_hi"]),
                "parameters": left.parameters,
                **_without(left, states),
            }
            for code, left in deciding.groups
        ],
        "columns": [(full.parameter, names[full.parameter]) for full in deciding.saturation],
        "matrix": _matrix(found, names),
        "matrix_told": correlation_alternative(deciding.correlations, names),
        "closest": list(closest(deciding.correlations, names)),
    }
    return charted(request, "dashboard/why/decides.html", {"page": page, **context})
