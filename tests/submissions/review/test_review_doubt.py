"""Which figures are in doubt, and how many places hang on them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from metrics.scoring import Figure, ParameterRule, Rules, mark
from submissions.review.doubt import (
    Doubt,
    Movement,
    board_scores,
    doubts,
    instead_of,
    place,
    widest,
    without_doubt,
)
from submissions.templatetags.desk import figure_change, figure_sent, figure_text, points_since

BOARDS = frozenset({"cctns", "overall"})
HIGHER = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(6), BOARDS)
LOWER = ParameterRule("PEN-01", "PEN", Decimal(0), Decimal(20), Decimal(4), frozenset({"overall"}))


def figure(numerator: int, denominator: int) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        ({}, ()),
        ({"remark": "  "}, ()),
        ({"warnings": ("stock_fell", "jump")}, (Doubt.STOCK_FELL, Doubt.JUMP)),
        ({"warnings": ("figure_missing",), "remark": "No form"}, (Doubt.FIGURE_MISSING, Doubt.REMARK)),
        ({"comments": 2, "verdict": "returned"}, (Doubt.RETURNED, Doubt.COMMENT)),
        ({"warnings": ("jump",), "comments": 1, "remark": "Merged", "verdict": "approved"}, ()),
        ({"open_objection": True, "verdict": "approved"}, (Doubt.OBJECTION,)),
    ],
)
def test_the_reasons_to_look_at_a_figure(signs: dict[str, Any], expected: tuple[Doubt, ...]) -> None:
    assert doubts(**signs) == expected


def test_a_doubtful_figure_stands_as_last_month_at_the_same_percent() -> None:
    stands = instead_of(HIGHER, figure(900, 900), figure(1, 3))
    assert mark(HIGHER, stands).percent == Fraction(100, 3)


@pytest.mark.parametrize("rule", [HIGHER, LOWER])
@pytest.mark.parametrize("last", [None, Figure(None, None)])
def test_without_a_last_month_it_earns_no_marks(rule: ParameterRule, last: Figure | None) -> None:
    stands = mark(rule, instead_of(rule, figure(3, 90), last))
    assert stands.marks == Fraction(0)
    assert stands.counts


@pytest.mark.parametrize("sent", [figure(0, 0), Figure(None, None)])
def test_nothing_to_divide_and_no_last_month_is_not_reported(sent: Figure) -> None:
    assert instead_of(HIGHER, sent, None) == Figure(None, None)


def test_last_month_is_capped_where_this_methodology_lets_no_numerator_exceed() -> None:
    assert mark(HIGHER, instead_of(HIGHER, figure(1, 2), figure(120, 100))).percent == 100


def test_only_the_doubtful_figures_are_put_back() -> None:
    sent = {"REG-01": figure(9, 10), "PEN-01": figure(0, 10)}
    last = {"REG-01": figure(5, 10), "PEN-01": figure(2, 10)}
    assert without_doubt([HIGHER, LOWER], sent, {"PEN-01"}, last) == {
        "REG-01": figure(9, 10),
        "PEN-01": figure(2, 10),
    }


def test_a_score_for_each_board() -> None:
    sent = {"REG-01": figure(1, 2), "PEN-01": figure(0, 10)}
    assert board_scores([HIGHER, LOWER], sent, Rules(), ["cctns", "overall", "icjs"]) == {
        "cctns": Decimal("50.00"),
        "overall": Decimal("70.00"),
        "icjs": None,
    }


def test_places_among_others_skip_or_are_dense_and_no_score_stands_last() -> None:
    others = [Decimal("99.99"), Decimal("99.99"), Decimal("80.00"), None]
    assert place(Decimal("99.99"), others) == 1
    assert place(Decimal("80.00"), others) == 3
    assert place(Decimal("80.00"), others, "dense") == 2
    assert place(None, others) == 4


def test_the_widest_movement_wins_and_of_equals_the_first() -> None:
    one, two = Movement("cctns", 4, 9, 36), Movement("overall", 9, 4, 36)
    assert (one.places, two.places) == (5, 5)
    assert widest([one, two, Movement("icjs", 1, 2, 36)]) == one
    assert widest([]) is None


def test_a_figure_and_its_mark_are_printed_beside_last_month() -> None:
    now, last = mark(HIGHER, figure(90, 100)), mark(HIGHER, figure(95, 100))
    assert points_since(now, last) == "−5.00"
    assert points_since(last, now) == "+5.00"
    assert points_since(now, None) == points_since(None, last) == "–"
    assert points_since(now, mark(HIGHER, figure(0, 0))) == "–"
    assert figure_change(figure(1200, 2000), figure(0, 10)) == "+1,200"
    assert figure_change(figure(0, 10), figure(1200, 2000)) == "−1,200"
    assert figure_change(figure(1, 2), Figure(None, None)) == figure_change(None, figure(1, 2)) == "–"
    assert [figure_sent(Figure(None, None)), figure_sent(None)] == ["not reported", "–"]
    assert [figure_text(Figure(None, None)), figure_text(figure(1, 1200))] == ["–", "1 of 1,200"]
