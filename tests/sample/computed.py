"""The sample months sent through the real computation."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from metrics.catalogue import MethodologyDocument, load_all
from metrics.scoring import Mark, mark, score
from rankings.core.ranks import Place, Scored, places
from rankings.sample import Methodologies, RecordedPlace, StateFacts, sample_history
from rankings.sample.history import MonthFigures
from states.months import Month

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Given:
    """What the generator is given, read from the project's own tables."""

    states: tuple[StateFacts, ...]
    names: Mapping[str, str]
    methodologies: Methodologies
    record: tuple[RecordedPlace, ...]


def _rows(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def documents() -> tuple[MethodologyDocument, ...]:
    return tuple(load_all())


def document_of(month: Month) -> MethodologyDocument:
    return [one for one in documents() if one.holds_from <= month][-1]


@cache
def given() -> Given:
    rows = _rows("states/data/states.csv")
    return Given(
        states=tuple(
            StateFacts(
                code=row["code"],
                category=row["category"],
                stations=int(row["police_stations"]),
                firs=int(row["sample_firs_per_month"]),
                population=int(row["population_2011"]),
            )
            for row in rows
        ),
        names={row["code"]: row["name_en"] for row in rows},
        methodologies={one.holds_from: one.parameter_rules() for one in documents()},
        record=tuple(
            RecordedPlace(
                board=row["board"],
                category=row["category"],
                month=Month.parse(row["month"]),
                rank=int(row["rank"]),
                state=row["state"],
                score=Decimal(row["score"]) if row["score"] else None,
            )
            for row in _rows("rankings/data/published_record.csv")
        ),
    )


@cache
def history() -> dict[Month, MonthFigures]:
    known = given()
    return sample_history(known.states, known.methodologies, known.record)


@cache
def marks(month: Month, state: str) -> tuple[Mark, ...]:
    figures = history()[month][state]
    return tuple(mark(rule, figures.get(rule.code)) for rule in document_of(month).parameter_rules())


@cache
def ranking(month: Month, board: str, category: str = "all") -> tuple[Place, ...]:
    document = document_of(month)
    codes = frozenset(rule.code for rule in document.parameter_rules() if board in rule.boards)
    scored = []
    for state in given().states:
        if category in {"all", state.category}:
            worth = score(marks(month, state.code), on_board=codes, rules=document.rules)
            scored.append(Scored(state.code, given().names[state.code], worth.printed, worth.reason or ""))
    return places(scored, document.rules.ties)


def place(month: Month, board: str, category: str, state: str) -> Place:
    return next(one for one in ranking(month, board, category) if one.state == state)


def firsts(month: Month, board: str) -> list[str]:
    return [one.state for one in ranking(month, board) if one.rank == 1]
