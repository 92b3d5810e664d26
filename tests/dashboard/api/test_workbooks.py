"""XLSX: text stays text, numbers stay numbers, nothing is run, and the same rows give the same bytes."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from common.api.answers import Table
from common.api.tables import MEDIA_TYPE, xlsx_bytes
from rankings.models import RankingList
from tests.dashboard.api.conftest import Get
from tests.dashboard.api.test_formats import COLLECTIONS, rows_of


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize(("path", "name"), COLLECTIONS)
def test_every_collection_has_a_workbook(
    autumn: dict[str, RankingList], record: RankingList, get: Get, path: str, name: str
) -> None:
    response = get(f"{path}?format=xlsx")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == MEDIA_TYPE
    assert (
        response.headers["Content-Disposition"] == f'attachment; filename="{name.replace(".csv", ".xlsx")}"'
    )
    assert get(path, accept=MEDIA_TYPE).content == response.content
    sheet = sheet_of(response.content)
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    head, *rows = sheet.iter_rows(values_only=True)
    table = rows_of(get(f"{path}?format=csv"))
    assert list(head) == list(table[0])
    assert len(rows) == len(table)


def test_a_list_as_a_workbook_cell_by_cell(autumn: dict[str, RankingList], get: Get) -> None:
    sheet = sheet_of(get("rankings/2023-10/?format=xlsx").content)
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (row["month"].value, row["month"].data_type, row["month"].number_format) == ("2023-10", "s", "@")
    assert (row["score"].value, row["score"].data_type, row["score"].number_format) == (99.97, "n", "0.00")
    assert (row["rank"].value, row["rank"].data_type) == (1, "n")
    assert (row["sample"].value, row["sample"].data_type) == (False, "b")
    assert row["name_hi"].value == "हरियाणा"
    assert sheet[4][8].value is None or sheet[4][8].value == "DL"
    assert [cell.value for cell in sheet[4]].count(None) == 6


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_a_text_that_a_spreadsheet_would_run_is_a_text(start: str) -> None:
    text = f"{start}1+1"
    cell = sheet_of(xlsx_bytes(Table(("x",), [{"x": text}])))["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_numbers_and_lists_and_what_no_workbook_can_hold() -> None:
    values = [-1, Decimal("-0.50"), Decimal("7"), True, None, ["a", "b"], "\0x", "#N/A", ""]
    sheet = sheet_of(xlsx_bytes(Table(("x",), [{"x": one} for one in values])))
    cells = [sheet.cell(row, 1) for row in range(2, 2 + len(values))]
    assert [one.value for one in cells] == [-1, -0.5, 7, True, None, "a;b", "\ufffdx", "#N/A", None]
    assert cells[7].data_type == "s"


def test_the_same_rows_give_the_same_bytes(autumn: dict[str, RankingList], get: Get) -> None:
    first = get("rankings/2023-10/?format=xlsx")
    assert get("rankings/2023-10/?format=xlsx").content == first.content
    assert get("rankings/2023-10/?format=xlsx", if_none_match=first.headers["ETag"]).status_code == 304
