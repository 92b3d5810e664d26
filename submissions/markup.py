"""The officer's own file handed back as a workbook, with each problem on its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.spreadsheets import put_text, workbook_bytes
from submissions.parsing import Cell, CellKind, Grid, grid_of
from submissions.problems import Problem, Severity
from submissions.template import texts, write_origin

_FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F8C9C4"),
    Severity.WARNING: PatternFill("solid", fgColor="FFE9A8"),
}
_WIDE = Alignment(wrap_text=True, vertical="top")
_PERCENT, _LARGEST_SAFE = "0.00%", 10**15
_PROBLEMS_SHEET = {"en": "Problems", "hi": "समस्याएँ"}
_HEADINGS = {
    "en": ("Row", "Column", "Cell", "Code of parameter", "Kind", "Code", "What to mend"),
    "hi": ("पंक्ति", "स्तंभ", "सेल", "पैरामीटर का कोड", "प्रकार", "समस्या का कोड", "क्या ठीक करें"),
}
_KINDS = {
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning"},
    "hi": {Severity.ERROR: "त्रुटि", Severity.WARNING: "चेतावनी"},
}
_NO_PROBLEM = {"en": "No problem was found.", "hi": "कोई समस्या नहीं मिली।"}
_WIDTHS = (8, 16, 10, 18, 12, 30, 100)


def marked_up(data: bytes, problems: Iterable[Problem], language: str) -> bytes:
    """The file's cells where they stood, the faulty ones filled and commented, and a sheet that lists everything.

    `language` is `hi` or `en`. Values stay as they were, formulas as their last result; nothing in the answer
    can run. Of a file that could not be opened only the list of problems comes back.
    """
    tongue = "hi" if language == "hi" else "en"
    found = list(problems)
    grid = grid_of(data)
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    if grid.rows:
        first.title = texts.FIGURES_SHEET
        _copy(first, grid)
        _mark(first, found, tongue)
        _list(book.create_sheet(_PROBLEMS_SHEET[tongue]), found, tongue)
        for origin in grid.origins[:1]:
            write_origin(book, origin.state, str(origin.month), origin.methodology)
    else:
        first.title = _PROBLEMS_SHEET[tongue]
        _list(first, found, tongue)
    return workbook_bytes(book)


def _copy(page: Worksheet, grid: Grid) -> None:
    for row in grid.rows:
        for at, cell in enumerate(row.cells, 1):
            if not cell.is_blank:
                _put(page, row.number, at, cell)
    for at in range(1, max(len(row.cells) for row in grid.rows) + 1):
        page.column_dimensions[get_column_letter(at)].width = 18
    page.freeze_panes = "B2"


def _put(page: Worksheet, row: int, column: int, cell: Cell) -> None:
    target, value = page.cell(row, column), cell.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and isinstance(value, int | float) and abs(value) < _LARGEST_SAFE:
        target.value = value
        if cell.kind is CellKind.PERCENT:
            target.number_format = _PERCENT
    elif isinstance(value, bool):
        put_text(target, str(value).upper())
    elif value is not None:
        put_text(target, str(value))


def _mark(page: Worksheet, problems: Sequence[Problem], language: str) -> None:
    """Fill and comment each cell; a problem of a row without a cell goes to the row's first cell."""
    by_cell: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.row is not None:
            by_cell.setdefault(problem.cell or f"A{problem.row}", []).append(problem)
    for address, told in by_cell.items():
        cell = page[address]
        worst = Severity.ERROR if any(one.severity is Severity.ERROR for one in told) else Severity.WARNING
        cell.fill = _FILLS[worst]
        text = "\n\n".join(one.text(language) for one in told)
        cell.comment = Comment(text, "Pragati", width=340, height=60 + 18 * (len(text) // 45 + 1))


def _list(page: Worksheet, problems: Sequence[Problem], language: str) -> None:
    for at, (heading, width) in enumerate(zip(_HEADINGS[language], _WIDTHS, strict=True), 1):
        put_text(page.cell(1, at), heading)
        page.cell(1, at).font = Font(bold=True)
        page.column_dimensions[get_column_letter(at)].width = width
    for number, one in enumerate(problems, 2):
        if one.row is not None:
            page.cell(number, 1).value = one.row
        words = _words(one, _KINDS[language], language)
        for at, text in enumerate(words, 2):
            put_text(page.cell(number, at), text)
        page.cell(number, len(words) + 1).alignment = _WIDE
    if not problems:
        put_text(page.cell(2, len(_WIDTHS)), _NO_PROBLEM[language])
    page.freeze_panes = "A2"


def _words(one: Problem, kinds: Mapping[Severity, str], language: str) -> tuple[str, ...]:
    return (
        one.column or "",
        one.cell or "",
        one.parameter or "",
        kinds[one.severity],
        one.code,
        one.text(language),
    )
