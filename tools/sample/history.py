"""The sample months whole: every State, every parameter, every month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from common.months import Month
from metrics.scoring import Figure, ParameterRule
from tools.sample.course import BOARD, FULL, Fixed, Targets, targets
from tools.sample.inputs import Methodologies, RecordedPlace, StateFacts, rules_in_force
from tools.sample.noise import draw, swing, wave
from tools.sample.profiles import ONE_LOSS, SAMPLE_MONTHS, SHORT, SILENT
from tools.sample.shares import Cell, spread, untroubled
from tools.sample.volumes import DRIVERS, denominator
from tools.sample.worth import figure, full, lost, numerator_losing

MonthFigures = dict[str, dict[str, Figure]]

# Below this score (in hundredths) a State now and then leaves a small parameter blank.
_CARELESS_BELOW = 9200
_SMALL_MARKS = 3
_BLANK_ONE_IN = 220
# Months in which a State's last gaps close before it reaches full marks.
_FADE = 8


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for the whole history: the scores aimed at, and the least gap to 100 up to each month."""

    methodologies: Methodologies
    course: Targets
    fixed: Fixed
    least_gap: dict[Month, dict[str, int]]


def sample_history(
    states: Iterable[StateFacts], methodologies: Methodologies, record: Iterable[RecordedPlace]
) -> dict[Month, MonthFigures]:
    """Figures by month, State code and parameter code, for June 2021 to October 2023.

    A State that sent nothing has no figures at all; a parameter not reported has a blank figure. Counts and
    rupees are whole numbers. Raises ValueError for a record that the sample cannot be calibrated to, an
    unknown State or parameter, or a month without methodology.
    """
    ordered = sorted(states, key=lambda one: one.code)
    plan = _plan(ordered, methodologies, record)
    return {month: _month(month, ordered, plan) for month in SAMPLE_MONTHS}


def sample_month(
    month: Month, states: Iterable[StateFacts], methodologies: Methodologies, record: Iterable[RecordedPlace]
) -> MonthFigures:
    """One month of `sample_history`, the same to the last figure. ValueError outside the sample months."""
    if month not in SAMPLE_MONTHS:
        raise ValueError(f"the sample runs from {SAMPLE_MONTHS[0]} to {SAMPLE_MONTHS[-1]}, without {month}")
    ordered = sorted(states, key=lambda one: one.code)
    return _month(month, ordered, _plan(ordered, methodologies, record))


def _plan(
    states: Sequence[StateFacts], methodologies: Methodologies, record: Iterable[RecordedPlace]
) -> _Plan:
    course, fixed = targets(states, record)
    least: dict[Month, dict[str, int]] = {}
    before = {state.code: FULL for state in states}
    for month in SAMPLE_MONTHS:
        before = {code: min(gap, FULL - course[month][code]) for code, gap in before.items()}
        least[month] = before
    return _Plan(methodologies, course, fixed, least)


def _month(month: Month, states: Sequence[StateFacts], plan: _Plan) -> MonthFigures:
    rules = rules_in_force(plan.methodologies, month)
    return {
        state.code: {} if (month, state.code) in SILENT else _figures(state, month, rules, plan)
        for state in states
    }


def _figures(
    state: StateFacts, month: Month, rules: Sequence[ParameterRule], plan: _Plan
) -> dict[str, Figure]:
    """One State's figures of one month, in the order of the catalogue."""
    blank = _blank(state.code, month, rules, plan)
    cells = [Cell(rule, denominator(state, month, rule.code)) for rule in rules]
    sent = [cell for cell in cells if cell.denominator and cell.rule.code not in blank]
    numerators = {cell.rule.code: _standing(state.code, month, cell, plan) for cell in sent if _stock(cell)}
    numerators |= {
        cell.rule.code: _apart(state.code, month, cell, plan)
        for cell in sent
        if not _stock(cell) and BOARD not in cell.rule.boards
    }
    short = SHORT.get((month, state.code), {})
    numerators |= {
        cell.rule.code: full(cell.rule, cell.denominator) - short[cell.rule.code]
        for cell in sent
        if cell.rule.code in short
    }
    on_board = [cell for cell in cells if cell.denominator and BOARD in cell.rule.boards]
    moving = [cell for cell in sent if BOARD in cell.rule.boards and cell.rule.code not in numerators]
    to_lose = _marks_to_lose(on_board, blank, _aim(state.code, month, blank, rules, plan), numerators)
    numerators |= spread(state.code, month, moving, to_lose, ONE_LOSS.get((month, state.code)))
    return {
        cell.rule.code: Figure(None, None)
        if cell.rule.code in blank
        else figure(numerators.get(cell.rule.code, 0), cell.denominator)
        for cell in cells
    }


def _stock(cell: Cell) -> bool:
    return DRIVERS[cell.rule.code].stock


def _blank(state: str, month: Month, rules: Sequence[ParameterRule], plan: _Plan) -> frozenset[str]:
    """The parameters that a State leaves blank this month. None where its score is fixed."""
    if (month, state) in plan.fixed or plan.course[month][state] >= _CARELESS_BELOW:
        return frozenset()
    return frozenset(
        rule.code
        for rule in rules
        if rule.max_marks <= _SMALL_MARKS and draw(_BLANK_ONE_IN, state, month, rule.code, "blank") == 0
    )


def _aim(state: str, month: Month, blank: frozenset[str], rules: Sequence[ParameterRule], plan: _Plan) -> int:
    """The score aimed at, in hundredths: half of what is left blank comes on top of the gap."""
    missed = sum(rule.max_marks for rule in rules if rule.code in blank and BOARD in rule.boards)
    return max(0, plan.course[month][state] - int(50 * missed))


def _marks_to_lose(
    on_board: Sequence[Cell], blank: frozenset[str], aim: int, standing: dict[str, int]
) -> Fraction:
    """Marks that the moving figures must lose for the aim, after blanks and standing totals."""
    applicable = sum((Fraction(cell.rule.max_marks) for cell in on_board), Fraction(0))
    gone = Fraction(0)
    for cell in on_board:
        if cell.rule.code in blank:
            gone += Fraction(cell.rule.max_marks)
        elif cell.rule.code in standing:
            gone += lost(cell.rule, standing[cell.rule.code], cell.denominator)
    return applicable * (FULL - aim) / FULL - gone


def _standing(state: str, month: Month, cell: Cell, plan: _Plan) -> int:
    """A standing total: its gap follows the least gap that the State has had, and closes with time."""
    code = cell.rule.code
    weight = DRIVERS[code].hard * (15 + draw(111, state, code, "standing"))
    months_passed = month.ordinal - SAMPLE_MONTHS[0].ordinal
    closing = 1000 - 9 * months_passed
    gap = plan.least_gap[month][state]
    if BOARD not in cell.rule.boards:
        gap = 150 + gap if (month, state) not in ONE_LOSS else 0
    missing = cell.denominator * gap * weight * closing // (FULL * 10**4 * 1000)
    return cell.denominator - missing if missing else untroubled(state, month, cell)


def _until_full(state: str, month: Month) -> int:
    """Months until the State has full marks in all but one parameter; _FADE where it is not to come."""
    ahead = [full_month.ordinal - month.ordinal for full_month, code in ONE_LOSS if code == state]
    return min((months for months in ahead if months >= 0), default=_FADE)


def _apart(state: str, month: Month, cell: Cell, plan: _Plan) -> int:
    """A moving figure on boards other than `cctns`: near the State's general gap, with a life of its own."""
    rule = cell.rule
    months_passed = month.ordinal - SAMPLE_MONTHS[0].ordinal
    own = draw(1000, state, "apart") * (1000 - 16 * months_passed) // 1000 + wave(
        300, 6, month, state, "apart"
    )
    gap = max(own, 0) + (FULL - plan.course[month][state]) * 4 // 10
    gap = gap * min(_until_full(state, month), _FADE) // _FADE
    gap = gap * (100 + wave(45, 4, month, state, rule.code) + swing(15, state, month, rule.code)) // 100
    share = Fraction(min(gap * DRIVERS[rule.code].hard // 100, 9700), FULL)
    marks = Fraction(rule.max_marks) * share
    return numerator_losing(rule, cell.denominator, marks, Fraction(rule.max_marks))
