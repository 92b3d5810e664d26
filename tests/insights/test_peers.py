"""Others who weigh and rank: equal where they answer the same question, and where they do not, here is how."""

from __future__ import annotations

import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pymcdm.helpers import rrankdata
from pymcdm.methods import WSM
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from common.months import Month
from metrics.scoring import Figure, ParameterRule, Rules
from rankings.lists.scored_list import Basis, Worked, work

BOARD = "cctns"
WHOLE = 400  # the denominator of every figure

Table = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]
"""The marks of each parameter, and of each State its counts out of `WHOLE`."""


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 8))
    marks = draw(st.lists(st.integers(1, 9), min_size=columns, max_size=columns))
    rows = draw(st.lists(st.tuples(*[st.integers(0, WHOLE)] * columns), min_size=2, max_size=12, unique=True))
    return tuple(marks), tuple(rows)


def ours(table: Table) -> Worked:
    marks, rows = table
    rules = tuple(
        ParameterRule(f"P-{index}", "P", Decimal(100), Decimal(0), Decimal(mark), frozenset({BOARD}), False)
        for index, mark in enumerate(marks)
    )
    figures = {
        state(index): {
            rule.code: Figure(Decimal(count), Decimal(WHOLE)) for rule, count in zip(rules, row, strict=True)
        }
        for index, row in enumerate(rows)
    }
    names = {code: code for code in figures}
    return work(Basis(Month(2023, 10), BOARD, "one", rules, Rules(), figures, names))


def state(index: int) -> str:
    return f"S{index:02d}"


def as_peers_take_it(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Percents, and weights that sum to 1: their weighted sum is our score."""
    marks, rows = table
    return np.array(rows, dtype=float) * 100 / WHOLE, np.array(marks, dtype=float) / sum(marks)


def pymcdm(matrix: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    method = WSM(
        normalization_function=lambda column, cost=False: column
    )  # percents are on one scale already
    with warnings.catch_warnings():
        # Its advice to leave out who is best or worst in everything; a ranking of States cannot.
        warnings.filterwarnings("ignore", "Alternatives with indices", UserWarning)
        found: NDArray[np.float64] = method(matrix, weights, np.ones(len(weights)))
    return found


@given(tables())
def test_scores_and_ranks_are_those_of_pymcdm_and_scikit_criteria(table: Table) -> None:
    found = ours(table)
    codes = [state(index) for index in range(len(table[1]))]
    exact = [exact_score(table, row) for row in table[1]]
    printed = [found.printed[code] for code in codes]
    assume(len(set(printed)) == len(printed))  # what they do with ties is told below
    matrix, weights = as_peers_take_it(table)
    ranks = [found.places[code].rank for code in codes]

    sums = pymcdm(matrix, weights)
    assert sums == pytest.approx([float(value) for value in exact], abs=1e-9)
    assert all(
        abs(Fraction(own) - value) <= Fraction(1, 200) for own, value in zip(printed, exact, strict=True)
    )
    assert list(rrankdata(sums)) == ranks

    result = WeightedSumModel().evaluate(mkdm(matrix, [max] * len(weights), weights=weights))
    assert result.e_.score == pytest.approx([float(value) for value in exact], abs=1e-9)
    assert list(result.rank_) == ranks


def exact_score(table: Table, row: tuple[int, ...]) -> Fraction:
    """By its definition, and by nothing of the project's."""
    marks, _ = table
    return sum(
        (Fraction(100 * mark * count, WHOLE * sum(marks)) for mark, count in zip(marks, row, strict=True)),
        Fraction(0),
    )


# --- where they differ: docs/method.md tells of each -------------------------------------------------------------


TIED: Table = ((1, 1), ((400, 200), (200, 400), (100, 100)))


def test_a_tie_is_1_1_3_here_a_mean_there_and_dense_elsewhere() -> None:
    matrix, weights = as_peers_take_it(TIED)
    assert [place.rank for place in ours(TIED).places.values()] == [1, 1, 3]
    assert list(rrankdata(pymcdm(matrix, weights))) == [1.5, 1.5, 3]
    result = WeightedSumModel().evaluate(mkdm(matrix, [max, max], weights=weights))
    assert list(result.rank_) == [1, 1, 2]


def test_two_that_print_alike_share_a_rank_here_and_do_not_there() -> None:
    """75.0025 and 75.00 print as 75.00 both."""
    table: Table = ((1, 9_999), ((325, 300), (300, 300)))
    matrix, weights = as_peers_take_it(table)
    found = ours(table)
    assert set(found.printed.values()) == {Decimal("75.00")}
    assert [place.rank for place in found.places.values()] == [1, 1]
    assert list(rrankdata(pymcdm(matrix, weights))) == [1, 2]


def test_equal_scores_may_differ_in_floating_point_and_never_do_here() -> None:
    """One percent each of three parts, against all in one: the sums of 0.1 and 0.2 are not 0.3 there."""
    table: Table = ((1, 2, 3, 4), ((400, 400, 0, 0), (0, 0, 400, 0)))
    found = ours(table)
    assert [place.rank for place in found.places.values()] == [1, 1]
    matrix, weights = as_peers_take_it(table)
    assert list(rrankdata(pymcdm(matrix / 100, weights))) == [1, 2]


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast:RuntimeWarning")
def test_a_gap_has_a_meaning_here_and_none_there() -> None:
    """Not applicable leaves the total, not reported earns nothing; a table of numbers has room for neither."""
    rules = tuple(
        ParameterRule(code, "P", Decimal(100), Decimal(0), Decimal(5), frozenset({BOARD}), False)
        for code in ("P-0", "P-1")
    )
    good = Figure(Decimal(90), Decimal(100))
    figures = {
        "NA": {"P-0": good, "P-1": Figure(Decimal(0), Decimal(0))},
        "NR": {"P-0": good, "P-1": Figure(None, None)},
    }
    found = work(
        Basis(Month(2023, 10), BOARD, "one", rules, Rules(), figures, {code: code for code in figures})
    )
    assert found.printed == {"NA": Decimal("90.00"), "NR": Decimal("45.00")}
    matrix, weights = np.array([[90.0, np.nan], [90.0, 0.0]]), np.array([0.5, 0.5])
    with pytest.raises(KeyError):
        rrankdata(pymcdm(matrix, weights))
    with pytest.raises(ValueError, match="doesn't look like a ranking"):
        WeightedSumModel().evaluate(mkdm(matrix, [max, max], weights=weights))
