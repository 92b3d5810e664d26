"""Reads published lists, as the press reported them, from a CSV file. Collects every problem; never raises on data.

Columns: board, category, month, month_basis, released_on, rank, state, score, source. `released_on` and
`score` may be empty: not known.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from states.months import Month

COLUMNS = ("board", "category", "month", "month_basis", "released_on", "rank", "state", "score", "source")
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)
_LONGEST_SOURCE = 200

T = TypeVar("T")

ListKey = tuple[Month, str, str]
"""Month, board and category: what a list is known by."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One place on record; `line` is its line in the file, the header being line 1."""

    line: int
    key: ListKey
    month_basis: str
    released_on: date | None
    rank: int
    state: str
    score: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """What is wrong, and where; printed as `line N, column NAME: …`."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the file may name. `states` maps every accepted spelling, in capitals, to the State's code."""

    boards: Sequence[str]
    categories: Sequence[str]
    bases: Sequence[str]
    states: Mapping[str, str]
    members: Callable[[str, Month], frozenset[str]]


def parse_record(data: bytes, known: Vocabulary) -> tuple[list[RecordRow], list[RecordProblem]]:
    """Every sound row and every problem of a file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        return [], [RecordProblem(line, "file", "not UTF-8; save the file as CSV UTF-8 and load it again")]
    if "\0" in text:
        return [], [RecordProblem(text[: text.index("\0")].count("\n") + 1, "file", "not a text file")]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[RecordRow] = []
    problems: list[RecordProblem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        problems += _header_problems(header)
        if problems:
            return [], problems
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row, found = _row(reader.line_num, header, cells, known)
                problems += found
                rows += [row] if row else []
    except csv.Error as problem:
        problems.append(RecordProblem(reader.line_num, "file", f"not readable as CSV: {problem}"))
    problems += _contradictions(rows)
    return rows, sorted(problems, key=lambda one: (one.line, _place(one.column)))


def _place(column: str) -> int:
    return COLUMNS.index(column) if column in COLUMNS else -1


def _header_problems(header: list[str]) -> list[RecordProblem]:
    expected = ",".join(COLUMNS)
    missing = [
        RecordProblem(1, one, f"missing; the header is {expected}") for one in COLUMNS if one not in header
    ]
    unknown = [
        RecordProblem(1, one or "(empty)", f"not a column; the header is {expected}")
        for one in header
        if one not in COLUMNS
    ]
    twice = [RecordProblem(1, one, "stands twice") for one in COLUMNS if header.count(one) > 1]
    return [*missing, *unknown, *twice]


def _row(
    line: int, header: list[str], cells: list[str], known: Vocabulary
) -> tuple[RecordRow | None, list[RecordProblem]]:
    if len(cells) != len(header):
        message = f"{len(cells)} cells under {len(header)} columns; quote a cell that holds a comma"
        return None, [RecordProblem(line, header[min(len(cells), len(header) - 1)], message)]
    value = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    faults: dict[str, str] = {}
    board = _one_of(value, "board", known.boards, faults)
    category = _one_of(value, "category", known.categories, faults)
    basis = _one_of(value, "month_basis", known.bases, faults)
    month = _read(value, "month", Month.parse, faults)
    released_on = _read(value, "released_on", date.fromisoformat, faults, empty=True)
    rank = _read(value, "rank", _rank, faults)
    score = _read(value, "score", _score, faults, empty=True)
    state = known.states.get(value["state"].upper())
    if state is None:
        faults["state"] = f"“{value['state'][:40]}” is no State or UT; use a code such as HR"
    elif month and category and state not in known.members(category, month):
        faults["state"] = f"{state} is not in the category {category} in {month}"
    elif month and category and rank and rank > len(known.members(category, month)):
        faults["rank"] = f"{rank} is above {len(known.members(category, month))}, the members of {category}"
    if released_on and month and released_on <= month.last_day:
        faults["released_on"] = f"{released_on} is not after the end of {month}"
    if not value["source"]:
        faults["source"] = "missing; name the paper, its date and number"
    elif len(value["source"]) > _LONGEST_SOURCE:
        faults["source"] = f"longer than {_LONGEST_SOURCE} characters"
    problems = [RecordProblem(line, column, message) for column, message in faults.items()]
    if problems or month is None or rank is None or state is None:
        return None, problems
    return RecordRow(
        line, (month, board, category), basis, released_on, rank, state, score, value["source"]
    ), []


def _one_of(value: Mapping[str, str], column: str, known: Iterable[str], faults: dict[str, str]) -> str:
    text = value[column].lower()
    if text not in known:
        faults[column] = f"“{value[column][:40]}” is not known; use one of {', '.join(known)}"
        return ""
    return text


def _read(
    value: Mapping[str, str],
    column: str,
    read: Callable[[str], T],
    faults: dict[str, str],
    *,
    empty: bool = False,
) -> T | None:
    text = value[column]
    if empty and not text:
        return None
    try:
        return read(text)
    except ValueError as problem:
        faults[column] = (
            str(problem) if column != "released_on" else f"“{text[:40]}” is not a date: write YYYY-MM-DD"
        )
        return None


def _rank(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise ValueError(f"“{text[:40]}” is not a rank: write a whole number from 1")
    return int(text)


def _score(text: str) -> Decimal:
    if not _SCORE.fullmatch(text) or Decimal(text) > 100:
        raise ValueError(
            f"“{text[:40]}” is not a score: write a number from 0 to 100 with two decimals at most"
        )
    return Decimal(text).quantize(Decimal("0.01"))


def _contradictions(rows: Sequence[RecordRow]) -> Iterator[RecordProblem]:
    """Rows of one file that cannot all be true."""
    lists: dict[ListKey, list[RecordRow]] = defaultdict(list)
    dates: dict[Month, RecordRow] = {}
    for row in rows:
        lists[row.key].append(row)
        stated = dates.setdefault(row.key[0], row)
        for column in ("released_on", "month_basis"):
            if getattr(stated, column) != getattr(row, column):
                yield RecordProblem(
                    row.line, column, f"differs from line {stated.line}, which is of the same month"
                )
    for places in lists.values():
        yield from inconsistencies(places)


def inconsistencies(rows: Sequence[RecordRow]) -> Iterator[RecordProblem]:
    """Places of one list that cannot stand together; each problem is told on the later line.

    A State stands once; a better rank has the higher score, and equal scores share a rank; after so many
    States of one rank the next rank skips as many.
    """
    ordered = sorted(rows, key=lambda row: row.line)
    for number, row in enumerate(ordered):
        for other in ordered[:number]:
            where = f"line {other.line}" if other.line else "the record"
            if row.state == other.state:
                yield RecordProblem(row.line, "state", f"{row.state} stands in this list already, in {where}")
            elif row.score is not None and other.score is not None and _disagree(row, other):
                yield RecordProblem(
                    row.line, "score",
                    f"{row.score} at rank {row.rank} contradicts {other.score} at rank {other.rank} in {where}",
                )  # fmt: skip
    ranks = sorted({row.rank for row in rows})
    for rank, following in itertools.pairwise(ranks):
        sharing = {row.state for row in rows if row.rank == rank}
        if len(sharing) > following - rank:
            last = max((row for row in rows if row.rank in {rank, following}), key=lambda row: row.line)
            message = f"{len(sharing)} States share rank {rank}, so rank {following} cannot be held"
            yield RecordProblem(last.line, "rank", message)


def _disagree(one: RecordRow, other: RecordRow) -> bool:
    assert one.score is not None
    assert other.score is not None
    by_rank = (one.rank < other.rank) - (one.rank > other.rank)
    by_score = (one.score > other.score) - (one.score < other.score)
    return by_rank != by_score
