"""Scores: boards, who is unranked and why, and rounding once, half up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring import Figure, Mark, NoScore, ParameterRule, Status, mark, rounded, score
from tests.metrics.scoring.months import RULES, months, printed

Month = tuple[tuple[ParameterRule, ...], dict[str, Figure | None]]


def earned(code: str, marks: str, maximum: str) -> Mark:
    return Mark(code, Status.REPORTED, Fraction(50), Fraction(marks), Decimal(maximum))


def nothing(code: str, status: Status, maximum: str = "4") -> Mark:
    return Mark(code, status, None, Fraction(0), Decimal(maximum))


CCTNS, ICJS = frozenset({"REG-01", "REG-02"}), frozenset({"ICJ-01"})


def test_a_score_is_marks_obtained_over_marks_applicable() -> None:
    marks = [earned("REG-01", "3.5", "4"), earned("REG-02", "1", "2"), earned("ICJ-01", "1", "9")]
    found = score(marks, on_board=CCTNS, rules=RULES)
    assert (found.obtained, found.applicable) == (Fraction(9, 2), Fraction(6))
    assert (found.exact, found.printed, found.reason) == (Fraction(75), Decimal("75.00"), None)
    assert score(marks, on_board=CCTNS | ICJS, rules=RULES).printed == Decimal("36.67")


def test_not_applicable_leaves_the_total_and_not_reported_stays_in_it() -> None:
    half = earned("REG-01", "2", "4")
    apart = [nothing("REG-02", status) for status in (Status.NOT_APPLICABLE, Status.NOT_REPORTED)]
    scores = [score([half, one], on_board=CCTNS, rules=RULES).printed for one in apart]
    assert scores == [Decimal("50.00"), Decimal("25.00")]


@pytest.mark.parametrize(
    ("statuses", "printed_score", "reason"),
    [
        # REG-01, REG-02 on the board; ICJ-01 elsewhere.
        (("not_reported", "not_reported", "not_reported"), None, "not_reported"),
        (("not_reported", "not_reported", "reported"), Decimal("0.00"), None),
        (("not_reported", "not_reported", "not_applicable"), Decimal("0.00"), None),
        (("not_applicable", "not_applicable", "reported"), None, "not_applicable"),
        (("not_applicable", "not_applicable", "not_reported"), None, "not_applicable"),
        (("not_applicable", "not_applicable", "not_applicable"), None, "not_applicable"),
        (("not_applicable", "not_reported", "not_reported"), Decimal("0.00"), None),
        (("reported", "not_reported", "not_reported"), Decimal("25.00"), None),
    ],
)
def test_who_is_unranked_and_why(
    statuses: tuple[str, str, str], printed_score: Decimal | None, reason: str | None
) -> None:
    marks = [
        earned(code, "2", "4") if status == "reported" else nothing(code, Status(status))
        for code, status in zip(("REG-01", "REG-02", "ICJ-01"), statuses, strict=True)
    ]
    found = score(marks, on_board=CCTNS, rules=RULES)
    assert (found.printed, found.reason) == (printed_score, reason)
    assert (found.exact is None) is (found.printed is None)


def test_a_reason_is_one_of_two() -> None:
    assert {str(one) for one in NoScore} == {"not_reported", "not_applicable"}


@pytest.mark.parametrize(
    ("exact", "printed_score"),
    [
        ("99.995", "100.00"),
        ("99.994999999999999999999999", "99.99"),
        ("99.985", "99.99"),
        ("97.975", "97.98"),
        ("0.005", "0.01"),
        ("0.004999", "0.00"),
        # Half to even, and binary floats, would give 2.67, 1.00 and 0.12.
        ("2.675", "2.68"),
        ("1.005", "1.01"),
        ("0.125", "0.13"),
        ("0", "0.00"),
        ("100", "100.00"),
    ],
)
def test_rounding_is_half_up_at_its_edges(exact: str, printed_score: str) -> None:
    assert str(rounded(Fraction(exact))) == printed_score


def test_an_exact_half_of_a_hundredth_is_rounded_up_in_a_score() -> None:
    # 19.595 of 20 marks are 97.975.
    assert score(
        [earned("REG-01", "19.595", "20")], on_board=CCTNS, rules=RULES
    ).printed == Decimal("97.98")  # fmt: skip


def test_below_nothing_there_is_no_rounding() -> None:
    with pytest.raises(ValueError, match="below 0"):
        rounded(Fraction(-1, 1000))


@given(st.integers(0, 10**9), st.integers(0, 7), st.integers(0, 4))
def test_rounding_equals_the_decimal_module(number: int, places: int, decimals: int) -> None:
    exact = Decimal(number).scaleb(-places)
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=Context(prec=50))
    assert str(rounded(Fraction(exact), decimals)) == f"{expected:f}"


@given(st.fractions(min_value=0, max_value=100))
def test_rounding_moves_a_score_by_half_a_hundredth_at_most(exact: Fraction) -> None:
    moved = Fraction(rounded(exact)) - exact
    assert -Fraction(1, 200) < moved <= Fraction(1, 200)


@given(months())
def test_the_order_of_marks_never_matters(month: Month) -> None:
    rules, sent = month
    assert printed(rules, sent) == printed(rules[::-1], dict(reversed(sent.items())))


@given(months())
def test_a_blank_figure_says_as_little_as_none(month: Month) -> None:
    rules, sent = month
    told = {code: one for code, one in sent.items() if one is not None and not one.is_blank}
    assert printed(rules, told) == printed(rules, sent)
    assert (printed(rules, sent) is None) is (
        not told or all(mark(rule, told.get(rule.code)).counts is False for rule in rules)
    )
