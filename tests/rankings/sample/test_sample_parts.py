"""The parts that the sample is made of: marks back to figures, volumes, chance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from common.months import Month
from metrics.scoring import ParameterRule
from tests.rankings.sample.computed import documents, given
from tools.sample.noise import draw, wave
from tools.sample.volumes import denominator
from tools.sample.worth import full, lost, numerator_losing, unit

CCTNS = frozenset({"cctns"})
HIGHER = ParameterRule("SEX-01", "SEX", Decimal(100), Decimal(0), Decimal(4), CCTNS)
HELPLINE = ParameterRule("CYB-01", "CYB", Decimal(30), Decimal(0), Decimal(4), CCTNS)
LOWER = ParameterRule("DAT-03", "DAT", Decimal(0), Decimal(20), Decimal(2), CCTNS)


@pytest.mark.parametrize(
    ("rule", "of", "marks", "limit", "numerator"),
    [
        (HIGHER, 10, Fraction(0), Fraction(4), 10),
        (HIGHER, 10, Fraction(6, 5), Fraction(4), 7),
        (HIGHER, 10, Fraction(11, 10), Fraction(11, 10), 8),
        (HIGHER, 10, Fraction(4), Fraction(4), 0),
        (HIGHER, 10, Fraction(1, 3), Fraction(-1), 10),
        (HELPLINE, 1000, Fraction(2), Fraction(4), 150),
        (HELPLINE, 1000, Fraction(0), Fraction(4), 300),
        (LOWER, 1000, Fraction(1), Fraction(2), 100),
        (LOWER, 1000, Fraction(0), Fraction(2), 0),
    ],
)
def test_a_numerator_for_the_marks_to_lose(
    rule: ParameterRule, of: int, marks: Fraction, limit: Fraction, numerator: int
) -> None:
    assert numerator_losing(rule, of, marks, limit) == numerator


@pytest.mark.parametrize("rule", [HIGHER, HELPLINE, LOWER])
@pytest.mark.parametrize("of", [1, 7, 300, 12345])
def test_marks_are_met_to_half_a_step(rule: ParameterRule, of: int) -> None:
    most = Fraction(rule.max_marks)
    assert lost(rule, full(rule, of), of) == 0
    for tenth in range(11):
        marks = most * tenth / 10
        loss = lost(rule, numerator_losing(rule, of, marks, most), of)
        assert abs(loss - marks) <= unit(rule, of) / 2


def test_every_parameter_of_every_version_has_a_denominator() -> None:
    for document in documents():
        for rule in document.parameter_rules():
            for state in given().states:
                count = denominator(state, document.holds_from, rule.code)
                assert 0 <= count < 10**13
                assert count or state.code in {"LD", "LA", "SK", "AN", "DH"}


def test_volumes_follow_a_states_size() -> None:
    """Kerala registers some hundred times the FIRs of Mizoram, and so it does in every parameter of that kind."""
    states = {state.code: state for state in given().states}
    big, small = states["KL"], states["MZ"]
    for code in ("REG-02", "REG-04", "REG-06", "DAT-01", "DAT-02", "DAT-03"):
        ratio = denominator(big, Month(2023, 3), code) / denominator(small, Month(2023, 3), code)
        assert 80 < ratio < 250, code


def test_chance_is_fixed_by_its_key() -> None:
    assert draw(10**6, "HR", Month(2023, 10)) == draw(10**6, "HR", Month(2023, 10))
    assert len({draw(10**6, "HR", number) for number in range(200)}) > 195
    assert {draw(6, "die", number) for number in range(200)} == set(range(6))
    steps = [wave(100, 4, month, "HR") for month in Month(2021, 1).to(Month(2029, 12))]
    assert all(-100 <= step <= 100 for step in steps)
    assert max(abs(after - before) for before, after in pairwise(steps)) <= 51
