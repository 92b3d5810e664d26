"""A plain twin of a workbook for openpyxl to open: the same cells, and nothing else of what the file held.

Names, links, styles, themes, drawings, pivots and validations stay outside, so what openpyxl reads was looked at
before, byte for byte. Without styles it leaves dates as serial numbers; the scan knows which cells they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import openpyxl
from openpyxl.workbook import Workbook

from submissions.parsing.book import Book
from submissions.parsing.package import RefusedError

if not openpyxl.DEFUSEDXML:
    raise ImportError(
        "Uploaded workbooks are read with defusedxml: install it, and leave OPENPYXL_DEFUSEDXML unset or True."
    )

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@contextmanager
def opened(book: Book, bodies: Sequence[bytes]) -> Iterator[Workbook]:
    """The twin of a book whose sheets have these bodies, opened read-only, for values only.

    RefusedError where openpyxl cannot make sense of it, then or while its cells are read.
    """
    try:
        workbook = openpyxl.load_workbook(
            io.BytesIO(_zipped(book, bodies)), read_only=True, data_only=True, keep_links=False
        )
        try:
            yield workbook
        finally:
            workbook.close()
    except RefusedError:
        raise
    except Exception as found:
        # openpyxl meets malformed cells with whatever comes: ValueError, TypeError, KeyError, IndexError …
        raise RefusedError("damaged_file") from found


def _zipped(book: Book, bodies: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types(book, len(bodies)))
        archive.writestr("xl/workbook.xml", _workbook(len(bodies)))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(len(bodies)))
        if book.strings is not None:
            archive.writestr("xl/sharedStrings.xml", book.strings)
        for at, body in enumerate(bodies):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", body)
    return target.getvalue()


def _content_types(book: Book, sheets: int) -> str:
    parts = [("xl/workbook.xml", "sheet.main")]
    parts += [(f"xl/worksheets/sheet{at}.xml", "worksheet") for at in range(sheets)]
    parts += [("xl/sharedStrings.xml", "sharedStrings")] if book.strings is not None else []
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>'


def _workbook(sheets: int) -> str:
    listed = "".join(f'<sheet name="s{at}" sheetId="{at + 1}" r:id="r{at}"/>' for at in range(sheets))
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _relations(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(sheets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'
