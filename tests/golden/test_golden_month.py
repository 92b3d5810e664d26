"""The golden month: the computation agrees with what was worked by hand, mark by mark.

`month.json` holds figures and results, `month.md` the arithmetic; neither is written by the project's code.
"""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from metrics.scoring import BoardScore, Figure, Mark, ParameterRule, Rules, mark, score
from rankings.lists.ranks import Place, Scored, Ties, places

FOLDER = Path(__file__).parent
MONTH: dict[str, Any] = json.loads((FOLDER / "month.json").read_text(encoding="utf-8"))
STATES = sorted(MONTH["states"])
CODES = [one["code"] for one in MONTH["parameters"]]
BOARDS = sorted(MONTH["lists"])
NOTHING = "–"

RULES = {
    one["code"]: ParameterRule(
        code=one["code"],
        group=one["code"].split("-")[0],
        best_percent=Decimal(one["best_percent"]),
        worst_percent=Decimal(one["worst_percent"]),
        max_marks=Decimal(one["max_marks"]),
        boards=frozenset(one["boards"]),
    )
    for one in MONTH["parameters"]
}


def figure(state: str, code: str) -> Figure | None:
    pair = MONTH["states"][state]["figures"][code]
    return None if pair is None else Figure(Decimal(pair[0]), Decimal(pair[1]))


def marks(state: str) -> list[Mark]:
    return [mark(RULES[code], figure(state, code)) for code in CODES]


def board_score(state: str, board: str) -> BoardScore:
    on_board = frozenset(code for code in CODES if board in RULES[code].boards)
    return score(marks(state), on_board=on_board, rules=Rules())


def ranking(board: str, ties: Ties = "competition") -> tuple[Place, ...]:
    scores = {state: board_score(state, board) for state in MONTH["states"]}
    return places(
        (
            Scored(state, MONTH["states"][state]["name"], one.printed, one.reason or "")
            for state, one in scores.items()
        ),
        ties,
    )


def tables() -> dict[str, list[list[str]]]:
    """The tables of the worked page by their heading's first word, without the rows of headings."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in (FOLDER / "month.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").split()[0]
        elif line.startswith("|") and not line.startswith("|---"):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[1:] for heading, rows in found.items()}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("state", STATES)
def test_every_mark(state: str, code: str) -> None:
    found = mark(RULES[code], figure(state, code))
    worked = MONTH["marks"][state][code]
    if found.percent is None:
        assert (str(found.status), found.marks) == (worked, Fraction(0))
    else:
        assert found.marks == Fraction(worked)


@pytest.mark.parametrize("board", BOARDS)
def test_every_score(board: str) -> None:
    assert [one["state"] for one in sorted(MONTH["lists"][board], key=lambda one: one["state"])] == STATES
    for worked in MONTH["lists"][board]:
        found = board_score(worked["state"], board)
        assert (found.obtained, found.applicable) == (
            Fraction(worked["obtained"]),
            Fraction(worked["applicable"]),
        )
        assert (None if found.printed is None else str(found.printed)) == worked["score"]
        assert (found.reason and str(found.reason)) == worked.get("reason")


@pytest.mark.parametrize("board", BOARDS)
def test_every_rank_in_printed_order(board: str) -> None:
    worked = MONTH["lists"][board]
    assert [(place.position, place.state, place.rank, place.reason or None) for place in ranking(board)] == [
        (position, one["state"], one["rank"], one.get("reason"))
        for position, one in enumerate(worked, start=1)
    ]
    assert [place.rank for place in ranking(board, "dense")] == [one["dense"] for one in worked]


def test_the_tie_at_the_top_comes_from_rounding() -> None:
    delhi, gujarat = board_score("DL", "cctns"), board_score("GJ", "cctns")
    assert (delhi.exact, gujarat.exact) == (Fraction("97.98"), Fraction("97.975"))
    assert delhi.printed == gujarat.printed == Decimal("97.98")


def test_the_worked_page_says_the_same() -> None:
    page = tables()
    assert page["The"] == [
        [one["code"], one["best_percent"], one["worst_percent"], one["max_marks"], ", ".join(one["boards"])]
        for one in MONTH["parameters"]
    ]
    for state in STATES:
        sent = MONTH["states"][state]["figures"]
        assert [(row[0], row[1], row[-1]) for row in page[state]] == [
            (code, " / ".join(sent[code]) if sent[code] else NOTHING, MONTH["marks"][state][code])
            for code in CODES
        ]
    for board in BOARDS:
        assert page[board] == [
            [
                str(one["rank"] or NOTHING), str(one["dense"] or NOTHING), one["state"], one["obtained"],
                one["applicable"], one["score"] or one["reason"],
            ]
            for one in MONTH["lists"][board]
        ]  # fmt: skip


def test_the_worked_percentages_are_those_of_the_figures() -> None:
    for state in STATES:
        for code, row in zip(CODES, tables()[state], strict=True):
            percent = mark(RULES[code], figure(state, code)).percent
            assert (Fraction(row[2]) if row[2] else None) == percent
