"""One parameter: what it is, how it is scored, who stands where, and how that moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from common.asking import Choice
from common.dates import month_name
from common.months import Month
from dashboard.parameters import charts, wording
from dashboard.parameters import wording as words
from dashboard.site.figures import ChartFigure
from dashboard.site.notes import MonthNav, NoteLine, month_nav, parameter_notes
from insights.decides.core import weights
from metrics.catalogue import parameter_texts
from metrics.models import Parameter
from metrics.scoring import Figure, Mark, ParameterRule
from metrics.selectors import rule_of
from rankings.lists import labels, links
from rankings.lists import labels as numbers
from rankings.lists.history import sample_basis
from rankings.lists.labels import MISSING, either, grouped, percent, plain, two_decimals
from rankings.lists.links import Asked
from rankings.lists.marks import Measured, MonthSpread, Spread, spread
from states.models import State

# How one State's figure became marks, step by step in live numbers.


@dataclass(frozen=True, slots=True)
class WorkedFigure:
    """`who` says whose figure and of when; `capped` is a sentence where the formula alone would give more or less."""

    who: str
    percent: str
    marks: str
    capped: str


def worked_figure(
    month: Month, rule: ParameterRule, states: Sequence[tuple[State, Figure, Mark]]
) -> WorkedFigure | None:
    """The State in the middle of those that reported and lost marks, else of those at full marks; None without any."""
    rated = [state for state in states if state[2].percent is not None]
    short = [one for one in rated if not one[2].full_marks]
    chosen = short or rated
    if not chosen:
        return None
    state, figure, mark = chosen[len(chosen) // 2]
    assert figure.numerator is not None
    assert figure.denominator is not None
    return WorkedFigure(
        who=gettext("%(state)s, %(month)s") % {"state": labels.state_name(state), "month": month_name(month)},
        percent=words.percent_formula(
            grouped(figure.numerator), grouped(figure.denominator), percent(mark.percent)
        ),
        marks=words.marks_formula(
            plain(rule.max_marks),
            percent(mark.percent),
            rule.worst_percent,
            rule.best_percent,
            two_decimals(mark.marks),
        ),
        capped=_capped(rule, figure, mark),
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


BAR_WIDTH = 60


@dataclass(frozen=True, slots=True)
class StateRow:
    """`kind` is reported, not_reported or not_applicable; `note` says the latter two in words."""

    state: Choice
    rank: str
    figures: str
    percent: str
    marks: str
    lost: str
    bar: str
    kind: str
    note: str
    full: bool


@dataclass(frozen=True, slots=True)
class TrendRow:
    month: Choice
    version: str
    median: str
    best: str
    full: str
    silent: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    version: Choice
    holds_from: str
    marks: str
    worst: str
    best: str


@dataclass(frozen=True, slots=True)
class ParameterPage:
    """`months` and all that stands on figures is None or empty where the parameter is on no list yet."""

    name: str
    code: str
    title: str
    headline: str
    lede: tuple[str, ...]
    sample: bool
    mixed: str
    measures: str
    why: str
    formula: str
    scored: tuple[tuple[str, str], ...]
    proposed: bool
    months: MonthNav | None
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    example: WorkedFigure | None
    separation: tuple[str, ...]
    full: tuple[Choice, ...]
    distribution: ChartFigure | None
    trend: ChartFigure | None
    caption: str
    marks_of: str
    rows: tuple[StateRow, ...]
    notes: tuple[NoteLine, ...]
    history: tuple[TrendRow, ...]
    versions: tuple[VersionRow, ...]
    methodology: Choice
    data: tuple[Choice, ...]
    canonical: str


def parameter_page(
    versions: Mapping[str, Parameter],
    found: Measured | None,
    history: Sequence[MonthSpread],
    wanted: Asked,
    month: Month | None,
) -> ParameterPage:
    """`versions` holds the parameter by version, oldest first; `month` is the one that the address names."""
    shown = versions[found.document.version] if found else list(versions.values())[-1]
    rule, name = rule_of(shown), either(shown.name, shown.name_hi)
    marks = _marks(shown.code, found)
    now = spread(
        rule, {state.code: mark for state, _, mark in marks}, found.worked.silent if found else frozenset()
    )
    text = parameter_texts()[shown.code]
    states = [(state, mark) for state, _, mark in marks]
    return ParameterPage(
        name=name,
        code=shown.code,
        title=_title(name, shown.code, found, wanted),
        headline=words.headline(name, now) if found else name,
        lede=tuple(_lede(shown, found, wanted)),
        sample=found is not None and found.sample,
        mixed=labels.mixed(sample_basis(one.sample for one in history)),
        measures=either(text.measures, text.measures_hi),
        why=either(text.why, text.why_hi),
        formula=f"{either(shown.numerator, shown.numerator_hi)} ÷ {either(shown.denominator, shown.denominator_hi)}",
        scored=tuple(_scored(shown)),
        proposed=shown.attested == "proposed",
        months=month_nav(found.months, found.month, lambda one: links.parameter(shown.code, wanted, one))
        if found
        else None,
        boards=tuple(_boards(shown, wanted, month)),
        categories=tuple(_categories(shown.code, wanted, month)),
        example=worked_figure(found.month, rule, marks) if found else None,
        separation=tuple(_separation(shown.code, now, found, wanted)),
        full=tuple(_state(state, wanted, found) for state, mark in states if mark.full_marks),
        distribution=charts.distribution(name, found.month, rule, states, now) if found else None,
        trend=charts.trend(name, history),
        caption=_caption(name, found, wanted),
        marks_of=gettext("Marks of %(marks)s") % {"marks": plain(shown.max_marks)},
        rows=tuple(_rows(marks, found, wanted)),
        notes=parameter_notes(shown.code, found.month, found.states.values()) if found else (),
        history=tuple(_history(history, shown.code, wanted)),
        versions=tuple(_version(version) for version in reversed(list(versions.values()))),
        methodology=Choice(shown.methodology_id, links.page("methodology", shown.methodology_id)),
        data=(Choice("JSON", links.data("parameters/", {"methodology": shown.methodology_id})),),
        canonical=links.parameter(shown.code, wanted, month),
    )


def _marks(code: str, found: Measured | None) -> list[tuple[State, Figure, Mark]]:
    """Every State of the list with what it sent and what that is worth, in printed order."""
    if found is None:
        return []
    nothing = Figure(None, None)
    figures = found.worked.basis.figures
    return [
        (state, figures.get(state.code, {}).get(code, nothing), found.worked.marks[state.code][code])
        for state in found.in_order()
    ]


def _title(name: str, code: str, found: Measured | None, wanted: Asked) -> str:
    parts = [f"{name} ({code})"]
    if found is not None:
        parts += [
            month_name(found.month),
            labels.board_name(wanted.board),
            labels.category_name(wanted.category),
        ]
    return " · ".join(parts)


def _lede(shown: Parameter, found: Measured | None, wanted: Asked) -> list[str]:
    parts = [shown.code, either(shown.group.name, shown.group.name_hi)]
    marks = gettext("%(marks)s marks") % {"marks": plain(shown.max_marks)}
    if found is None:
        return [*parts, marks, gettext("no list rests on this parameter yet")]
    members = labels.members(wanted.category, found.reasons)
    return [*parts, marks, month_name(found.month), labels.board_name(wanted.board), members]


def _scored(shown: Parameter) -> list[tuple[str, str]]:
    """The rule, term by term."""
    return [
        (gettext("Full marks at"), f"{plain(shown.best_percent)} %"),
        (gettext("No marks at"), f"{plain(shown.worst_percent)} %"),
        (gettext("Direction"), wording.better(shown.better)),
        (gettext("Figure"), wording.period(shown.period_kind)),
        (gettext("Boards"), ", ".join(labels.board_name(board) for board in shown.group.boards)),
    ]


def _boards(shown: Parameter, wanted: Asked, month: Month | None) -> list[Choice]:
    """Those on which the parameter counts."""
    address = {
        board: links.parameter(shown.code, wanted.on_board(board), month) for board in shown.group.boards
    }
    return [choice for choice in links.board_choices(wanted, address) if choice.url]


def _categories(code: str, wanted: Asked, month: Month | None) -> list[Choice]:
    address = {
        category: links.parameter(code, wanted.in_category(category), month) for category in labels.CATEGORIES
    }
    return links.category_choices(wanted, address)


def _separation(code: str, now: Spread, found: Measured | None, wanted: Asked) -> list[str]:
    if found is None:
        return []
    one = next(weight for weight in weights(found.worked) if weight.parameter == code)
    return [words.separation(now), words.weight(one, labels.board_name(wanted.board))]


def _state(state: State, wanted: Asked, found: Measured | None) -> Choice:
    month = None if found is None or found.newest else found.month
    return Choice(labels.state_name(state), links.state(state.code, wanted, month))


def _caption(name: str, found: Measured | None, wanted: Asked) -> str:
    if found is None:
        return ""
    return gettext("“%(name)s” State by State, best first, %(month)s, %(category)s") % {
        "name": name, "month": month_name(found.month), "category": labels.category_name(wanted.category),
    }  # fmt: skip


def _rows(
    marks: Sequence[tuple[State, Figure, Mark]], found: Measured | None, wanted: Asked
) -> list[StateRow]:
    """Most marks first, then by rank; what does not apply stands last, below what was not reported."""
    if found is None:
        return []
    order = sorted(marks, key=lambda one: (not one[2].counts, one[2].percent is None, -one[2].marks))
    return [_row(state, figure, mark, found, wanted) for state, figure, mark in order]


def _row(state: State, figure: Figure, mark: Mark, found: Measured, wanted: Asked) -> StateRow:
    rank = found.worked.places[state.code].rank
    of = gettext("%(part)s of %(whole)s")
    known = figure.numerator is not None and figure.denominator is not None
    counts = mark.counts and state.code not in found.worked.silent
    lost = Fraction(mark.max_marks) - mark.marks if counts else Fraction(0)
    return StateRow(
        state=_state(state, wanted, found),
        rank=MISSING if rank is None else str(rank),
        figures=of % {"part": grouped(figure.numerator), "whole": grouped(figure.denominator)}  # type: ignore[arg-type]
        if known
        else MISSING,
        percent=percent(mark.percent),
        marks=two_decimals(mark.marks) if mark.percent is not None else MISSING,
        lost=numbers.lost(lost if counts else None),
        bar=two_decimals(lost * BAR_WIDTH / Fraction(mark.max_marks)) if lost else "",
        kind=mark.status.value,
        note=wording.status_note(mark.status.value),
        full=mark.full_marks,
    )


def _history(history: Sequence[MonthSpread], code: str, wanted: Asked) -> list[TrendRow]:
    """Newest first."""
    return [
        TrendRow(
            month=Choice(month_name(one.month), links.parameter(code, wanted, one.month)),
            version=one.version,
            median=percent(one.spread.median),
            best=percent(one.spread.best),
            full=words.full_of(one.spread),
            silent=str(one.spread.silent),
        )
        for one in reversed(history)
    ]


def _version(one: Parameter) -> VersionRow:
    return VersionRow(
        version=Choice(one.methodology_id, links.page("methodology", one.methodology_id)),
        holds_from=month_name(one.methodology.holds_from),
        marks=plain(one.max_marks),
        worst=f"{plain(one.worst_percent)} %",
        best=f"{plain(one.best_percent)} %",
    )
