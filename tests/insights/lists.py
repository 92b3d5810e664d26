"""Random small lists, and the sample's lists worked out once."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from common.months import Month
from metrics.scoring import Figure, ParameterRule, Rules
from rankings.lists.scored_list import Basis, Worked, work
from tests.rankings.sample.computed import document_of, given, history

BOARD = "cctns"
BLANK = Figure(None, None)
NOTHING = Figure(Decimal(0), Decimal(0))
NAMES = {code: f"State {code}" for code in "ABCDE"}
CODES = ("P-1", "P-2", "P-3", "Q-1")


@cache
def sample_list(month: Month, board: str) -> Worked:
    document = document_of(month)
    return work(
        Basis(
            month, board, document.version, document.parameter_rules(), document.rules, history()[month],
            given().names,
        )
    )  # fmt: skip


def rule(code: str, marks: int = 4, best: int = 100, worst: int = 0, boards: str = BOARD) -> ParameterRule:
    return ParameterRule(
        code, code[0], Decimal(best), Decimal(worst), Decimal(marks), frozenset({boards}), False
    )


def figure(numerator: int, denominator: int) -> Figure:
    return Figure(Decimal(numerator), Decimal(denominator))


@st.composite
def rules(draw: st.DrawFn) -> tuple[ParameterRule, ...]:
    """One to four parameters; some on another board only, so that all can be applicable to nobody."""
    found = []
    for code in draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True)):
        best, worst = draw(st.sampled_from([(100, 0), (30, 0), (0, 20), (95, 50), (0, 100)]))
        boards = draw(st.sampled_from([BOARD, BOARD, BOARD, "icjs"]))
        found.append(rule(code, draw(st.integers(1, 9)), best, worst, boards))
    return tuple(found)


@st.composite
def whole_figures(draw: st.DrawFn) -> Figure:
    """Small denominators, so that ties, full marks and nothing applicable come up often."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return BLANK
    if kind == 1:
        return NOTHING
    denominator = draw(st.integers(1, 6) | st.integers(1, 400))
    return figure(draw(st.integers(0, denominator)), denominator)


@st.composite
def worked_lists(draw: st.DrawFn, parameters: tuple[ParameterRule, ...] | None = None) -> Worked:
    own = draw(rules()) if parameters is None else parameters
    figures = {
        state: {one.code: draw(whole_figures()) for one in own} for state in NAMES if draw(st.integers(0, 9))
    }
    ties = Rules(ties=draw(st.sampled_from(["competition", "competition", "dense"])))
    version = draw(st.sampled_from(["one", "two"]))
    return work(Basis(Month(2023, 1), BOARD, version, own, ties, figures, NAMES))
