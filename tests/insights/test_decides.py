"""What decides: definitions worked by hand, and sums that must hold on any list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from insights.decides.core import (
    Correlation,
    Saturation,
    correlations,
    left_out,
    saturation,
    top_deciders,
    weights,
)
from metrics.scoring import Mark, Rules
from rankings.lists.scored_list import Basis, Worked, work
from tests.insights.lists import BOARD, NAMES, NOTHING, figure, rule, sample_list, worked_lists

RULES = (rule("P-1", 50), rule("P-2", 50))


def _list(*rows: tuple[int, int]) -> Worked:
    figures = {
        code: {"P-1": figure(one, 50), "P-2": NOTHING if other < 0 else figure(other, 50)}
        for code, (one, other) in zip(NAMES, rows, strict=False)
    }
    names = {code: NAMES[code] for code in figures}
    return work(Basis(Month(2023, 1), BOARD, "one", RULES, Rules(), figures, names))


def test_the_worked_example() -> None:
    worked = _list((50, 50), (50, 40), (50, 30))
    assert saturation(worked) == (Saturation("P-1", 3, 3), Saturation("P-2", 1, 3))
    assert [(one.nominal, one.effective) for one in weights(worked)] == [
        (Fraction(1, 2), Fraction(0)),
        (Fraction(1, 2), Fraction(1)),
    ]
    assert [one.parameter for one in top_deciders(worked)] == ["P-2"]


def test_saturation_leaves_out_those_to_whom_it_is_not_applicable() -> None:
    found = saturation(_list((50, -1), (20, -1)))[1]
    assert (found.applicable, found.share) == (0, None)


def test_where_all_are_equal_nothing_decides() -> None:
    worked = _list((50, 50), (50, 50))
    assert [one.effective for one in weights(worked)] == [None, None]
    assert top_deciders(worked) == ()


def test_correlations_of_opposites_of_likes_and_of_none() -> None:
    [against] = correlations(_list((10, 40), (20, 30), (30, 20)))
    assert (against.sign, against.squared, against.states, against.printed()) == (
        -1,
        Fraction(1),
        3,
        Decimal("-1.00"),
    )
    [along] = correlations(_list((10, 20), (20, 20), (30, 50)))
    assert (along.squared, along.printed()) == (Fraction(3, 4), Decimal("0.87"))
    assert correlations(_list((10, 40), (20, 30))) == ()
    assert correlations(_list((10, 40), (10, 30), (10, 20))) == ()


@given(st.fractions(0, 1))
def test_a_printed_correlation_is_the_nearest(squared: Fraction) -> None:
    half = Fraction(1, 200)
    shown = Fraction(Correlation("A", "B", 3, 1, squared).printed())
    assert max(shown - half, Fraction(0)) ** 2 <= squared < (shown + half) ** 2


@given(worked_lists())
def test_effective_weights_sum_to_one_and_correlations_stay_within_one(worked: Worked) -> None:
    found = weights(worked)
    known = [one.effective for one in found if one.effective is not None]
    assert len(known) in {0, len(found)}
    assert sum(known) == (1 if known else 0)
    assert all(0 <= one.squared <= 1 for one in correlations(worked))
    for code in worked.basis.on_board():
        without = left_out(worked, [code])
        assert set(without.ranks) == set(worked.places)


def test_without_a_parameter_the_list_is_scored_and_ranked_anew() -> None:
    worked = _list((10, 50), (40, 30), (20, 20))
    found = left_out(worked, ["P-1"])
    assert found.scores == {"A": Decimal("100.00"), "B": Decimal("60.00"), "C": Decimal("40.00")}
    assert (found.ranks, found.changes, found.moved) == (
        {"A": 1, "B": 2, "C": 3},
        {"A": 1, "B": -1, "C": 0},
        2,
    )
    with pytest.raises(ValueError, match="not on cctns: X-1"):
        left_out(worked, ["X-1"])
    assert left_out(worked, ["P-2", "P-1"]).parameters == ("P-1", "P-2")
    assert set(left_out(worked, ["P-1", "P-2"]).ranks.values()) == {None}


def test_who_sent_nothing_but_what_is_left_out_is_not_ranked() -> None:
    figures = {"A": {"P-1": figure(10, 50), "P-2": figure(20, 50)}, "B": {"P-1": figure(40, 50)}}
    worked = work(
        Basis(Month(2023, 1), BOARD, "one", RULES, Rules(), figures, {code: NAMES[code] for code in figures})
    )
    assert left_out(worked, ["P-2"]).ranks == {"A": 2, "B": 1}
    assert left_out(worked, ["P-1"]).ranks == {"A": 1, "B": None}


@given(worked_lists(), st.data())
def test_the_list_without_a_parameter_is_that_of_a_methodology_without_it(
    worked: Worked, data: st.DataObject
) -> None:
    codes = list(worked.basis.on_board())
    gone = data.draw(st.sets(st.sampled_from(codes))) if codes else set()
    rules = tuple(one for one in worked.basis.parameters if one.code not in gone)
    fresh = work(replace(worked.basis, parameters=rules))
    found = left_out(worked, gone)
    assert found.ranks == {state: place.rank for state, place in fresh.places.items()}
    assert found.scores == {state: place.score for state, place in fresh.places.items()}


def _share(mark: Mark) -> float:
    return float(mark.marks / Fraction(mark.max_marks))


@given(worked_lists())
def test_correlations_by_their_definition(worked: Worked) -> None:
    for one in correlations(worked):
        pairs = [(worked.marks[state][one.one], worked.marks[state][one.other]) for state in worked.printed]
        both = [(_share(x), _share(y)) for x, y in pairs if x.counts and y.counts]
        expected = correlation([x for x, _ in both], [y for _, y in both])
        assert float(one.printed(6)) == pytest.approx(expected, abs=2e-6)


def test_on_the_sample_each_parameter_and_each_group_can_be_left_out() -> None:
    worked = sample_list(Month(2023, 10), "icjs")
    rules = worked.basis.on_board()
    groups = [[code for code in rules if rules[code].group == rule.group] for rule in rules.values()]
    for codes in [*([code] for code in rules), *groups]:
        assert set(left_out(worked, codes).ranks) == set(worked.places)
    deciders = top_deciders(sample_list(Month(2023, 10), "cctns"))
    assert sum((one.effective or 0) for one in deciders) == 1
