"""CSV to a grid of cells: UTF-8, or UTF-16 by its mark; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from common.texts import is_blank
from submissions.parsing.kinds import UTF16, shut_out
from submissions.parsing.shapes import (
    BLANK,
    INFO_COLUMNS,
    LONGEST_FIELD,
    LONGEST_KEPT,
    LONGEST_REMARK,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    CellKind,
    Grid,
    GridRow,
    column_letter,
)
from submissions.problems import COLUMNS, Problem, Value, problem

_SEPARATORS = ",;\t"
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n?", re.IGNORECASE)
_WINDOWS_1252: Value = ("Windows-1252 (Excel's plain “CSV”)", "Windows-1252 (एक्सेल की साधारण “CSV”)")
_DAMAGED: Value = ("damaged UTF-8", "क्षतिग्रस्त UTF-8")
_OLD: Value = ("an old, national encoding", "कोई पुरानी एन्कोडिंग")


def read_delimited(data: bytes) -> Grid:
    """Every row of a CSV file that shows something. Collects problems; never raises on data."""
    text = _decoded(data)
    if isinstance(text, Problem):
        return shut_out(text, "csv")
    hint = _SEPARATOR_LINE.match(text)
    body = text[hint.end() :] if hint else text
    separator = hint[1] if hint else _separator(body)
    rows: list[GridRow] = []
    problems: list[Problem] = []
    whole = True
    # Spreadsheets like to save a million empty rows; none of them says anything.
    for found in _records(body.rstrip(f" \r\n{separator}"), separator):
        if isinstance(found, Problem):
            problems.append(found)
            whole = False
            break
        number, cells = found
        row, stray = _row(number, cells)
        rows += [row] if row else []
        problems += [stray] if stray else []
        if len(rows) > MOST_ROWS + 1:
            return shut_out(problem("too_many_rows", values={"limit": f"{MOST_ROWS:,}"}), "csv")
    return Grid("csv", tuple(rows), tuple(problems), whole=whole)


def _decoded(data: bytes) -> str | Problem:
    """The text, or the problem that names the encoding; nothing is decoded by guess."""
    if data.startswith(UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return problem("encoding.named", values={"looks": ("damaged UTF-16", "क्षतिग्रस्त UTF-16")})
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as found:
        body = data.removeprefix(codecs.BOM_UTF8)
        before = body[: found.start].decode() + "x"
        row = sum(1 for _ in _records(before, _separator(before)))
        return problem("encoding", row=row, values={"row": row, "looks": _looks(body)})


def _looks(data: bytes) -> Value:
    """What bytes that are not UTF-8 look like, for the sentence only."""
    if b"\xe0\xa4" in data or b"\xe0\xa5" in data:
        return _DAMAGED
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return _OLD
    return _WINDOWS_1252


def _separator(text: str) -> str:
    """The separator that makes the most column names out of the first line; the comma where none does."""
    line = text[:2000].lstrip("\r\n").splitlines()[:1]
    known = {*COLUMNS, *INFO_COLUMNS}

    def names(separator: str) -> int:
        return sum(1 for one in "".join(line).split(separator) if one.strip(' "').casefold() in known)

    return max(_SEPARATORS, key=names)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Rows as a spreadsheet counts them, blank ones too; a Problem ends them where the rest cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as found:
            long = "field larger" in str(found)
            yield _too_long(number) if long else problem("unbalanced_quote", row=number)
            return
        if max(map(len, cells), default=0) > LONGEST_FIELD:
            yield _too_long(number)
            return
        yield number, cells


def _too_long(number: int) -> Problem:
    return problem("too_long", row=number, values={"limit": f"{LONGEST_REMARK:,}"})


def _row(number: int, texts: list[str]) -> tuple[GridRow | None, Problem | None]:
    """The row without its empty end, and a problem where something stands far to the right."""
    filled = [at for at, text in enumerate(texts) if not is_blank(text)]
    if not filled:
        return None, None
    far = next((at for at in filled if at >= MOST_COLUMNS), None)
    cells = tuple(_cell(text) for text in texts[: min(filled[-1] + 1, MOST_COLUMNS)])
    if far is None:
        return GridRow(number, cells), None
    cell = f"{column_letter(far)}{number}"
    return GridRow(number, cells), problem("stray_cell", row=number, cell=cell, values={"cell": cell})


def _cell(text: str) -> Cell:
    return BLANK if is_blank(text) else Cell(CellKind.TEXT, text[:LONGEST_KEPT])
