"""Random small boards by their shares, and the corners of a box of marks."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from hypothesis import assume
from hypothesis import strategies as st

from insights.sensitivity.core import Levels
from insights.sensitivity.order_reversal import Shares, Swap, level, swap
from tests.insights.lists import NAMES

SHARES = (
    st.none()
    | st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)])
    | st.fractions(0, 1, max_denominator=40)
)
KNOWN = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1)]) | st.fractions(0, 1, max_denominator=40)


@st.composite
def shares_of(draw: st.DrawFn, count: int, *, gaps: bool = True) -> Shares:
    found = tuple(draw(SHARES if gaps else KNOWN) for _ in range(count))
    assume(any(share is not None for share in found))
    return found


@st.composite
def some_levels(draw: st.DrawFn, parameters: int | None = None, *, gaps: bool = True) -> Levels:
    """Two to five States under up to four parameters; `gaps`: some are not applicable to some."""
    count = parameters or draw(st.integers(1, 4))
    marks = tuple(draw(st.integers(1, 900)) for _ in range(count))
    states = list(NAMES)[: draw(st.integers(2, 5))]
    return levels({code: draw(shares_of(count, gaps=gaps)) for code in states}, marks)


def levels(shares: dict[str, Shares], marks: tuple[int, ...]) -> Levels:
    ordered = sorted(shares, key=lambda code: (-level(shares[code], marks), code))
    return Levels(tuple(f"P-{index}" for index in range(len(marks))), marks, tuple(ordered), shares)


def swaps(board: Levels) -> dict[tuple[str, str], Swap]:
    """The swap of every pair, by (State ahead, State behind) in the exact order."""
    return {
        (ahead, behind): swap(board.shares[ahead], board.shares[behind], board.marks)
        for ahead, behind in combinations(board.states, 2)
    }


def corners(marks: tuple[int, ...], width: Fraction) -> list[tuple[Fraction, ...]]:
    """Every corner, edge middle and centre of the box."""
    return [
        tuple(mark * (1 + width * side) for mark, side in zip(marks, sides, strict=True))
        for sides in product((-1, 0, 1), repeat=len(marks))
    ]


def ranks_at(board: Levels, marks: tuple[Fraction, ...] | tuple[int, ...]) -> dict[str, int]:
    """Ranks by their definition: 1 + the States strictly above."""
    own = {state: level(board.shares[state], marks) for state in board.states}
    return {state: 1 + sum(one > own[state] for one in own.values()) for state in board.states}
