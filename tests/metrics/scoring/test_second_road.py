"""Every score twice: the project's own road and another one agree to the last hundredth."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from metrics.scoring import Figure, ParameterRule, mark, score
from tests.metrics.scoring.months import RULES, months, printed, second_road

Month = tuple[tuple[ParameterRule, ...], dict[str, Figure | None]]


def one_rule(code: str, best: str, worst: str, marks: str) -> ParameterRule:
    return ParameterRule(code, "REG", Decimal(best), Decimal(worst), Decimal(marks), frozenset({"cctns"}))


HALF = (
    (one_rule("REG-01", "100", "0", "3"), one_rule("REG-02", "0", "20", "17")),
    {
        "REG-01": Figure(Decimal(1730), Decimal(2000)),  # loses 0.405 of 20 marks: 97.975 exactly
        "REG-02": Figure(Decimal(0), Decimal(500)),
    },
)
THIRDS = (
    (one_rule("REG-01", "100", "0", "1"), one_rule("REG-02", "100", "0", "2")),
    {"REG-01": Figure(Decimal(1), Decimal(3)), "REG-02": Figure(Decimal(2), Decimal(3))},
)


@given(months(), st.data())
@example(HALF, None)
@example(THIRDS, None)
def test_a_second_computation_agrees(month: Month, data: st.DataObject | None) -> None:
    rules, sent = month
    codes = [rule.code for rule in rules]
    on_board = frozenset(data.draw(st.sets(st.sampled_from(codes), min_size=1)) if data else codes)
    assert printed(rules, sent, on_board) == second_road(rules, sent, on_board)


def test_the_second_road_by_hand() -> None:
    assert second_road(*HALF, frozenset({"REG-01", "REG-02"})) == Decimal("97.98")
    assert second_road(*THIRDS, frozenset({"REG-01", "REG-02"})) == Decimal("55.56")
    assert second_road(HALF[0], {}, frozenset({"REG-01"})) is None


@given(months())
def test_a_printed_score_is_a_percentage_of_two_decimals(month: Month) -> None:
    rules, sent = month
    marks = [mark(rule, sent[rule.code]) for rule in rules]
    found = score(marks, on_board=frozenset(sent), rules=RULES)
    if found.printed is not None:
        assert Decimal("0.00") <= found.printed <= Decimal("100.00")
        assert found.printed.as_tuple().exponent == -2
        assert (found.exact == 100) is all(one.full_marks for one in marks if one.counts)
    assert found.obtained == sum((one.marks for one in marks), Fraction(0))
