"""`/parameters/REG-01/`: what a parameter is, how it is scored, who stands where, and how that moved."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from common.asking import UnknownNameError
from common.dates import month_name
from common.http import redirect_with_query
from common.templatetags.pragati import address
from dashboard.parameters import charts, wording
from dashboard.parameters.forms import MonthQuery
from dashboard.parameters.wording import is_crowded
from dashboard.site.charted import charted
from dashboard.site.errors import explained
from dashboard.site.notes import known, month_nav, parameter_notes
from insights.decides.core import Weight, weights
from metrics.catalogue import parameter_texts
from metrics.models import Better, Parameter
from metrics.scoring import Figure, Mark, ParameterRule
from metrics.selectors import rule_of
from rankings.lists import labels, links, marks
from rankings.lists.history import sample_basis
from rankings.lists.labels import either, grouped, percent, plain, signed_percent, two_decimals
from rankings.lists.marks import Measured, Spread, spread
from states.models import State

BAR_WIDTH = 60
_HALF = Fraction(1, 2)

Row = tuple[State, Figure, Mark]
"""A State with what it sent and what that is worth."""


@explained
def parameter(request: HttpRequest, code: str) -> HttpResponse:
    """Across States and months, on a board on which it counts."""
    query = MonthQuery.read(request.GET)
    versions = marks.entries(code.upper())
    newest = list(versions.values())[-1]
    if code != newest.code:
        return redirect_with_query(request, links.page("parameter", newest.code))
    boards = newest.group.boards
    if not request.GET.get("board") and query.scope.board not in boards:
        query.cleaned_data["board"] = boards[0]
    scope = query.scope
    if scope.board not in boards:
        raise UnknownNameError("board", scope.board, boards)
    lists = {month: each for month, each in marks.computed(scope).items() if each.methodology_id in versions}
    found = marks.measured(scope, lists, query.cleaned_data["month"])
    history = marks.spreads(newest.code, lists, versions)
    shown = versions[found.document.version] if found else newest
    here = ("rankings:parameter", shown.code)

    def page(**changes: object) -> str:
        return address(here, query=query.carried_to("rankings:parameter", **changes))

    name = either(shown.name, shown.name_hi)
    list_name = labels.list_name(found.month, scope.board, scope.category) if found else []
    texts = parameter_texts()[shown.code]
    context: dict[str, Any] = {
        "query": query, "found": found, "parameter": shown, "here": here, "texts": texts,
        "title": " · ".join([f"{name} ({shown.code})", *list_name]), "headline": name,
        "lede": _lede(shown, found, query),
        "sample": found is not None and found.sample,
        "mixed": labels.mixed(sample_basis(each.sample for each in history)),
        "canonical": page(),
        "better": Better(shown.better).label, "period": wording.period(shown.period_kind),
        "boards": [board for board in labels.BOARDS if board in shown.group.boards],
        "categories": labels.CATEGORIES,
        "distribution": None, "trend": charts.trend(name, history),
        "history": history[::-1], "versions": list(reversed(versions.values())),
        "data": links.data("parameters/", {"methodology": shown.methodology_id}),
        **known(query.scope),
    }  # fmt: skip
    if found:
        context["months"] = month_nav(found.months, found.month, lambda month: page(month=month))
        context |= _standing(shown, found, query)
    return charted(request, "dashboard/parameter.html", context)


def _standing(shown: Parameter, found: Measured, query: MonthQuery) -> dict[str, Any]:
    """What stands on the figures of a month."""
    rule, figures, code = rule_of(shown), found.worked.basis.figures, shown.code
    name, nothing = either(shown.name, shown.name_hi), Figure(None, None)
    rows: list[Row] = [
        (state, figures.get(state.code, {}).get(code, nothing), found.worked.marks[state.code][code])
        for state in found.in_order()
    ]
    states = [(state, mark) for state, _, mark in rows]
    now = spread(rule, {state.code: mark for state, mark in states}, found.worked.silent)
    weight = next(each for each in weights(found.worked) if each.parameter == code)
    return {
        "headline": headline(name, now),
        "example": _example(rule, rows),
        "separation": [separation(now), weight_sentence(weight, labels.board_name(query.scope.board))],
        "full": [state for state, mark in states if mark.full_marks],
        "distribution": charts.distribution(name, found.month, rule, states, now),
        "rows": _rows(rows, found),
        "notes": parameter_notes(code, found.month, found.states.values()),
        "month": None if found.newest else found.month,
    }


def _lede(shown: Parameter, found: Measured | None, query: MonthQuery) -> list[str]:
    marks = gettext("%(marks)s marks") % {"marks": plain(shown.max_marks)}
    parts = [shown.code, either(shown.group.name, shown.group.name_hi), marks]
    if found is None:
        return [*parts, gettext("no list rests on this parameter yet")]
    scope = query.scope
    members = labels.members(scope.category, found.reasons)
    return [*parts, month_name(found.month), labels.board_name(scope.board), members]


def _rows(rows: Sequence[Row], found: Measured) -> list[dict[str, Any]]:
    """Most marks first, then by rank; what does not apply stands last, below what was not reported."""
    order = sorted(rows, key=lambda row: (not row[2].counts, row[2].percent is None, -row[2].marks))
    lines = []
    for state, figure, mark in order:
        counts = mark.counts and state.code not in found.worked.silent
        lost = Fraction(mark.max_marks) - mark.marks if counts else Fraction(0)
        lines.append(
            {
                "state": state, "figure": None if figure.is_blank else figure, "mark": mark,
                "note": wording.status_note(mark.status.value),
                "rank": found.worked.places[state.code].rank,
                "lost": labels.lost(lost if counts else None),
                "bar": two_decimals(lost * BAR_WIDTH / Fraction(mark.max_marks)) if lost else "",
            }
        )  # fmt: skip
    return lines


# How one State's figure became marks, step by step in live numbers.


def _example(rule: ParameterRule, rows: Sequence[Row]) -> tuple[State, str, str, str] | None:
    """The State in the middle of those that reported and lost marks, else of those at full marks; None without any.

    With its percent, its marks, and a sentence where the formula alone would give more or less.
    """
    rated = [row for row in rows if row[2].percent is not None]
    chosen = [row for row in rated if not row[2].full_marks] or rated
    if not chosen:
        return None
    state, figure, mark = chosen[len(chosen) // 2]
    assert figure.numerator is not None
    assert figure.denominator is not None
    value = percent(mark.percent)
    worst, best = (f"{end.normalize():f}" for end in (rule.worst_percent, rule.best_percent))
    return (
        state,
        f"100 × {grouped(figure.numerator)} ÷ {grouped(figure.denominator)} = {value}",
        f"{plain(rule.max_marks)} × ({value.removesuffix(' %')} − {worst}) ÷ ({best} − {worst}) "
        f"= {two_decimals(mark.marks)}",
        _capped(rule, figure, mark),
    )


def _capped(rule: ParameterRule, figure: Figure, mark: Mark) -> str:
    assert mark.percent is not None
    assert figure.numerator is not None
    assert figure.denominator is not None
    if figure.numerator > figure.denominator:
        return gettext("More than 100 percent counts as 100.")
    best, worst = Fraction(rule.best_percent), Fraction(rule.worst_percent)
    share = (mark.percent - worst) / (best - worst)
    if share > 1:
        return gettext("More than the best percent earns full marks and no more.")
    return gettext("Beyond the worst percent there are 0 marks, never fewer.") if share < 0 else ""


# What is said of a parameter across States.


def headline(name: str, spread: Spread) -> str:
    """`Police stations with CCTNS deployed: 17 of 36 States and UTs at full marks`"""
    if not spread.applicable and spread.silent:
        return gettext("%(name)s: not reported by any State or UT this month") % {"name": name}
    if not spread.applicable:
        return gettext("%(name)s: applicable to no State or UT this month") % {"name": name}
    return ngettext(
        "%(name)s: %(full)s of %(count)s State or UT at full marks",
        "%(name)s: %(full)s of %(count)s States and UTs at full marks",
        spread.applicable,
    ) % {"name": name, "full": spread.full, "count": spread.applicable}


def separation(spread: Spread) -> str:
    """How much the parameter still tells States apart, by how many are at full marks."""
    share = spread.share_full
    values = {"full": spread.full, "count": spread.applicable}
    if share is None and spread.silent:
        return gettext("Nobody has reported it this month, so nothing can be told.")
    if share is None:
        return gettext("It applies to nobody this month, so it separates nobody.")
    if share == 1:
        return gettext("All %(count)s are at full marks: it separates nobody any more.") % values
    if is_crowded(spread):
        return (
            gettext("%(full)s of %(count)s are at full marks: it hardly separates anyone any more.") % values
        )
    if share >= _HALF:
        return (
            gettext("%(full)s of %(count)s are at full marks: it separates the rest, not the front.") % values
        )
    return gettext("%(full)s of %(count)s are at full marks: it still separates the States.") % values


def weight_sentence(one: Weight, board: str) -> str:
    """`It carries 7.87 % of the marks of the board CCTNS and makes 12.64 % of the differences …`"""
    values = {"board": board, "nominal": percent(100 * one.nominal)}
    if one.effective is None:
        return (
            gettext(
                "It carries %(nominal)s of the marks of the board %(board)s; no differences between scores can be told."
            )
            % values
        )
    values["effective"] = signed_percent(one.effective)
    told = gettext(
        "It carries %(nominal)s of the marks of the board %(board)s "
        "and makes %(effective)s of the differences between the scores."
    )
    if one.effective < 0:
        told += " " + gettext("Below zero: the States ahead do worse in it than those behind.")
    return told % values
