"""An explanation leaves nothing over: parts sum to the printed change, steps to the change of rank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from insights.explain.core import Cause, Explanation, Kind, Mover, Part, RankSplit, explain
from metrics.boards import Board
from metrics.scoring import Figure, Rules
from rankings.lists.scored_list import Basis, Worked, work
from tests.insights.lists import BOARD, NAMES, NOTHING, figure, rule, sample_list, worked_lists
from tools.sample import SAMPLE_MONTHS

LONG = settings().max_examples > 100
PARAMETERS = (rule("P-1"), rule("P-2"))


def _listed(figures: dict[str, dict[str, Figure]], ties: str = "competition", version: str = "one") -> Worked:
    rules = Rules(ties="dense" if ties == "dense" else "competition")
    names = {code: NAMES[code] for code in figures}
    return work(Basis(Month(2023, 1), BOARD, version, PARAMETERS, rules, figures, names))


def _scores(**hundredths: int | None) -> Worked:
    """A list in which each State has this score, in hundredths."""
    return _listed(
        {
            code: {} if value is None else {"P-1": figure(value, 10_000), "P-2": NOTHING}
            for code, value in hundredths.items()
        }
    )


def test_the_worked_example_of_the_score() -> None:
    before = _listed({"A": {"P-1": figure(3, 4), "P-2": figure(1, 4)}})
    after = _listed({"A": {"P-1": figure(4, 4), "P-2": NOTHING}})
    found = explain(before, after, "A").score
    assert found is not None
    assert found.parts == (
        Part("P-1", Cause.FIGURES, Fraction(50, 3)),
        Part("P-2", Cause.APPLICABILITY, Fraction(100, 3)),
    )
    assert (found.change, found.rounding, found.residual) == (Decimal("50.00"), Fraction(0), Fraction(0))
    assert [value for _, value in found.shown()] == [Decimal("16.67"), Decimal("33.33")]
    assert found.shown_rounding() == 0


def test_the_worked_example_of_the_rank() -> None:
    before = _scores(A=9900, B=9800, C=9600, D=9700)
    after = _scores(A=9900, B=9700, C=9800, D=9750)
    found = explain(before, after, "D").rank
    assert found is not None
    assert (found.before, found.after, found.residual) == (3, 3, 0)
    assert (found.passed, found.passed_by) == (("B",), ("C",))
    assert [(step.mover, step.places, step.gained, step.lost) for step in found.steps] == [
        (Mover.LEFT, 0, (), ()),
        (Mover.OWN, 0, (), ()),
        (Mover.OTHERS, 0, ("B",), ("C",)),
        (Mover.CAME, 0, (), ()),
        (Mover.RULE, 0, (), ()),
    ]


def test_coming_in_going_out_and_drawing_level() -> None:
    before = _scores(A=None, B=9800, C=9700, D=9600, E=9500)
    after = _scores(A=9900, B=None, C=9700, D=9700, E=9750)
    found = explain(before, after, "C").rank
    assert found is not None
    assert (found.came_in, found.went_out, found.drew_level) == (("A",), ("B",), ("D",))
    assert (found.passed, found.passed_by) == ((), ("E",))
    assert (found.before, found.after, found.both, found.change_among_both) == (2, 3, 3, -1)
    assert [(step.mover, step.places, step.gained, step.lost) for step in found.steps if step.places] == [
        (Mover.LEFT, 1, ("B",), ()),
        (Mover.OTHERS, -1, (), ("E",)),
        (Mover.CAME, -1, (), ("A",)),
    ]
    entered, left = explain(before, after, "A"), explain(before, after, "B")
    assert (entered.kind, entered.reason_before, entered.rank) == (Kind.ENTERED, "not_reported", None)
    assert (left.kind, left.reason_after, left.score) == (Kind.LEFT, "not_reported", None)


def test_another_tie_rule_is_a_step_of_its_own() -> None:
    shares = {"A": figure(9, 10), "B": figure(9, 10), "C": figure(8, 10)}
    figures = {code: {"P-1": one, "P-2": NOTHING} for code, one in shares.items()}
    found = explain(_listed(figures), _listed(figures, "dense", "two"), "C")
    assert found.rank is not None
    assert found.methodology_changed
    assert [step.places for step in found.rank.steps] == [0, 0, 0, 0, 1]
    assert found.rank.steps[-1].shared == 1


def _check(before: Worked, after: Worked, state: str) -> Explanation:
    found = explain(before, after, state)
    old, new = before.places[state], after.places[state]
    assert found.residual == 0
    assert found.misfit((old.rank, old.score), (new.rank, new.score)) == 0
    if found.rank is not None and found.score is not None:
        assert (found.rank.before, found.rank.after) == (old.rank, new.rank)
        assert found.score.change == (new.score or 0) - (old.score or 0)
        _check_those_in_both(found.rank, before, after, state)
        assert sum(found.score.by_cause().values()) == sum(found.score.by_parameter().values())
        for decimals in (2, 4):
            rounding = found.score.shown_rounding(decimals)
            assert sum(value for _, value in found.score.shown(decimals)) + rounding == found.score.change
            assert sum(found.score.shown_by_cause(decimals).values()) + rounding == found.score.change
        for most in (2, 10):
            largest = found.score.largest(most)
            assert sum(points for _, points in largest.parameters) + largest.rest == found.score.change
            assert len(largest.parameters) + largest.others == len(found.score.by_parameter())
    return found


def _check_those_in_both(rank: RankSplit, before: Worked, after: Worked, state: str) -> None:
    """Own score and others' scores are told among the States ranked in both lists alone."""
    both = sorted(set(before.printed) & set(after.printed))
    assert rank.both == len(both)
    assert {*rank.passed, *rank.passed_by, *rank.drew_level} <= set(both)
    if before.basis.rules.ties == after.basis.rules.ties == "competition" and len(both) > 1:
        then, now = (
            sum(one.printed[other] > one.printed[state] for other in both) for one in (before, after)
        )
        assert rank.change_among_both == then - now == rank.places(Mover.OWN) + rank.places(Mover.OTHERS)


@given(worked_lists(), worked_lists())
def test_nothing_is_left_over_between_any_two_lists(before: Worked, after: Worked) -> None:
    for state in NAMES:
        there, back = _check(before, after, state), _check(after, before, state)
        if there.score is not None and back.score is not None:
            turned = {(one.parameter, one.cause): -one.points for one in back.score.parts}
            assert {(one.parameter, one.cause): one.points for one in there.score.parts} == turned


@given(st.data())
def test_under_one_methodology_and_all_applicable_only_figures_speak(data: st.DataObject) -> None:
    counted = st.integers(1, 50).flatmap(lambda top: st.integers(0, top).map(lambda low: figure(low, top)))
    both = [
        _listed({code: {one.code: data.draw(counted) for one in PARAMETERS} for code in "AB"})
        for _ in range(2)
    ]
    found = explain(both[0], both[1], "A").score
    assert found is not None
    for part in found.parts:
        assert part.cause is Cause.FIGURES
        old, new = (one.marks["A"][part.parameter] for one in both)
        assert part.points == 100 * (new.marks - old.marks) / 8


@given(worked_lists())
def test_between_a_list_and_itself_there_is_nothing_to_explain(one: Worked) -> None:
    for state in NAMES:
        found = _check(one, one, state)
        assert found.score is None or found.score.parts == ()
        assert found.rank is None or all(not step.gained + step.lost for step in found.rank.steps)


def test_a_wrong_list_is_a_misfit() -> None:
    before, after = _scores(A=9900, B=9800), _scores(A=9700, B=9800)
    found = explain(before, after, "A")
    assert found.misfit((1, Decimal("99.00")), (2, Decimal("97.00"))) == 0
    assert found.misfit((1, Decimal("99.00")), (1, Decimal("97.01"))) == Fraction(101, 100)
    assert found.misfit((None, None), (2, Decimal("97.00"))) == 1


def _pairs() -> Iterator[tuple[Month, Month]]:
    """Neighbouring sample months: all in the long run, else the change of methodology and the last ones."""
    every = list(pairwise(SAMPLE_MONTHS))
    chosen = {(Month(2022, 12), Month(2023, 1)), every[0], every[-1]}
    return (pair for pair in every if LONG or pair in chosen)


@pytest.mark.parametrize("board", list(Board))
def test_every_state_of_the_sample_is_explained_to_the_last_digit(board: Board) -> None:
    causes = set()
    for first, last in _pairs():
        before, after = sample_list(first, board), sample_list(last, board)
        for state in before.places:
            found = _check(before, after, state)
            causes |= {one.cause for one in found.score.parts} if found.score else set()
    assert Cause.FIGURES in causes
    assert Cause.METHODOLOGY in causes


def test_any_two_lists_of_the_sample_explain_each_other() -> None:
    """Not only neighbours, and backwards too: every so many of the pairs, or every one of them in the long run."""
    every = [(one, other) for one in SAMPLE_MONTHS for other in SAMPLE_MONTHS if one != other]
    checked = 0
    for first, last in every if LONG else every[3 :: len(every) // 6]:
        for board in list(Board) if LONG else [Board.CCTNS, Board.OVERALL]:
            before, after = sample_list(first, board), sample_list(last, board)
            for state in before.places:
                _check(before, after, state)
                checked += 1
    assert checked >= 6 * 2 * 36
