"""Each place on record once more, from the sample's figures by DOMAIN's formula, without the project's scoring."""

from __future__ import annotations

import math
import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from common.months import Month
from tests.rankings.sample.computed import ROOT, given, history
from tools.sample import RecordedPlace


@cache
def methodology(month: Month) -> dict[str, Any]:
    """The methodology file in force, as its TOML has it."""
    files = sorted((ROOT / "metrics/methodologies").glob("*.toml"))
    return tomllib.loads([file for file in files if file.stem <= str(month)][-1].read_text(encoding="utf-8"))


def hundredths(month: Month, board: str, state: str) -> int | None:
    """A State's printed score in hundredths, half up; None where nothing counts."""
    document = methodology(month)
    groups = {group["code"] for group in document["groups"] if board in group["boards"]}
    obtained = applicable = Fraction(0)
    for parameter in document["parameters"]:
        figure = history()[month][state].get(parameter["code"])
        if parameter["group"] not in groups or figure is None or figure.denominator == 0:
            continue
        full = Fraction(parameter["max_marks"])
        applicable += full
        if figure.numerator is not None and figure.denominator is not None:
            best, worst = Fraction(parameter["best_percent"]), Fraction(parameter["worst_percent"])
            percent = min(100 * Fraction(figure.numerator) / Fraction(figure.denominator), Fraction(100))
            obtained += full * min(max((percent - worst) / (best - worst), Fraction(0)), Fraction(1))
    return math.floor(obtained / applicable * 10000 + Fraction(1, 2)) if applicable else None


@cache
def scores(month: Month, board: str) -> dict[str, int]:
    printed = {state.code: hundredths(month, board, state.code) for state in given().states}
    return {state: score for state, score in printed.items() if score is not None}


@pytest.mark.parametrize(
    "known", given().record, ids=lambda known: f"{known.month}-{known.board}-{known.category}-{known.state}"
)
def test_a_place_on_record(known: RecordedPlace) -> None:
    rivals = {state.code for state in given().states if known.category in {"all", state.category}}
    own = scores(known.month, known.board)
    rank = 1 + sum(score > own[known.state] for state, score in own.items() if state in rivals)
    assert rank == known.rank
    assert known.score is None or Decimal(own[known.state]) / 100 == known.score
