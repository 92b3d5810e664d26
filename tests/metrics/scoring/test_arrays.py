"""The fast road gives the very lists of the slow one: at random, at every edge, and where numbers would overflow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.scoring import Figure, Mark, NoScore, ParameterRule, Rules, arrays, mark, score
from metrics.scoring.arrays import BLANK, CODES, Arrays, Sheet
from rankings.lists.ranks import Roll, Scored, ordered, place_month, places
from tests.metrics.scoring.months import figures, hundredths, parameter_rules
from tests.metrics.scoring.one_by_one import place_one_by_one
from tests.rankings.sample import computed

NAMES = {"A": "Goa", "B": "Assam", "C": "Goa", "D": "Bihar"}
ROLL = Roll(NAMES, dict.fromkeys("ABC", frozenset({"all", "ut"})) | {"D": frozenset({"all"})})
BOARDS = [frozenset({"cctns"}), frozenset({"cctns", "itsso"}), frozenset({"icjs"}), frozenset({"overall"})]

Sent = dict[str, dict[str, Figure]]


def same(rules: tuple[ParameterRule, ...], sent: Sent, given_rules: Rules | None = None) -> None:
    how = given_rules or Rules()
    fast, slow = place_month(rules, how, sent, ROLL), place_one_by_one(rules, how, sent, ROLL)
    assert fast == slow
    # Equal decimals may be written differently; a list's digest is taken of what is written.
    assert repr(fast) == repr(slow)


@st.composite
def months(draw: st.DrawFn) -> tuple[tuple[ParameterRule, ...], Sent]:
    rules = tuple(
        replace(draw(parameter_rules(f"REG-{number:02d}")), boards=draw(st.sampled_from(BOARDS)))
        for number in range(draw(st.integers(1, 6)))
    )
    sent: Sent = {}
    for state in NAMES:
        if draw(st.integers(0, 9)):
            own = {rule.code: draw(figures(rule)) for rule in rules}
            sent[state] = {code: one for code, one in own.items() if one is not None}
    return rules, sent


@given(months(), st.sampled_from(["competition", "dense"]), st.integers(0, 4))
def test_the_fast_road_gives_the_lists_of_the_slow_one(
    month: tuple[tuple[ParameterRule, ...], Sent], ties: Any, decimals: int
) -> None:
    same(*month, Rules(ties=ties, decimals=decimals))


MOST = 10**15 - 1
"""The largest number that the database takes, in hundredths."""

ENDS = (Decimal(100), Decimal(0))


@st.composite
def at_the_edge(draw: st.DrawFn) -> tuple[tuple[ParameterRule, ...], Sent]:
    """Scores within a hair of half a hundredth, on either side or on it, from figures of any size."""
    size = draw(st.sampled_from([200, 20_000, 2 * 10**9 + 2, 2 * (MOST // 2)]))
    rules = tuple(
        ParameterRule(
            f"REG-{number:02d}", "REG", *draw(st.sampled_from([ENDS, ENDS[::-1]])),
            Decimal(draw(st.integers(1, 3))), frozenset({"cctns", "overall"}),
        )
        for number in range(draw(st.integers(1, 3)))
    )  # fmt: skip
    sent: Sent = {}
    for state in NAMES:
        # (2 k + 1) ÷ 20,000 is the edge between k and k + 1 hundredths, the same for all parameters.
        edge = (2 * draw(st.integers(0, 9999)) + 1) * size // 20_000
        sent[state] = {}
        for rule in rules:
            up = min(max(edge + draw(st.integers(-1, 1)), 0), size)
            higher = rule.best_percent > rule.worst_percent
            sent[state][rule.code] = Figure(hundredths(up if higher else size - up), hundredths(size))
    return rules, sent


@given(at_the_edge())
def test_at_the_edges_of_rounding(month: tuple[tuple[ParameterRule, ...], Sent]) -> None:
    same(*month)


def rule(best: str = "100", worst: str = "0", marks: str = "1", code: str = "REG-01") -> ParameterRule:
    return ParameterRule(code, "REG", Decimal(best), Decimal(worst), Decimal(marks), frozenset({"cctns"}))


@pytest.mark.parametrize(
    "size", [1, 10**4, 2**30, 2**44, 2**53, 2**54 - 1, 2**54, 2**62, 2**63, 2**64 + 1, 10**30]
)
@pytest.mark.parametrize("bent", [rule(), rule("30"), rule("0", "20"), rule("99.99", "0.01", "9999.99")])
def test_numbers_of_every_size(size: int, bent: ParameterRule) -> None:
    parts = [0, 1, size // 3, size // 2, (2 * size) // 3, size - 1, size]
    for up in {min(max(part, 0), size) for part in parts}:
        number = Figure(Decimal(up).scaleb(-2), Decimal(size).scaleb(-2))
        same((bent, rule(code="REG-02")), {"A": {"REG-01": number, "REG-02": Figure(Decimal(1), Decimal(3))}})


def test_what_is_divided_too_finely_for_a_sheet() -> None:
    fine = Figure(Decimal("0.001"), Decimal("0.003"))
    long = Figure(Decimal("1.0000000000000000000000000000000000001"), Decimal(2))
    same((rule(), rule(code="REG-02", marks="0.0000001")), {"A": {"REG-01": fine}, "B": {"REG-02": long}})
    finest = rule(marks="1." + 30 * "0" + "1"), rule(code="REG-02", marks="1e-30")
    same(finest, {"A": {"REG-01": Figure(Decimal(1), Decimal(3))}})
    same((), {"A": {"REG-01": fine}})


@pytest.mark.parametrize(
    "impossible",
    [
        Figure(Decimal(2), Decimal(1)),
        Figure(Decimal(1), Decimal(0)),
        Figure(Decimal("-0.01"), Decimal(1)),
        Figure(Decimal(-1), Decimal("-0.01")),
        Figure(None, Decimal(1)),
        Figure(Decimal(1), None),
    ],
)
def test_a_figure_that_cannot_be_rated_is_refused_as_on_the_slow_road(impossible: Figure) -> None:
    def problem(road: Callable[..., object]) -> str:
        with pytest.raises(ValueError, match="REG-01: ") as caught:
            road((rule(),), Rules(), {"A": {"REG-01": impossible}}, ROLL)
        return str(caught.value)

    assert problem(place_month) == problem(place_one_by_one)


def test_the_sample_months_on_both_roads() -> None:
    known = computed.given()
    roll = Roll(known.names, {one.code: frozenset({"all", one.category}) for one in known.states})
    every = computed.history()
    for month in [*every][::4]:
        document = computed.document_of(month)
        parameters, rules = document.parameter_rules(), document.rules
        fast = place_month(parameters, rules, every[month], roll)
        assert repr(fast) == repr(place_one_by_one(parameters, rules, every[month], roll))


def test_many_columns_are_worked_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts with gaps and parts without, and the marks that are asked for where a score stands on an edge."""
    monkeypatch.setattr(arrays, "_AT_ONCE", 3)
    rules = (rule(), rule("0", "20", "2", "REG-02"))
    ups = [[5, 0, 0, 0, 1, 9_999, 10_000], [1, 0, 0, 0, 1, 7, 2]]
    downs = [[20_000, BLANK, 0, BLANK, 3, 10_000, 10_000], [7, BLANK, 0, 0, 4, 300, 300]]
    sheet = Sheet(np.array(ups), np.array(downs))
    board = frozenset({"REG-01", "REG-02"})
    made = Arrays(rules, [board], Rules())
    found = made.printed(sheet)[0].tolist()
    for column, printed in enumerate(found):
        exact = score(made.marks_in(sheet, column), on_board=board, rules=Rules())
        assert printed == (CODES[exact.reason] if exact.reason else int(exact.printed.scaleb(2)))  # type: ignore[union-attr]
    assert found[1:4] == [CODES[NoScore.NOT_REPORTED], CODES[NoScore.NOT_APPLICABLE], 0]


def test_only_scores_on_an_edge_are_rated_by_themselves() -> None:
    """97.975 exactly in the first column, plain scores in the others."""
    rules = (rule(marks="20"),)
    asked: list[int] = []

    def marks(column: int) -> list[Mark]:
        asked.append(column)
        return [mark(rules[0], Figure(Decimal("19.595"), Decimal(20)))]

    sheet = Sheet(np.array([[19595, 1, 2, 20000]]), np.array([[20000, 3, 3, 20000]]))
    made = Arrays(rules, [frozenset({"REG-01"})], Rules())
    assert made.printed(sheet, marks).tolist() == [[9798, 3333, 6667, 10000]]
    assert asked == [0]


def rows_of(width: int) -> st.SearchStrategy[list[list[int]]]:
    one = st.lists(st.sampled_from([-2, -1, 0, 1, 9999, 10_000]), min_size=width, max_size=width)
    return st.lists(one, min_size=1, max_size=3)


@given(st.integers(0, 12).flatmap(rows_of), st.sampled_from(["competition", "dense"]))
def test_many_lists_are_ordered_as_one_by_one(rows: list[list[int]], ties: Any) -> None:
    columns, ranks = ordered(np.array(rows, np.int64).reshape(len(rows), -1), ties)
    for row, order, numbers in zip(rows, columns.tolist(), ranks.tolist(), strict=True):
        scored = [
            Scored(f"{column:02d}", "", None if own < 0 else hundredths(own))
            for column, own in enumerate(row)
        ]
        slow = places(scored, ties)
        assert [int(one.state) for one in slow] == order
        ranked = [
            (one.rank, number) for one, number in zip(slow, numbers, strict=True) if one.rank is not None
        ]
        assert all(rank == number for rank, number in ranked)
