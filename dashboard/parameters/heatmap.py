"""`/heatmap/`: every State by every parameter of a board: the stronger the shade, the more marks are missing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from common.charts.heat import HeatLine, HeatMap
from common.months import Month
from common.sheets import Cell as SheetCell
from common.sheets import Sheet
from common.templatetags.pragati import address, dash, score
from dashboard.parameters import wording
from dashboard.parameters.forms import MonthQuery
from dashboard.site.charted import tabled
from dashboard.site.errors import empty, explained
from dashboard.site.notes import known, month_nav
from metrics.scoring import Mark, ParameterRule, rounded
from rankings.lists import labels, marks
from rankings.lists.labels import MISSING, either, two_decimals
from rankings.lists.marks import Measured, shade, share_of_marks, whole_percent

IDLE = "·"
"""Stands in a cell to which the parameter does not apply."""


@explained
def heatmap(request: HttpRequest) -> HttpResponse:
    query = MonthQuery.read(request.GET)
    found = marks.measured(query.scope, marks.computed(query.scope), query.cleaned_data["month"])
    if found is None:
        return empty(request, query)
    scope, rules = query.scope, list(found.worked.basis.on_board().values())

    def here(month: Month | None = query.cleaned_data["month"]) -> str:
        return address("rankings:heatmap", query=query.carried_to("rankings:heatmap", month=month))

    lede, texts = labels.list_name(found.month, scope.board, scope.category), found.document.document
    names = {each["code"]: either(each["name"], each["name_hi"]) for each in texts["parameters"]}
    groups = {each["code"]: either(each["name"], each["name_hi"]) for each in texts["groups"]}
    context = {
        "query": query,
        "title": " · ".join([gettext("Heat map"), *lede]),
        "headline": _headline(found, rules, names),
        "lede": [*lede, labels.members(scope.category, found.reasons)],
        "caption": gettext("Percent of the marks, %(month)s, board %(board)s, in the order of rank")
        % {"month": lede[0], "board": lede[1]},
        "sample": found.sample, "canonical": here(), "here": "rankings:heatmap",
        "months": month_nav(found.months, found.month, here),
        "month": None if found.newest else found.month,
        "boards": labels.BOARDS, "categories": labels.CATEGORIES,
        "legend": _legend(),
        "groups": [(groups[code], len(list(own))) for code, own in groupby(rules, key=lambda rule: rule.group)],
        "columns": [
            (rule.code, names[rule.code], _at_full(found, rule), number == 0 or rule.group != rules[number - 1].group)
            for number, rule in enumerate(rules)
        ],
        "rows": [
            (
                state, found.worked.places[state.code],
                [_cell(found.worked.marks[state.code][rule.code]) for rule in rules],
            )
            for state in found.in_order()
        ],
        **known(query.scope),
    }  # fmt: skip
    context["heat"] = HeatMap(
        title=context["headline"], alternative=context["caption"], groups=context["groups"],
        columns=[rule.code for rule in rules], legend=context["legend"],
        notes=[context["title"], context["caption"]],
        lines=[
            HeatLine(
                str(dash(place.rank)), state.label, score(place.score),
                [(kind, text) for kind, text, _ in cells],
            )
            for state, place, cells in context["rows"]
        ],
    )  # fmt: skip
    return tabled(request, "dashboard/heatmap.html", context, _sheet(found, rules))


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


def _at_full(found: Measured, rule: ParameterRule) -> str:
    full = sum(mark[rule.code].full_marks for mark in found.worked.marks.values())
    return str(full) if found.worked.printed else MISSING


def _cell(mark: Mark) -> tuple[str, str, str]:
    """A shade from s0 (full marks) to s5, or `silent` or `idle`; the text; and the latter two in words."""
    share, note = share_of_marks(mark), wording.status_note(mark.status.value)
    if share is None:
        return "idle", IDLE, note
    if mark.percent is None:
        return "silent", MISSING, note
    return f"s{shade(share)}", str(whole_percent(share)), ""


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
                state.label,
                found.worked.places[state.code].score,
                *(cell(found.worked.marks[state.code][rule.code]) for rule in rules),
            )
            for state in found.in_order()
        ],
    )
