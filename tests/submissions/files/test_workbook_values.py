"""Values that a workbook holds in a form of its own, read as the person saw them."""

from __future__ import annotations

import pytest

from submissions.parsing import CellKind, grid_of, parse
from tests.submissions.files.books import MAIN, OFFICE, number_cell, table, xlsx
from tests.submissions.files.support import with_row

SINCE_1904 = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="1"/>'
    '<sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def _remark(cell: str, more: dict[str, str | bytes] | None = None) -> str:
    return parse(xlsx(table(with_row(2, "REG-01", "393", "395", cell)), more=more)).rows[0].remarks


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        (number_cell("D2", "45245", 2), "2023-11-15"),
        (number_cell("D2", "45245.75", 3), "2023-11-15 18:00:00"),
        (number_cell("D2", "0.5", 2), "12:00:00"),
        (number_cell("D2", "99999999999", 2), "99999999999"),
        (number_cell("D2", "0.9985", 1), "0.9985"),
        (number_cell("D2", "12"), "12"),
        ('<c r="D2" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="D2" t="d"><v>2023-11-05T00:00:00</v></c>', "2023-11-05 00:00:00"),
        ('<c r="D2" t="inlineStr"><is><r><t>बा</t></r><r><t>ढ़</t></r></is></c>', "बाढ़"),
        ('<c r="D2" t="inlineStr"><is><t>a_x000D__x000A_b</t></is></c>', "a\nb"),
    ],
)
def test_a_remark_says_what_its_cell_showed(cell: str, remark: str) -> None:
    assert _remark(cell) == remark


def test_a_workbook_that_counts_its_days_from_1904() -> None:
    assert _remark(number_cell("D2", "43783", 2), {"xl/workbook.xml": SINCE_1904}) == "2023-11-15"


def test_a_grid_tells_what_each_cell_is_and_skips_what_is_empty() -> None:
    formula = '<c r="B2"><f>1</f></c>'
    grid = grid_of(
        xlsx(table([("REG-01", formula, number_cell("C2", "1", 1), ""), ("", "", "", ""), ("X", "", "", "")]))
    )
    assert [row.number for row in grid.rows] == [1, 2, 4]
    assert [cell.kind for cell in grid.rows[1].cells] == [CellKind.TEXT, CellKind.FORMULA, CellKind.PERCENT]
