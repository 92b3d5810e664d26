"""One parameter across States: counted and halved by other roads than the module's own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import median as library_median

from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring import Figure, Mark, ParameterRule, Status, mark
from rankings.lists.marks import (
    group_sums,
    median,
    shade,
    share_of_marks,
    spans,
    spread,
    whole_percent,
)

HIGHER = ParameterRule("REG-01", "REG", Decimal(100), Decimal(0), Decimal(7), frozenset({"cctns"}))
LOWER = ParameterRule("DAT-03", "DAT", Decimal(0), Decimal(20), Decimal(2), frozenset({"cctns"}))
figures = st.one_of(
    st.just(Figure(None, None)),
    st.just(Figure(Decimal(0), Decimal(0))),
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(
        lambda pair: Figure(Decimal(min(pair)), Decimal(max(pair)))
    ),
)
shares = st.fractions(min_value=0, max_value=1)


def rated(rule: ParameterRule, *pairs: tuple[int, int] | None) -> dict[str, Mark]:
    """Marks of the figures of States; None stands for one that was not sent."""
    return {
        f"S{number}": mark(
            rule, Figure(None, None) if one is None else Figure(Decimal(one[0]), Decimal(one[1]))
        )
        for number, one in enumerate(pairs)
    }


def test_a_worked_spread() -> None:
    """Of six: two at full marks, one not reported, one to which it does not apply."""
    found = spread(HIGHER, rated(HIGHER, (5, 5), (9, 10), (4, 4), (1, 10), None, (0, 0)), ())
    assert (found.full, found.applicable, found.silent, found.idle) == (2, 5, 1, 1)
    assert [found.best, found.median, found.worst] == [100, 95, 10]
    assert found.share_full == Fraction(2, 5)


def test_a_state_that_sent_nothing_is_no_part_of_a_share() -> None:
    found = spread(HIGHER, rated(HIGHER, (5, 5), None, None, None), {"S2", "S3"})
    assert (found.full, found.applicable, found.silent) == (1, 2, 3)
    assert found.share_full == Fraction(1, 2)


def test_where_lower_is_better_the_best_is_the_least() -> None:
    found = spread(LOWER, rated(LOWER, (0, 10), (1, 10), (3, 10)), ())
    assert [found.full, found.best, found.median, found.worst] == [1, 0, 10, 30]


def test_nobody_reported_and_nobody_concerned() -> None:
    silent = spread(HIGHER, rated(HIGHER, None, None), ())
    assert (silent.median, silent.best, silent.share_full) == (None, None, Fraction(0))
    idle = spread(HIGHER, rated(HIGHER, (0, 0)), ())
    assert (idle.applicable, idle.share_full) == (0, None)


@given(st.lists(figures, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_states_never_matters_and_the_counts_add_up(sent: list[Figure], chance: object) -> None:
    marks = [mark(HIGHER, one) for one in sent]
    found = spread(HIGHER, dict(zip(map(str, range(12)), marks, strict=False)), ())
    ordered = sorted(marks, key=lambda one: (one.status, one.marks))
    assert found == spread(HIGHER, dict(zip(map(str, range(12)), ordered, strict=False)), ())
    reported = [one for one in marks if one.status is Status.REPORTED]
    assert found.applicable + found.idle == len(sent)
    assert found.applicable == len(reported) + found.silent
    percents = [one.percent for one in reported if one.percent is not None]
    assert found.median == (library_median(percents) if percents else None)
    assert found.full == sum(
        one.numerator == one.denominator != 0 for one in sent if one.numerator is not None
    )


@given(st.lists(st.fractions(), min_size=1, max_size=9))
def test_half_lie_on_either_side_of_the_median(values: list[Fraction]) -> None:
    middle = median(values)
    assert middle is not None
    assert 2 * sum(one <= middle for one in values) >= len(values)
    assert 2 * sum(one >= middle for one in values) >= len(values)


def test_the_farthest_apart_come_first() -> None:
    marks = {
        "HR": {one.parameter: one for one in (rated(HIGHER, (9, 10))["S0"], rated(LOWER, (0, 10))["S0"])},
        "HP": {one.parameter: one for one in (rated(HIGHER, (8, 10))["S0"], rated(LOWER, None)["S0"])},
        "LD": {one.parameter: one for one in (rated(HIGHER, (0, 0))["S0"], rated(LOWER, (1, 10))["S0"])},
    }
    first, second = spans(marks, ["REG-01", "DAT-03"])
    assert [first.parameter, first.apart] == ["DAT-03", 2]  # what was not sent counts as 0
    assert (second.parameter, second.apart) == ("REG-01", Fraction(7, 10))  # what does not apply, not at all
    (alone,) = spans({"LD": marks["LD"]}, ["REG-01"])
    assert alone.apart is None


def test_groups_add_up_what_applies() -> None:
    more = ParameterRule("REG-02", "REG", Decimal(100), Decimal(0), Decimal(4), frozenset({"cctns"}))
    marks = {
        "REG-01": rated(HIGHER, (1, 2))["S0"], "REG-02": rated(more, (0, 0))["S0"], "DAT-03": rated(LOWER, None)["S0"]
    }  # fmt: skip
    reg, dat = group_sums(marks, [HIGHER, more, LOWER])
    assert [reg.group, reg.obtained, reg.applicable, reg.share] == ["REG", Fraction(7, 2), 7, Fraction(1, 2)]
    assert [dat.group, dat.obtained, dat.applicable, dat.share] == ["DAT", 0, 2, None]  # nothing was reported


def test_the_share_of_marks_tells_nothing_from_not_applicable() -> None:
    assert [share_of_marks(one) for one in rated(HIGHER, (1, 4), None, (0, 0)).values()] == [
        Fraction(1, 4),
        0,
        None,
    ]


@given(shares)
def test_a_whole_percent_never_says_more_than_is_so(share: Fraction) -> None:
    printed = whole_percent(share)
    assert (printed == 100) is (share == 1)
    assert (printed == 0) is (share == 0)
    assert abs(printed - 100 * share) <= 1


@given(shares, shares)
def test_more_marks_never_have_the_stronger_shade(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert shade(high) <= shade(low)
    assert (shade(high) == 0) is (high == 1)
    if whole_percent(low) == whole_percent(high):
        assert shade(low) == shade(high)
