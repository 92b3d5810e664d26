"""Workbooks written out: the same content gives the same bytes, and text stays text.

Plain Python, used by every room that hands out or reads spreadsheets.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

# A spreadsheet takes a cell that starts with one of these for a formula; the full-width forms too.
FORMULA_STARTS = tuple("=+-@\t\r\n\0＝＋－＠")
# The earliest moment that a zip can name; a template tells its month in its cells, not in its file times.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FILE_TIME = b"2000-01-01T00:00:00Z"
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^<>]*>)[^<]*")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula."""
    return text.startswith(FORMULA_STARTS)


def put_text(cell: Any, text: str) -> None:
    """Write a text that can never become a formula, an error or a number, whatever it begins with."""
    cell.value = _NOT_XML.sub("\ufffd", text)[:_LONGEST_CELL]
    cell.data_type = "s"
    if is_formula_like(text):
        cell.quotePrefix = True


def workbook_bytes(book: Workbook) -> bytes:
    """A workbook as bytes without a trace of when or where it was written."""
    book.properties.creator = "Pragati"
    written = io.BytesIO()
    book.save(written)
    target = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(source.namelist(), key=_place):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            data = source.read(name)
            archive.writestr(info, _timeless(data) if name == "docProps/core.xml" else data)
    return target.getvalue()


def _place(name: str) -> tuple[bool, str]:
    """The list of parts comes first, as readers of the format like it."""
    return name != "[Content_Types].xml", name


def _timeless(data: bytes) -> bytes:
    return _TIMES.sub(rb"\g<1>" + _FILE_TIME, data)
