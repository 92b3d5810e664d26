"""Every State by every parameter of a board: the stronger the shade, the more marks are missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext

from common.asking import Choice
from common.charts.heat import HeatLine, HeatMap
from common.dates import month_name
from common.months import Month
from common.sheets import Cell as SheetCell
from common.sheets import Sheet
from dashboard.parameters import wording
from dashboard.site.notes import MonthNav, month_nav
from metrics.scoring import Mark, ParameterRule, rounded
from rankings.lists import labels, links
from rankings.lists.labels import MISSING, either, two_decimals
from rankings.lists.links import Asked
from rankings.lists.marks import Measured, shade, share_of_marks, whole_percent
from states.models import State

IDLE = "·"
"""Stands in a cell to which the parameter does not apply."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is a shade from s0 (full marks) to s5, or `silent` or `idle`; `note` says the latter two in words."""

    kind: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    state: Choice
    code: str
    rank: str
    score: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`first` opens a group."""

    code: str
    name: str
    url: str
    full: str
    first: bool


@dataclass(frozen=True, slots=True)
class HeatmapPage:
    """`groups` are (name, number of columns); `legend` (kind, what it stands for)."""

    headline: str
    title: str
    lede: tuple[str, ...]
    sample: bool
    months: MonthNav
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    legend: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, int], ...]
    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    caption: str
    sheet: Sheet
    canonical: str

    @property
    def heat(self) -> HeatMap:
        """The same cells as a picture."""
        return HeatMap(
            title=self.headline,
            alternative=self.caption,
            groups=self.groups,
            columns=[column.code for column in self.columns],
            lines=[
                HeatLine(row.rank, row.state.label, row.score, [(cell.kind, cell.text) for cell in row.cells])
                for row in self.rows
            ],
            legend=self.legend,
            notes=[self.title, self.caption],
        )


def heatmap_page(found: Measured, wanted: Asked, month: Month | None) -> HeatmapPage:
    """`month` is the one that the address names."""
    rules = list(found.worked.basis.on_board().values())
    names = {
        parameter["code"]: either(parameter["name"], parameter["name_hi"])
        for parameter in found.document.document["parameters"]
    }
    return HeatmapPage(
        headline=_headline(found, rules, names),
        title=" · ".join([gettext("Heat map"), *_of(found, wanted)]),
        lede=(*_of(found, wanted), labels.members(wanted.category, found.reasons)),
        sample=found.sample,
        months=month_nav(found.months, found.month, lambda one: links.heatmap(wanted, one)),
        boards=tuple(
            links.board_choices(
                wanted, {board: links.heatmap(wanted.on_board(board), month) for board in labels.BOARDS}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted,
                {
                    category: links.heatmap(wanted.in_category(category), month)
                    for category in labels.CATEGORIES
                },
            )
        ),
        legend=tuple(_legend()),
        groups=tuple(_groups(found, rules)),
        columns=tuple(_columns(found, rules, names, wanted)),
        rows=tuple(_row(state, found, rules, wanted) for state in found.in_order()),
        caption=gettext("Percent of the marks, %(month)s, board %(board)s, in the order of rank")
        % {"month": month_name(found.month), "board": labels.board_name(wanted.board)},
        sheet=_sheet(found, rules),
        canonical=links.heatmap(wanted, month),
    )


def _of(found: Measured, wanted: Asked) -> tuple[str, str, str]:
    return month_name(found.month), labels.board_name(wanted.board), labels.category_name(wanted.category)


def _headline(found: Measured, rules: Iterable[ParameterRule], names: dict[str, str]) -> str:
    """Where the marks are missing: the parameter in which the ranked States together lost most."""
    ranked = found.worked.printed
    if not ranked:
        return gettext("No State is ranked in this list")
    lost = {
        rule.code: sum((_lost(found.worked.marks[state][rule.code]) for state in ranked), Fraction(0))
        for rule in rules
    }
    total = sum(lost.values(), Fraction(0))
    if not total:
        return gettext("Everyone is at full marks in everything")
    most = max(lost, key=lambda code: lost[code])
    return gettext("Most marks are missing in “%(name)s”: %(lost)s of %(total)s") % {
        "name": names[most], "lost": two_decimals(lost[most]), "total": two_decimals(total),
    }  # fmt: skip


def _lost(mark: Mark) -> Fraction:
    return Fraction(mark.max_marks) - mark.marks if mark.counts else Fraction(0)


def _legend() -> list[tuple[str, str]]:
    ranges = ("100", "95–99", "85–94", "70–84", "50–69", gettext("below 50"))
    return [
        *((f"s{step}", text) for step, text in enumerate(ranges)),
        ("silent", wording.status_note("not_reported")),
        ("idle", wording.status_note("not_applicable")),
    ]


def _groups(found: Measured, rules: Iterable[ParameterRule]) -> list[tuple[str, int]]:
    names = {
        group["code"]: either(group["name"], group["name_hi"]) for group in found.document.document["groups"]
    }
    return [(names[code], len(list(own))) for code, own in groupby(rules, key=lambda rule: rule.group)]


def _columns(
    found: Measured, rules: Iterable[ParameterRule], names: dict[str, str], wanted: Asked
) -> list[Column]:
    month = None if found.newest else found.month
    columns, group = [], ""
    for rule in rules:
        full = sum(mark[rule.code].full_marks for mark in found.worked.marks.values())
        address = links.parameter(rule.code, wanted, month)
        at_full = str(full) if found.worked.printed else MISSING
        columns.append(Column(rule.code, names[rule.code], address, at_full, rule.group != group))
        group = rule.group
    return columns


def _row(state: State, found: Measured, rules: Iterable[ParameterRule], wanted: Asked) -> HeatRow:
    place, marks = found.worked.places[state.code], found.worked.marks[state.code]
    month = None if found.newest else found.month
    return HeatRow(
        state=Choice(labels.state_name(state), links.state(state.code, wanted, month)),
        code=state.code,
        rank=MISSING if place.rank is None else str(place.rank),
        score=MISSING if place.score is None else f"{place.score:.2f}",
        cells=tuple(_cell(marks[rule.code]) for rule in rules),
    )


def _cell(mark: Mark) -> Cell:
    share = share_of_marks(mark)
    if share is None:
        return Cell("idle", IDLE, wording.status_note(mark.status.value))
    if mark.percent is None:
        return Cell("silent", MISSING, wording.status_note(mark.status.value))
    return Cell(f"s{shade(share)}", str(whole_percent(share)))


def _sheet(found: Measured, rules: list[ParameterRule]) -> Sheet:
    """Percent of the marks to two decimals; a cell without a figure says why."""

    def cell(mark: Mark) -> SheetCell:
        share = share_of_marks(mark)
        return mark.status.value if share is None or mark.percent is None else rounded(100 * share)

    return Sheet(
        ("rank", "state", "name", "score", *(rule.code for rule in rules)),
        [
            (
                found.worked.places[state.code].rank,
                state.code,
                labels.state_name(state),
                found.worked.places[state.code].score,
                *(cell(found.worked.marks[state.code][rule.code]) for rule in rules),
            )
            for state in found.in_order()
        ],
    )
