"""JSON and CSV: exact numbers, a choice by `format=` or `Accept`, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.api.answers import Table
from common.api.tables import csv_bytes, json_bytes
from common.sheets import cell_text
from dashboard.leaderboard.api import LIST_COLUMNS, ROW_COLUMNS
from rankings.models import RankingList
from states.models import State
from tests.dashboard.api.conftest import Get

COLLECTIONS = [
    ("rankings/", "pragati-rankings.csv"),
    ("rankings/2023-10/", "pragati-2023-10-cctns-all.csv"),
    ("rankings/latest/", "pragati-2023-10-cctns-all.csv"),
    ("rankings/2023-06/", "pragati-2023-06-cctns-all-recorded.csv"),
    ("rankings/2023-10/rev/1/", "pragati-2023-10-cctns-all-r1.csv"),
    ("states/", "pragati-states.csv"),
    ("states/HR/history/", "pragati-hr-history-cctns-all.csv"),
    ("states/HR/marks/2023-10/", "pragati-hr-marks-2023-10.csv"),
    ("streaks/", "pragati-streaks-cctns-all.csv"),
    ("parameters/", "pragati-parameters-2023-01.csv"),
    ("methodologies/", "pragati-methodologies.csv"),
    ("problems/", "pragati-problems.csv"),
]


def rows_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8"), newline="")))


@pytest.mark.parametrize(("path", "name"), COLLECTIONS)
def test_every_collection_has_a_csv(
    autumn: dict[str, RankingList], record: RankingList, get: Get, path: str, name: str
) -> None:
    response = get(f"{path}?format=csv")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert get(path, accept="text/csv").content == response.content
    assert response.content.endswith(b"\r\n")
    assert response.content.count(b"\n") == response.content.count(b"\r\n")
    document = get(path).json()
    rows = rows_of(response)
    assert len(rows) == len(document["results"]) == document["count"]
    assert len(rows) > 0
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_list_as_csv_row_by_row(autumn: dict[str, RankingList], get: Get) -> None:
    lines = get("rankings/2023-10/?format=csv").content.decode().split("\r\n")
    assert lines == [
        ",".join((*LIST_COLUMNS, *ROW_COLUMNS, "sample_basis")),
        "2023-10,cctns,all,published,computed,false,1,1,HR,Haryana,हरियाणा,99.97,1,0,false,2,2,true,,,0,none",
        "2023-10,cctns,all,published,computed,false,1,2,HP,Himachal Pradesh,हिमाचल प्रदेश,"
        "99.85,1,-1,false,2,0,true,,,-1,none",
        "2023-10,cctns,all,published,computed,false,1,,DL,Delhi,दिल्ली,,,,false,0,0,true,not_applicable,,,none",
        "",
    ]


def test_text_that_a_spreadsheet_would_run_is_neutralised(
    autumn: dict[str, RankingList], record: RankingList, get: Get
) -> None:
    State.objects.filter(code="HP").update(name='@SUM(1+1)*cmd|" /C calc"!A0')
    rows = rows_of(get("rankings/2023-06/?format=csv"))
    assert rows[1]["source"] == "'=The Tribune 2023-07-28"
    assert rows[1]["name"] == '\'@SUM(1+1)*cmd|" /C calc"!A0'
    october = rows_of(get("rankings/2023-10/?format=csv"))
    assert october[1]["rank_change"] == "-1"
    document = get("rankings/2023-06/").json()
    assert document["results"][1]["source"] == "=The Tribune 2023-07-28"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_each_start_of_a_formula(start: str) -> None:
    assert cell_text(f"{start}1+1") == f"'{start}1+1"
    assert cell_text([f"{start}1", "2"]) == f"'{start}1;2"
    assert cell_text(f"1{start}") == f"1{start}"


def test_numbers_are_never_neutralised() -> None:
    assert [cell_text(one) for one in (-1, Decimal("-0.50"), 0, None, False, Decimal("100.00"), "")] == [
        "-1", "-0.50", "0", "", "false", "100.00", "",
    ]  # fmt: skip


def test_a_cell_with_commas_quotes_and_lines_survives() -> None:
    text = 'a "b", c\r\nd'
    (row,) = csv.reader(
        io.StringIO(csv_bytes(Table(("x",), [{"x": text}])).decode().split("\r\n", 1)[1], newline="")
    )
    assert row == [text]


@pytest.mark.parametrize(
    ("number", "written"),
    [("99.97", "99.97"), ("100.00", "100.0"), ("99.50", "99.5"), ("0.00", "0.0"), ("7", "7.0"), ("1E+3", "1000.0"),
     ("0.0001", "0.0001"), ("99.1", "99.1")],
)  # fmt: skip
def test_a_decimal_is_written_with_its_own_digits(number: str, written: str) -> None:
    assert json_bytes({"n": Decimal(number)}).decode() == f'{{"n":{written}}}'


@pytest.mark.parametrize("value", [99.97, Decimal("NaN"), Decimal("Infinity"), object(), {1, 2}])
def test_what_is_not_exact_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        json_bytes([value])


exact = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(exact)
def test_what_is_written_is_read_again_without_loss(document: Any) -> None:
    assert json.loads(json_bytes(document), parse_float=Decimal) == document


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv; charset=utf-8; header=present", "text/csv"),
        ("application/json; charset=utf-8", "application/json"),
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("text/csv, */*", "text/csv"),
        ("text/csv;q=0.5, */*;q=0.9", "application/json"),
        ("application/json;q=0, */*", "text/csv"),
        ("application/json, text/csv", "application/json"),
    ],
)
def test_the_weights_of_accept_count(directory: None, get: Get, accept: str, form: str) -> None:
    response = get("states/", accept=accept)
    assert response.headers["Content-Type"].partition(";")[0] == form


def test_format_outweighs_accept(directory: None, get: Get) -> None:
    assert get("states/?format=JSON", accept="text/csv").headers["Content-Type"] == "application/json"
    assert get("states/?format=", accept="text/csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_collection_without_rows_still_has_its_header(directory: None, get: Get) -> None:
    body = get("rankings/?format=csv").content.decode()
    assert body.startswith("month,board,category,")
    assert body.count("\r\n") == 1
