"""Marks of one figure: both directions, the clamp, and the three kinds of nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring import Figure, Mark, ParameterRule, Status, mark
from tests.metrics.scoring.months import BLANK, parameter_rules, reported


def rule(best: int = 100, worst: int = 0, *, may_exceed: bool = False, marks: str = "4") -> ParameterRule:
    boards = frozenset({"cctns"})
    return ParameterRule("REG-01", "REG", Decimal(best), Decimal(worst), Decimal(marks), boards, may_exceed)


def figure(numerator: str, denominator: str) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


@pytest.mark.parametrize(
    ("best", "worst", "numerator", "marks"),
    [
        (100, 0, "100", Fraction(4)),
        (100, 0, "0", Fraction(0)),
        (100, 0, "33", Fraction(132, 100)),
        # Helpline 1930: best is 30 percent, and more earns no more.
        (30, 0, "15", Fraction(2)),
        (30, 0, "30", Fraction(4)),
        (30, 0, "31", Fraction(4)),
        # Lower is better: best 0, worst 20.
        (0, 20, "0", Fraction(4)),
        (0, 20, "5", Fraction(3)),
        (0, 20, "20", Fraction(0)),
        (0, 20, "90", Fraction(0)),
        # Below the worst, between, and above the best.
        (90, 50, "49", Fraction(0)),
        (90, 50, "70", Fraction(2)),
        (90, 50, "95", Fraction(4)),
    ],
)
def test_marks_by_hand(best: int, worst: int, numerator: str, marks: Fraction) -> None:
    found = mark(rule(best, worst), figure(numerator, "100"))
    assert (found.marks, found.percent, found.status) == (marks, Fraction(numerator), Status.REPORTED)


def test_zero_not_reported_and_not_applicable_are_three_things() -> None:
    zero = mark(rule(), figure("0", "12"))
    assert (zero.status, zero.percent, zero.marks) == (Status.REPORTED, Fraction(0), Fraction(0))
    assert zero.counts is True
    for nothing in (None, BLANK):
        blank = mark(rule(), nothing)
        assert blank == Mark("REG-01", Status.NOT_REPORTED, None, Fraction(0), Decimal(4))
        assert blank.counts is True
    none_of_the_kind = mark(rule(), figure("0", "0"))
    assert none_of_the_kind == Mark("REG-01", Status.NOT_APPLICABLE, None, Fraction(0), Decimal(4))
    assert none_of_the_kind.counts is False
    assert not any(one.full_marks for one in (zero, blank, none_of_the_kind))


def test_lower_is_better_does_not_make_nothing_full_marks() -> None:
    assert mark(rule(0, 20), figure("0", "0")).marks == 0
    assert mark(rule(0, 20), None).marks == 0
    assert mark(rule(0, 20), figure("0", "7")).full_marks is True


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (Figure(Decimal(1), None), "half a figure"),
        (Figure(None, Decimal(1)), "half a figure"),
        (figure("-1", "5"), "negative"),
        (figure("1", "-5"), "negative"),
        (figure("6", "5"), "numerator 6 above denominator 5"),
        (figure("5.01", "5"), "above"),
        # Five of nothing is an error, not a figure that does not apply.
        (figure("5", "0"), "numerator 5 above denominator 0"),
    ],
)
def test_what_cannot_be_rated_is_refused_by_name(sent: Figure, told: str) -> None:
    with pytest.raises(ValueError, match=f"REG-01: .*{told}"):
        mark(rule(), sent)


def test_where_the_numerator_may_exceed_the_percent_is_capped() -> None:
    found = mark(rule(may_exceed=True), figure("6", "5"))
    assert (found.percent, found.marks, found.full_marks) == (Fraction(100), Fraction(4), True)
    assert mark(rule(may_exceed=True), figure("6", "0")).status is Status.NOT_APPLICABLE


def test_full_marks_are_decided_on_the_exact_value() -> None:
    nearly = mark(rule(marks="7"), figure("9999999", "10000000"))
    assert nearly.full_marks is False
    assert nearly.marks == 7 - Fraction(7, 10**7)


@given(st.data(), parameter_rules())
def test_marks_lie_between_nothing_and_the_maximum(data: st.DataObject, one: ParameterRule) -> None:
    found = mark(one, data.draw(reported(one)))
    assert 0 <= found.marks <= Fraction(one.max_marks)
    assert found.percent is not None
    assert 0 <= found.percent <= 100
    assert found.full_marks is (
        found.percent >= one.best_percent
        if one.best_percent > one.worst_percent
        else found.percent <= one.best_percent
    )


@given(st.data(), parameter_rules(), st.integers(1, 1000))
def test_only_the_ratio_counts(data: st.DataObject, one: ParameterRule, times: int) -> None:
    sent = data.draw(reported(one))
    assert sent.numerator is not None
    assert sent.denominator is not None
    many = Figure(sent.numerator * times, sent.denominator * times)
    assert mark(one, many) == mark(one, sent)
