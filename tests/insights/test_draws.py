"""Draws: the same on every machine, evenly over the box, and every rank as fractions give it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.sensitivity.core import Levels
from insights.sensitivity.order_reversal import Drawn, Draws, Shares, alike, weights, words
from tests.insights.levels import levels, ranks_at, some_levels

ROOT = Path(__file__).parent.parent.parent
MULTIPLIER = 47026247687942121848144207491837523525
WHOLE, HALF = (1 << 128) - 1, (1 << 64) - 1


def pcg64(seed: str) -> list[int]:
    """PCG64 (XSL-RR 128/64) as its definition has it: the words of the first eight draws of two parameters."""
    digest = sha256(seed.encode()).digest()
    state, inc = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:], "big") | 1
    found: list[int] = []
    for _ in range(4):
        state = (state * MULTIPLIER + inc) & WHOLE
        value, turn = (state >> 64) ^ (state & HALF), state >> 122
        value = ((value >> turn) | (value << (-turn & 63))) & HALF
        found += [(value >> shift & 0xFFFF) >> 4 for shift in (0, 16, 32, 48)]
    return found


def test_the_words_of_a_seed_are_these() -> None:
    """They may never change, or stored lists could not be drawn again."""
    assert words("2023-10/cctns", 10, 8, 2).ravel().tolist() == pcg64("2023-10/cctns/10/2")
    assert pcg64("2023-10/cctns/10/2")[:4] == [2517, 2958, 492, 2047]


def test_fewer_draws_are_the_first_of_more() -> None:
    assert (words("a", 10, 7, 3) == words("a", 10, 100, 3)[:7]).all()
    assert (words("a", 10, 7, 3) != words("b", 10, 7, 3)).any()
    assert (words("a", 10, 7, 3) != words("a", 25, 7, 3)).any()


def test_drawn_marks_fill_the_box_evenly_and_never_leave_it() -> None:
    marks = (400, 200, 700)
    for width in (10, 25):
        unit, edge = 100 * 4095, Fraction(width, 100)
        ratios = [
            Fraction(own, mark * unit)
            for draw in range(0, 400, 5)
            for own, mark in zip(weights(marks, width, "box", draw), marks, strict=True)
        ]
        assert 1 - edge <= min(ratios) < 1 - edge * Fraction(9, 10)
        assert 1 + edge * Fraction(9, 10) < max(ratios) <= 1 + edge
    drawn = words("even", 10, 10_000, 4)
    assert (drawn.min(), drawn.max()) == (0, 4095)
    # Sixteen equal parts hold 2,500 each, give or take five standard deviations.
    assert (abs(np.bincount(drawn.ravel() >> 8) - 2500) < 250).all()


def counted(
    board: Levels, width: int, seed: str, count: int, among: set[str] | None = None
) -> dict[str, Drawn]:
    """The slow road: every draw in fractions."""
    found: dict[str, Counter[int]] = {
        state: Counter() for state in board.states if not among or state in among
    }
    inside = Levels(board.parameters, board.marks, tuple(found), board.shares)
    for draw in range(count):
        for state, rank in ranks_at(inside, tuple(weights(board.marks, width, seed, draw))).items():
            found[state][rank] += 1
    return {state: Drawn(count, ranks[1], tuple(sorted(ranks.items()))) for state, ranks in found.items()}


@given(some_levels(), st.sampled_from([10, 25, 60]), st.integers(0, 99))
def test_ranks_by_the_matrix_are_ranks_by_fractions(board: Levels, width: int, seed: int) -> None:
    drawn = Draws(board.shares, board.marks, width, str(seed), 12)
    assert drawn.drawn() == counted(board, width, str(seed), 12)
    some = {*board.states[::2], board.states[-1]}
    assert drawn.drawn(some) == counted(board, width, str(seed), 12, some)


def test_levels_closer_than_the_matrix_shows_are_told_apart() -> None:
    hair = Fraction(1, 1 << 120)
    shares: dict[str, Shares] = {
        "A": (Fraction(1, 3), Fraction(1, 3)),
        "B": (Fraction(1, 3) + hair, Fraction(1, 3)),
        "C": (Fraction(1, 3), None),
        "D": (Fraction(0), Fraction(0)),
        "E": (Fraction(1, 2), Fraction(1, 6) + hair),
        "F": (Fraction(1, 6) + hair, Fraction(1, 2)),
    }
    board = levels(shares, (7, 7))
    drawn = Draws(shares, (7, 7), 10, "hair", 50)
    assert alike(shares) == [["A", "C"], ["B"], ["D"], ["E"], ["F"]]
    assert len(drawn.exactly) == 50, "every draw wants a second look"
    assert drawn.drawn() == counted(board, 10, "hair", 50)


def test_no_more_states_than_a_key_has_room_for() -> None:
    shares: dict[str, Shares] = {f"S{one:02}": (Fraction(one, 100), Fraction(1)) for one in range(65)}
    with pytest.raises(ValueError, match="65 States"):
        Draws(shares, (1, 1), 10, "many", 3)
    del shares["S64"]
    found = Draws(shares, (1, 1), 10, "many", 3).drawn()
    assert found["S63"].ranks == ((1, 3),)
    assert found["S00"].first == 0


_PROGRAM = """
from fractions import Fraction
from insights.sensitivity.core import Levels, Study
from insights.sensitivity.order_reversal import level
shares = {
    state: tuple(None if (row * 5 + column * 3) % 11 == 0 else Fraction((row * 7 + column * 13) % 31, 31)
                 for column in range(6))
    for row, state in enumerate("ABCDEFGH")
}
marks = (4, 2, 7, 5, 3, 1)
order = sorted(shares, key=lambda state: -level(shares[state], marks))
print(Study(Levels(tuple("uvwxyz"), marks, tuple(order), shares), "2023-10", count=200).result())
"""


def test_the_same_seed_gives_the_same_bytes_under_any_hash_seed_and_any_number_of_threads() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=ROOT, capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads, "OPENBLAS_CORETYPE": core},
        ).stdout
        for seed, threads, core in (("0", "1", ""), ("4242", "2", "Prescott"))
    }  # fmt: skip
    assert len(found) == 1
    assert next(iter(found)).startswith(b"Ranges(seed='2023-10', draws=200")
