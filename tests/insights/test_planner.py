"""The planner against brute force, and its answers against the one scoring that there is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from common.months import Month
from insights.plan import core
from insights.plan import effort as planner_effort
from insights.plan.core import Notion, Question, needed_score, plan, prove
from insights.plan.effort import least_effort
from insights.plan.improvements import Improvement, NoPlanError, improvements
from metrics.boards import Board
from metrics.scoring import Figure, ParameterRule, Rules, mark, score
from tests.insights.lists import BLANK, BOARD, figure, rule, sample_list
from tests.submissions.files.support import examples

OCTOBER = Month(2023, 10)
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Up to four parameters of up to four units each, so that every plan can be tried."""
    parameters, figures, caps, weights = [], {}, {}, {}
    for index in range(draw(st.integers(1, 4))):
        code = f"P-{index}"
        best, worst = draw(st.sampled_from([(100, 0), (60, 0), (0, 20), (90, 50), (0, 100), (10, 70)]))
        parameters.append(rule(code, draw(st.integers(1, 7)), best, worst))
        top = draw(st.sampled_from([4, 5, 7, 40, 1000]))
        high = draw(st.integers(0, top))
        if best > worst:
            start, cap = max(0, min(high, top) - draw(st.integers(0, 4))), high
        else:
            start, cap = high, max(0, high - draw(st.integers(0, 4)))
        figures[code] = draw(st.sampled_from([figure(start, top)] * 8 + [BLANK, figure(0, 0)]))
        caps[code] = Decimal(cap) - draw(
            st.sampled_from([Decimal(0), Decimal(0), Decimal(0), Decimal("0.5")])
        )
        weights[code] = draw(st.integers(1, 9))
    scores = st.none() | st.integers(0, 10_000).map(lambda whole: Decimal(whole).scaleb(-2))
    others = {f"S{index}": draw(scores) for index in range(draw(st.integers(0, 5)))}
    ties = Rules(ties=draw(st.sampled_from(["competition", "dense"])))
    return Question(BOARD, tuple(parameters), ties, figures, others, caps, weights)


class Tried:
    """Every combination of whole units, each rescored and ranked by counting."""

    def __init__(self, question: Question) -> None:
        self.question = question
        able = improvements(question.parameters, question.figures, question.caps)
        self.every = [dict(zip([one.rule.code for one in able], units, strict=True)) for units in product(
            *(range(one.steps + 1) for one in able)
        )]  # fmt: skip
        self.numerators = {one.rule.code: one.numerator for one in able}
        self.results = [self._result(units) for units in self.every]

    def _result(self, units: Mapping[str, int]) -> tuple[int, Decimal, dict[str, int]]:
        figures = dict(self.question.figures)
        for code, count in units.items():
            figures[code] = Figure(self.numerators[code](count), figures[code].denominator)
        printed = _printed(self.question.parameters, figures)
        assert printed is not None
        above = [one for one in self.question.others.values() if one is not None and one > printed]
        rank = 1 + (len(above) if self.question.rules.ties == "competition" else len(set(above)))
        return rank, printed, {code: count for code, count in units.items() if count}

    def to(self, rank: int) -> Iterator[tuple[Decimal, dict[str, int]]]:
        return ((printed, units) for reached, printed, units in self.results if reached <= rank)


def _printed(parameters: tuple[ParameterRule, ...], figures: Mapping[str, Figure]) -> Decimal | None:
    marks = [mark(one, figures.get(one.code)) for one in parameters]
    return score(marks, on_board=frozenset(one.code for one in parameters), rules=Rules()).printed


def _ranked(question: Question) -> bool:
    return _printed(question.parameters, question.figures) is not None


@settings(max_examples=examples(10_000, 50))
@given(questions(), st.integers(1, 6))
def test_brute_force_finds_no_smaller_plan(question: Question, target: int) -> None:
    assume(_ranked(question))
    tried = Tried(question)
    best = min(rank for rank, _, _ in tried.results)
    found = {notion: plan(question, target, notion) for notion in Notion}
    for one in found.values():
        assert prove(question, one).holds(one)
        assert one.reached == (best <= target)
        assert one.rank <= max(target, best)
        assert one.proven
        if not one.reached:
            assert one.rank == best
    ways = list(tried.to(max(target, best)))
    weights = question.weights
    assert len(found[Notion.FEWEST].steps) == min(len(units) for _, units in ways)
    assert found[Notion.MARKS].score == min(printed for printed, _ in ways)
    cheapest = min(sum(count * weights[code] for code, count in units.items()) for _, units in ways)
    assert found[Notion.EFFORT].effort == cheapest


@settings(max_examples=examples(5_000))
@given(questions(), st.integers(1, 6), st.integers(1, 60))
def test_a_search_that_ends_early_says_what_no_plan_can_go_below(
    question: Question, target: int, steps: int
) -> None:
    assume(_ranked(question))
    tried = Tried(question)
    best = min(rank for rank, _, _ in tried.results)
    ways = list(tried.to(max(target, best)))
    weights = question.weights
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "STEPS", steps)
        patch.setattr(planner_effort, "STEPS", steps)
        found = {notion: plan(question, target, notion) for notion in Notion}
    assert all(prove(question, one).holds(one) for one in found.values())
    lowest = min(printed for printed, _ in ways)
    assert found[Notion.MARKS].least <= lowest <= found[Notion.MARKS].score
    cheapest = min(sum(count * weights[code] for code, count in units.items()) for _, units in ways)
    assert found[Notion.EFFORT].least <= cheapest <= found[Notion.EFFORT].effort


@st.composite
def long_ways(draw: st.DrawFn) -> tuple[list[Improvement], Fraction, dict[str, int]]:
    """Parameters of dozens of units, so that the plan lies far from where every unit could be tried."""
    parameters, figures, weights = [], {}, {}
    common = draw(st.sampled_from([1, 1, 6]))
    for index in range(draw(st.integers(1, 5))):
        code = f"P-{index}"
        best, worst = draw(st.sampled_from([(100, 0), (60, 0), (0, 20), (90, 50), (0, 100), (10, 70)]))
        parameters.append(rule(code, draw(st.integers(1, 7)), best, worst))
        top = draw(st.integers(20, 70))
        figures[code] = figure(draw(st.integers(0, top)), top)
        weights[code] = common * draw(st.integers(1, 5))
    able = improvements(parameters, figures, {})
    assume(able)
    whole = sum((one.reach for one in able), Fraction(0))
    return able, whole * draw(st.integers(1, 97)) / 97, weights


@settings(max_examples=examples(5_000, 50))
@given(long_ways())
def test_no_sum_of_units_costs_less(given: tuple[list[Improvement], Fraction, dict[str, int]]) -> None:
    """Against a table of all efforts: the most that each can gain, parameter by parameter."""
    able, need, weights = given
    table = {0: Fraction(0)}
    for one in able:
        fresh: dict[int, Fraction] = {}
        for effort, count in product(table, range(one.steps + 1)):
            now = effort + weights[one.rule.code] * count
            fresh[now] = max(fresh.get(now, Fraction(0)), table[effort] + one.gain(count))
        table = fresh
    found, least = least_effort(able, need, weights)
    assert least is None
    assert sum((one.gain(found.get(one.rule.code, 0)) for one in able), Fraction(0)) >= need
    cost = sum(count * weights[code] for code, count in found.items())
    assert cost == min(effort for effort, gain in table.items() if gain >= need)


@given(questions(), st.integers(1, 6))
def test_the_needed_score_is_the_lowest_that_has_the_rank(question: Question, target: int) -> None:
    needed = needed_score(question, target)
    others = [one for one in question.others.values() if one is not None]

    def rank(own: Decimal) -> int:
        above = [one for one in others if one > own]
        return 1 + (len(above) if question.rules.ties == "competition" else len(set(above)))

    assert rank(needed) <= target
    assert needed == 0 or rank(needed - Decimal("0.01")) > target


def test_the_worked_example() -> None:
    parameters = (rule("P-1", 5), rule("P-2", 90))
    figures = {"P-1": figure(40, 50), "P-2": figure(9, 9)}
    question = Question(BOARD, parameters, Rules(), figures, {"A": Decimal("99.57"), "B": None})
    found = plan(question, 1, Notion.EFFORT)
    assert (found.rank_before, found.score_before, found.reached, found.rank) == (
        2,
        Decimal("98.95"),
        True,
        1,
    )
    assert [(step.parameter, step.before, step.after, step.units) for step in found.steps] == [
        ("P-1", Decimal(40), Decimal(46), 6)
    ]
    assert prove(question, found).holds(found)


def test_out_of_reach_is_said_with_the_best_rank() -> None:
    question = Question(
        BOARD, (rule("P-1", 5),), Rules(), {"P-1": figure(1, 50)},
        {"A": Decimal("100.00"), "B": Decimal("60.00")}, {"P-1": Decimal(30)},
    )  # fmt: skip
    found = plan(question, 1, Notion.FEWEST)
    assert (found.reached, found.rank, found.score) == (False, 2, Decimal("60.00"))
    assert found.steps[0].after == 30


def test_where_it_stands_already_nothing_is_asked() -> None:
    question = Question(BOARD, (rule("P-1"),), Rules(), {"P-1": figure(4, 5)}, {"A": Decimal("80.00")})
    assert plan(question, 1, Notion.MARKS).steps == ()


@pytest.mark.parametrize(
    ("question", "target", "said"),
    [
        (Question(BOARD, (rule("P-1"),), Rules(), {"P-1": BLANK}, {}), 1, "unranked"),
        (Question(BOARD, (rule("P-1"),), Rules(), {"P-1": figure(1, 2)}, {}), 0, "rank 0"),
        (Question(BOARD, (rule("P-1"),), Rules(), {"P-1": figure(1, 2)}, {}, {}, {"P-1": 0}), 1, "from 1"),
        (
            Question(BOARD, (rule("P-1"),), Rules(), {"P-1": figure(1, 2)}, {}, {"X": Decimal(1)}),
            1,
            "no such parameter",
        ),
    ],
)
def test_a_question_without_an_answer_is_refused(question: Question, target: int, said: str) -> None:
    with pytest.raises(NoPlanError, match=said):
        plan(question, target, Notion.FEWEST)


def _asked(state: str, board: str, most: int) -> Question:
    worked = sample_list(OCTOBER, board)
    others = {code: one.printed for code, one in worked.scores.items() if code != state}
    weights = {one.code: 1 + index * 7 % most for index, one in enumerate(worked.basis.parameters)}
    own = worked.basis.figures[state]
    return Question(board, worked.basis.parameters, worked.basis.rules, own, others, {}, weights)


TARGETS = (1, 2, 3, 5, 10, 20) if LONG else (1, 5)
"""Beside these, the next better place of each State."""
WEIGHTS = (1, 19, 100)
"""The highest weight of each round; the small ones make many plans of equal effort."""


@pytest.mark.slow
@pytest.mark.parametrize("board", list(Board))
def test_every_answer_on_the_sample_verifies_by_rescoring(board: Board) -> None:
    answers = 0
    for state, place in sample_list(OCTOBER, board).places.items():
        if place.rank is None:
            continue
        for target, notion in product(sorted({*TARGETS, max(1, place.rank - 1)}), Notion):
            rounds = WEIGHTS if notion is Notion.EFFORT and LONG else WEIGHTS[1:2]
            for most in rounds:
                question = _asked(state, board, most)
                found = plan(question, target, notion)
                assert prove(question, found).holds(found), (state, target, notion, most)
                assert found.reached == (found.rank <= target)
                answers += 1
    assert answers >= 35 * 6
