"""What decides a list: saturation, weights by marks and by differences, the list without a parameter, correlations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from textwrap import shorten

from django.utils.translation import gettext

from metrics.boards import Board
from metrics.scoring import rounded_away
from rankings.charts import weights as chart
from rankings.core.decides import TOP, Correlation
from rankings.core.sheets import Sheet
from rankings.selectors.decided import Decided
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters.figures import ChartFigure
from rankings.views.presenters.monthnav import MonthNav, month_nav
from rankings.views.wording import deciding as words
from rankings.views.wording import labels
from rankings.views.wording.labels import either
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING, plain, signed
from states.asking import Choice
from states.months import Month

NAME_SHOWN = 42
"""Letters of a parameter's name that have room beside the chart."""

# The stronger two parameters go together, or against each other, the stronger the shade: from this size on.
_SHADES = ((Fraction(4, 5), "s4"), (Fraction(3, 5), "s3"), (Fraction(2, 5), "s2"), (Fraction(1, 5), "s1"))


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """`saturated`: nine in ten States or more have full marks. `turns`: without it another State is first."""

    name: Choice
    code: str
    marks: str
    full: str
    saturated: bool
    nominal: str
    effective: str
    top: str
    without: str
    first: str
    turns: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    name: str
    parameters: str
    without: str
    first: str
    turns: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is a shade from s0 to s4, `self` on the diagonal, `idle` where there is nothing to compare."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DecidingPage:
    """Everything the page prints; `matrix` holds (code, name, cells) row by row."""

    headline: str
    title: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    months: MonthNav
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    list: Choice
    methodology: Choice | None
    top: int
    chart: ChartFigure | None
    rows: tuple[ParameterRow, ...]
    groups: tuple[GroupRow, ...]
    columns: tuple[tuple[str, str], ...]
    matrix: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    matrix_told: str
    closest: tuple[tuple[str, str, str, str], ...]
    data: tuple[Choice, ...]
    canonical: str


def deciding_page(found: Decided, wanted: Asked, month: Month | None) -> DecidingPage:
    """`month` is the one that the address names; None for `latest`."""
    shown, deciding = found.list.month, found.deciding
    names = {code: either(one["name"], one["name_hi"]) for code, one in found.parameters.items()}
    version = found.list.methodology_id
    lede = (month_name(shown), labels.board_name(wanted.board), labels.category_name(wanted.category))
    return DecidingPage(
        headline=words.headline(deciding.top, names, TOP, len(found.worked.printed)),
        title=" · ".join((gettext("What decides the order"), *lede)),
        lede=lede,
        said=tuple(
            words.said(deciding.top, deciding.saturation, deciding.parameters, len(found.worked.printed))
        ),
        sample=found.list.sample,
        months=month_nav(found.months, shown, lambda one: links.deciding(one or found.months[-1], wanted)),
        boards=tuple(
            links.board_choices(wanted, {one.value: links.deciding(shown, wanted.on_board(one.value)) for one in Board})
        ),
        categories=tuple(
            links.category_choices(
                wanted, {one: links.deciding(shown, wanted.in_category(one)) for one in labels.CATEGORIES}
            )
        ),
        list=Choice(month_name(shown), links.leaderboard(shown, wanted)),
        methodology=Choice(version, links.page("methodology", version)) if version else None,
        top=TOP,
        chart=_chart(found, names),
        rows=tuple(_rows(found, names, wanted)),
        groups=tuple(_groups(found)),
        columns=tuple((one.parameter, names[one.parameter]) for one in deciding.saturation),
        matrix=tuple(_matrix(found, names)),
        matrix_told=words.correlation_alternative(deciding.correlations, names),
        closest=tuple(words.closest(deciding.correlations, names)),
        data=(Choice("JSON", _data(found)), Choice("CSV", _data(found, format="csv"))),
        canonical=links.deciding(month or shown, wanted),
    )  # fmt: skip


def _rows(found: Decided, names: Mapping[str, str], wanted: Asked) -> list[ParameterRow]:
    deciding, rules = found.deciding, found.worked.basis.on_board()
    states = {row.state_id: labels.state_name(row.state) for row in found.rows}
    top = {one.parameter: one.effective for one in deciding.top}
    return [
        ParameterRow(
            name=Choice(names[full.parameter], links.parameter(full.parameter, wanted, found.list.month)),
            code=full.parameter,
            marks=plain(rules[full.parameter].max_marks),
            full=gettext("%(full)d of %(all)d") % {"full": full.full, "all": full.applicable}
            if full.applicable
            else MISSING,
            saturated=full.share is not None and full.share >= words.SATURATED,
            nominal=words.share_text(weight.nominal),
            effective=words.share_text(weight.effective),
            top=words.share_text(top.get(full.parameter)),
            without=words.moves(left, states) if len(left.changes) > 1 else MISSING,
            first=words.firsts(left, states),
            turns=words.leaves_another_first(left),
        )
        for full, weight, left in zip(deciding.saturation, deciding.weights, deciding.parameters, strict=True)
    ]


def _groups(found: Decided) -> list[GroupRow]:
    states = {row.state_id: labels.state_name(row.state) for row in found.rows}
    return [
        GroupRow(
            name=either(found.groups[code]["name"], found.groups[code]["name_hi"]),
            parameters=", ".join(left.parameters),
            without=words.moves(left, states) if len(left.changes) > 1 else MISSING,
            first=words.firsts(left, states),
            turns=words.leaves_another_first(left),
        )
        for code, left in found.deciding.groups
    ]


def _matrix(found: Decided, names: Mapping[str, str]) -> list[tuple[str, str, tuple[Cell, ...]]]:
    known = {(one.one, one.other): one for one in found.deciding.correlations}
    codes = [one.parameter for one in found.deciding.saturation]
    return [
        (
            row,
            names[row],
            tuple(
                Cell("self", "")
                if row == column
                else _cell(known.get((row, column)) or known.get((column, row)))
                for column in codes
            ),
        )
        for row in codes
    ]


def _cell(one: Correlation | None) -> Cell:
    if one is None:
        return Cell("idle", MISSING)
    kind = next((kind for least, kind in _SHADES if one.squared >= least * least), "s0")
    return Cell(kind, signed(one.printed()).replace("0.", "."))


def _chart(found: Decided, names: Mapping[str, str]) -> ChartFigure | None:
    known = [one for one in found.deciding.weights if one.effective is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda one: (-(one.effective or 0), one.parameter))
    rows = [
        chart.WeightRow(
            name=shorten(names[one.parameter], NAME_SHOWN, placeholder=" …"),
            short=one.parameter,
            nominal=rounded_away(100 * one.nominal),
            effective=rounded_away(100 * (one.effective or Fraction(0))),
            hover=gettext("%(name)s: %(marks)s of the marks, %(order)s of the differences")
            % {
                "name": names[one.parameter],
                "marks": words.share_text(one.nominal),
                "order": words.share_text(one.effective),
            },
        )
        for one in ordered
    ]
    return ChartFigure(
        key="weights",
        title=words.weights_title(known),
        alternative=words.weights_alternative(
            known, names, month_name(found.list.month), labels.board_name(found.list.board)
        ),
        note=gettext(
            "Open dot: share of the marks. Full dot: share of the differences between the States’ scores."
        ),
        drawing=chart.drawing(rows),
        payload=chart.figure(rows),
        sheet=Sheet(
            ("parameter", "name", "nominal_weight", "effective_weight"),
            [(one.short, names[one.short], one.nominal, one.effective) for one in rows],
        ),
    )


def _data(found: Decided, **more: str) -> str:
    query = {"board": found.list.board, "category": found.list.category}
    return links.data(f"rankings/{found.list.month}/decides/", query | more)
