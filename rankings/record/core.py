"""Reads published lists, as the press reported them, from a CSV file. Collects every problem; never raises on data.

Columns: board, category, month, month_basis, released_on, rank, state, score, source. `released_on` and
`score` may be empty: not known. Cells are parted by commas, semicolons or tabs.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from common.months import Month
from common.texts import INVISIBLE, is_blank, is_error_value, says_something, was_spoilt
from rankings.lists.history import MonthList, Standing
from rankings.lists.rank_bounds import score_steps
from rankings.record.texts import TEXTS

COLUMNS = ("board", "category", "month", "month_basis", "released_on", "rank", "state", "score", "source")
_SEPARATORS = ",;\t"
_RANK = re.compile(r"0*[1-9][0-9]{0,8}", re.ASCII)
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)
_LONGEST_SOURCE = 200
_SHOWN = 40
_RECORD = ("the record", "अभिलेख")
WHOLE = "all"
"""The category of every State and UT; each of the others holds some of them, and no State two."""

T = TypeVar("T")

ListKey = tuple[Month, str, str]
"""Month, board and category: what a list is known by."""

Members = Callable[[str, Month], frozenset[str]]
"""The codes of the States in a category in a month."""


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
    message_hi: str

    def text(self, language: str | None) -> str:
        """The message in `hi`, or in English for any other language."""
        return self.message_hi if language == "hi" else self.message

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the file may name. `states` maps every accepted spelling, in capitals, to the State's code.

    Memberships are known from the month `first` on; on the day `today` whatever is later has yet to come.
    """

    boards: Sequence[str]
    categories: Sequence[str]
    bases: Sequence[str]
    states: Mapping[str, str]
    members: Members
    first: Month
    today: date


class _CellError(ValueError):
    """A cell that cannot be taken: the key of its sentence, and what fills it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def problem(line: int, column: str, key: str, **values: object) -> RecordProblem:
    """A problem from the key of its sentences; a value that is a pair is English and Hindi."""
    english, hindi = (
        text.format(**{name: one[side] if isinstance(one, tuple) else one for name, one in values.items()})
        for side, text in enumerate(TEXTS[key])
    )
    return RecordProblem(line, column, english, hindi)


def parse_record(data: bytes, known: Vocabulary) -> tuple[list[RecordRow], list[RecordProblem]]:
    """Every row whose place can be read, and every problem of a file."""
    try:
        text = data.decode().lstrip("\ufeff")
    except UnicodeDecodeError as fault:
        return [], [problem(data[: fault.start].count(b"\n") + 1, "file", "encoding")]
    if "\0" in text:
        return [], [problem(text[: text.index("\0")].count("\n") + 1, "file", "not_text")]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[RecordRow] = []
    problems: list[RecordProblem] = []
    try:
        header = _without_empty_end([INVISIBLE.sub("", cell).strip() for cell in next(reader, [])])
        problems += _header_problems(header)
        if problems:
            return [], problems
        line = reader.line_num + 1
        for cells in reader:
            if not all(is_blank(cell) for cell in cells):
                row, faults = _row(line, header, cells, known)
                problems += faults
                rows += [row] if row else []
            line = reader.line_num + 1
    except csv.Error:
        problems.append(problem(reader.line_num, "file", "not_csv"))
    problems += _contradictions(rows, known)
    return rows, in_order(problems)


def in_order(problems: Iterable[RecordProblem]) -> list[RecordProblem]:
    """By line and column, the first problem of each cell."""
    by_cell: dict[tuple[int, str], RecordProblem] = {}
    for fault in problems:
        by_cell.setdefault((fault.line, fault.column), fault)
    return sorted(by_cell.values(), key=lambda fault: (fault.line, _place(fault.column)))


def _place(column: str) -> int:
    return COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)


def _separator(text: str) -> str:
    """The separator that makes the most column names out of the first line; the comma where none does."""
    line = text[:2000].partition("\n")[0]

    def names(separator: str) -> int:
        return sum(INVISIBLE.sub("", cell).strip(' "\r') in COLUMNS for cell in line.split(separator))

    return max(_SEPARATORS, key=names)


def _without_empty_end(cells: list[str]) -> list[str]:
    """The cells up to the last that shows something."""
    return cells[: max((at for at, cell in enumerate(cells, start=1) if not is_blank(cell)), default=0)]


def _header_problems(header: list[str]) -> list[RecordProblem]:
    expected = ",".join(COLUMNS)
    missing = [problem(1, name, "column_missing", header=expected) for name in COLUMNS if name not in header]
    unknown = [
        problem(1, name or "(empty)", "column_unknown", header=expected)
        for name in header
        if name not in COLUMNS
    ]
    twice = [problem(1, name, "column_twice") for name in COLUMNS if header.count(name) > 1]
    return [*missing, *unknown, *twice]


def _row(
    line: int, header: list[str], cells: list[str], known: Vocabulary
) -> tuple[RecordRow | None, list[RecordProblem]]:
    if len(cells) > len(header):
        cells = [*cells[: len(header)], *_without_empty_end(cells[len(header) :])]
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        return None, [problem(line, column, "cells", cells=len(cells), columns=len(header))]
    value = {
        name: cell.strip() if name == "source" else INVISIBLE.sub("", cell).strip()
        for name, cell in zip(header, cells, strict=True)
    }
    faults: dict[str, _CellError] = {}

    def read(column: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(value[column])
        except _CellError as fault:
            faults[column] = fault
            return None

    board = read("board", _choice(known.boards))
    category = read("category", _choice(known.categories))
    basis = read("month_basis", _choice(known.bases))
    month = read("month", lambda text: _month(text, known))
    released_on = read("released_on", lambda text: _released_on(text, month, known.today))
    rank = read("rank", _rank)
    state = read("state", lambda text: _state(text, known))
    score = read("score", _score)
    source = read("source", _source)
    if month and category:
        members = known.members(category, month)
        if state and state not in members:
            faults["state"] = _CellError("state_outside", state=state, category=category, month=month)
        elif rank and rank > len(members):
            faults["rank"] = _CellError("rank_above", rank=rank, members=len(members), category=category)
    problems = [problem(line, column, fault.key, **fault.values) for column, fault in faults.items()]
    if not (board and category and basis and month and rank and state) or faults.keys() - {"source"}:
        return None, problems
    row = RecordRow(line, (month, board, category), basis, released_on, rank, state, score, source or "")
    return row, problems


def _choice(known: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in known:
            raise _CellError("choice", value=text[:_SHOWN], known=", ".join(known))
        return text.lower()

    return read


def _month(text: str, known: Vocabulary) -> Month:
    try:
        month = Month.parse(text)
    except ValueError as fault:
        number = re.fullmatch(r"[0-9]{4}-(00|1[3-9]|[2-9][0-9])", text, re.ASCII)
        if number:
            raise _CellError("month_number", number=number[1]) from fault
        raise _CellError("month_form", value=text[:_SHOWN]) from fault
    if month < known.first:
        raise _CellError("month_early", month=month, first=known.first)
    if month.last_day >= known.today:
        raise _CellError("month_open", month=month)
    return month


def _released_on(text: str, month: Month | None, today: date) -> date | None:
    if not text:
        return None
    try:
        released_on = date.fromisoformat(text)
    except ValueError as fault:
        raise _CellError("date_form", value=text[:_SHOWN]) from fault
    if released_on > today:
        raise _CellError("date_future", date=released_on)
    if month and released_on <= month.last_day:
        raise _CellError("date_early", date=released_on, month=month)
    return released_on


def _rank(text: str) -> int:
    if not _RANK.fullmatch(text):
        raise _CellError("rank_form", value=text[:_SHOWN])
    return int(text)


def _state(text: str, known: Vocabulary) -> str:
    state = known.states.get(text.upper())
    if state is None:
        raise _CellError("state_unknown", value=text[:_SHOWN])
    return state


def _score(text: str) -> Decimal | None:
    if not text:
        return None
    if not _SCORE.fullmatch(text) or Decimal(text) > 100:
        raise _CellError("score_form", value=text[:_SHOWN])
    return Decimal(text).quantize(Decimal("0.01"))


def _source(text: str) -> str:
    """What a source names stands on public pages: letters that were lost or never there name nothing."""
    # Nobody asks twice in the name of a paper; a word that was lost leaves a mark for each of its letters.
    if "??" in text or was_spoilt(text):
        raise _CellError("source_spoilt", value=text[:_SHOWN])
    if not says_something(text):
        raise _CellError("source_missing")
    if is_error_value(text):
        raise _CellError("source_error", value=text[:_SHOWN])
    if len(text) > _LONGEST_SOURCE:
        raise _CellError("source_long", limit=_LONGEST_SOURCE)
    return text


def _contradictions(rows: Sequence[RecordRow], known: Vocabulary) -> Iterator[RecordProblem]:
    """Rows of one file that cannot all be true."""
    lists: dict[ListKey, list[RecordRow]] = defaultdict(list)
    dates: dict[Month, RecordRow] = {}
    for row in rows:
        lists[row.key].append(row)
        stated = dates.setdefault(row.key[0], row)
        for column in ("released_on", "month_basis"):
            if getattr(stated, column) != getattr(row, column):
                yield problem(row.line, column, "differs", other=stated.line)
    yield from contradictions(lists, known.members)


def contradictions(lists: Mapping[ListKey, Sequence[RecordRow]], members: Members) -> Iterator[RecordProblem]:
    """Places that cannot stand together, within a list and between the lists of one month and board.

    Each is told on the later line; what is wrong among places on record alone (line 0) is not told.
    """
    sound: dict[tuple[Month, str], dict[str, Sequence[RecordRow]]] = defaultdict(dict)
    for key, rows in lists.items():
        faults = list(_inconsistencies(rows))
        yield from (fault for fault in faults if fault.line)
        if not faults:
            sound[key[:2]][key[2]] = rows
    for together in sound.values():
        yield from (fault for fault in disagreements(together, members) if fault.line)


def _inconsistencies(rows: Sequence[RecordRow]) -> Iterator[RecordProblem]:
    """What is wrong within one list: a State stands once; ranks skip behind a shared one; scores follow ranks."""
    by_state: dict[str, RecordRow] = {}
    for row in sorted(rows, key=_line):
        first = by_state.setdefault(row.state, row)
        if first is not row:
            yield problem(row.line, "state", "state_twice", state=row.state, where=_where(first))
    kept = list(by_state.values())
    yield from _impossible_ranks(kept)
    yield from _impossible_scores(kept)


def _line(row: RecordRow) -> int:
    return row.line


def _where(row: RecordRow) -> tuple[str, str]:
    return (f"line {row.line}", f"पंक्ति {row.line}") if row.line else _RECORD


def _impossible_ranks(rows: Sequence[RecordRow]) -> Iterator[RecordProblem]:
    """After so many States of one rank the next rank skips as many; a table that never skips is told once."""
    new = [row for row in rows if row.line]
    held = sorted({row.rank for row in new})
    dense = list(_unskipped(new, "rank_dense"))
    if dense and held == list(range(held[0], held[-1] + 1)):
        yield dense[0]
    else:
        yield from _unskipped(rows, "rank_shared")


def _unskipped(rows: Sequence[RecordRow], key: str) -> Iterator[RecordProblem]:
    for rank, following in itertools.pairwise(sorted({row.rank for row in rows})):
        sharing = [row for row in rows if row.rank == rank]
        if len(sharing) > following - rank:
            last = max((row for row in rows if row.rank in {rank, following}), key=_line)
            yield problem(last.line, "rank", key, count=len(sharing), rank=rank, following=following)


def _impossible_scores(rows: Sequence[RecordRow]) -> Iterator[RecordProblem]:
    """A better rank has the higher score, 100.00 at most; equal scores share a rank."""
    ordered = sorted(rows, key=_line)
    found = False
    for number, row in enumerate(ordered):
        other = next((other for other in ordered[:number] if _disagree(row, other)), None)
        if other is not None:
            found = True
            yield problem(
                row.line, "score", "score_order", score=row.score, rank=row.rank, other_score=other.score,
                other_rank=other.rank, where=_where(other),
            )  # fmt: skip
    if found or not rows:
        return
    standings = {row.state: Standing(row.rank, row.score) for row in rows}
    steps = score_steps(MonthList(rows[0].key[0], False, "recorded", False, None, standings))
    squeezed = {step.rank for step in steps if step.lowest > step.highest}
    if squeezed:
        last = max(
            (row for row in rows if row.rank in squeezed),
            key=lambda row: (row.line > 0, row.score is not None, row.line),
        )
        column = "rank" if last.score is None else "score"
        yield problem(last.line, column, "score_room", score=last.score or "–", rank=last.rank)


def _disagree(row: RecordRow, other: RecordRow) -> bool:
    if row.score is None or other.score is None:
        return False
    return _order(other.rank, row.rank) != _order(row.score, other.score)


def _order(first: Decimal | int | None, second: Decimal | int | None) -> int:
    """1 where the first is greater, -1 where the second is, else 0; both are known."""
    assert first is not None
    assert second is not None
    return (first > second) - (first < second)


def disagreements(lists: Mapping[str, Sequence[RecordRow]], members: Members) -> Iterator[RecordProblem]:
    """What is wrong between the lists of one month and board, by category; each for itself is sound.

    A State has one score, two States one order, and as many States of a category stand above a State of it in
    the list of all as in the category's own.
    """
    by_list = {category: {row.state: row for row in rows} for category, rows in lists.items()}
    whole = by_list.get(WHOLE, {})
    found = [
        fault
        for category, own in by_list.items()
        if category != WHOLE
        for fault in _pairs([(own[state], whole[state]) for state in own if state in whole])
    ]
    scores = {row.state: row for rows in lists.values() for row in rows if row.score is not None}
    for rows in () if found else lists.values():
        found += _impossible_scores([_with_score(row, scores.get(row.state)) for row in rows])
    yield from found
    if not found:
        yield from itertools.islice(_impossible_places(by_list, scores, members), 1)


def _pairs(pairs: Sequence[tuple[RecordRow, RecordRow]]) -> Iterator[RecordProblem]:
    """What is wrong with States that stand in the list of their category and in that of all."""
    for number, pair in enumerate(pairs):
        earlier, later = sorted(pair, key=_line)
        if None not in {later.score, earlier.score} and later.score != earlier.score:
            yield problem(
                later.line, "score", "score_elsewhere", score=later.score, other_score=earlier.score,
                state=later.state, category=earlier.key[2], where=_where(earlier),
            )  # fmt: skip
        for other in pairs[:number]:
            if _order(pair[0].rank, other[0].rank) != _order(pair[1].rank, other[1].rank):
                last = max(*pair, *other, key=_line)
                here, there = (pair, other) if last in pair else (other, pair)
                match = here[1 - here.index(last)]
                yield problem(
                    last.line, "rank", "order_elsewhere", state=last.state, other=there[0].state,
                    category=match.key[2], where=_where(match),
                )  # fmt: skip


def _with_score(row: RecordRow, known: RecordRow | None) -> RecordRow:
    """The row with the score that the State has in another list of the month."""
    if row.score is not None or known is None:
        return row
    return replace(row, score=known.score, line=max(row.line, known.line))


def _impossible_places(
    by_list: Mapping[str, Mapping[str, RecordRow]], scores: Mapping[str, RecordRow], members: Members
) -> Iterator[RecordProblem]:
    """Ranks with more States above them, or not above them, than they leave room for."""
    for category, own in by_list.items():
        for row in own.values():
            inner = next(
                (one[row.state] for one in by_list.values() if row.state in one and one is not own), row
            )
            everyone, counted = members(category, row.key[0]), frozenset[str]()
            above = below = 0
            if category == WHOLE and inner is not row:
                counted = members(inner.key[2], row.key[0])
                above, below = inner.rank - 1, len(counted) - inner.rank
            told = [
                verdict
                for state in everyone - counted - {row.state}
                if (verdict := _stands_above(state, row.state, by_list, scores)) is not None
            ]
            above += sum(is_above for is_above, _ in told)
            below += sum(not is_above for is_above, _ in told)
            if above > row.rank - 1 or below > len(everyone) - row.rank:
                last = max(row, inner, *(one for _, one in told), key=_line)
                yield problem(
                    last.line, "rank", "rank_elsewhere", state=row.state, rank=row.rank, category=category,
                    above=above, below=below, members=len(everyone),
                )  # fmt: skip


def _stands_above(
    state: str, other: str, by_list: Mapping[str, Mapping[str, RecordRow]], scores: Mapping[str, RecordRow]
) -> tuple[bool, RecordRow] | None:
    """Whether a State stands above another, and the later of the two rows that say so; None: nothing does."""
    for own in by_list.values():
        if state in own and other in own:
            return own[state].rank < own[other].rank, max(own[state], own[other], key=_line)
    if state in scores and other in scores:
        ours, theirs = scores[state], scores[other]
        return _order(ours.score, theirs.score) > 0, max(ours, theirs, key=_line)
    return None
