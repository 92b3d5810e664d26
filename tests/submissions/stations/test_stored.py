"""What is stored is what the file says, by either format, and the sums are those of a second road."""

from __future__ import annotations

import gzip
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from common.months import Month
from submissions.models import Station, StationFileStatus
from submissions.stations import receiving
from submissions.stations.queries import ranking_inside
from tests.submissions.stations.making import CODES, csv_bytes, done, header, sent, station_rows, xlsx_bytes

pytestmark = pytest.mark.django_db
SUMMED = """
    SELECT state_id, key, sum((value ->> 0)::numeric), sum((value ->> 1)::numeric)
    FROM submissions_station, jsonb_each(figures) WHERE file_id = %s GROUP BY state_id, key
"""


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_every_cell_is_stored_and_the_sums_agree(month: Month, make: object) -> None:
    rows = list(station_rows(120, states=("HR", "HP", "PB")))
    file = done(sent(make(rows), state=None, by="ravi"))  # type: ignore[operator]
    assert (file.status, file.rows, file.cells) == (StationFileStatus.STORED, 120, 120 * len(CODES))
    assert Station.objects.filter(file=file).count() == 120
    stored = {
        (one.code, code): (over, under)
        for one in Station.objects.filter(file=file)
        for code, (over, under) in one.figures.items()
    }
    assert stored == {
        (row[0], code): (int(row[4 + 2 * at]), int(row[5 + 2 * at]))
        for row in rows
        for at, code in enumerate(CODES)
    }
    with connection.cursor() as cursor:
        cursor.execute(SUMMED, [file.pk])
        summed = cursor.fetchall()
    kept = {
        (state, code): (Decimal(over), Decimal(under))
        for state, sums in file.sums.items()
        for code, (over, under, _stations) in sums["figures"].items()
    }
    assert {(state, code): (over, under) for state, code, over, under in summed} == kept
    assert {state: one["stations"] for state, one in file.sums.items()} == {"HR": 40, "HP": 40, "PB": 40}


def test_devanagari_lakhs_decimals_and_blanks(month: Month) -> None:
    head = header(("REG-01", "REG-02"))
    file = done(
        sent(csv_bytes([["A\\1", 'थाना "अ"', "अंबाला", "हरियाणा", "१,२३,४५६", "2,00,000", "", ""],
                        ["A2", "B", "Ambala", "in-hr", "0.25", "1.50", "", ""]], head))
    )  # fmt: skip
    assert file.status == StationFileStatus.STORED
    assert file.sums == {
        "HR": {"stations": 2, "figures": {"REG-01": ["123456.25", "200001.5", 2]}},
    }
    assert [(one.code, one.name, one.district) for one in Station.objects.all()] == [
        ("A\\1", 'थाना "अ"', "अंबाला"),
        ("A2", "B", "Ambala"),
    ]
    assert [one.figures for one in Station.objects.all()] == [
        {"REG-01": [123456, 200000]},
        {"REG-01": [Decimal("0.25"), Decimal("1.50")]},
    ]


@pytest.mark.parametrize("figure", ["-1", "1e13"])
def test_the_database_refuses_a_figure_out_of_range(month: Month, figure: str) -> None:
    file = done(sent(csv_bytes(station_rows(1))))
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="station_figures_in_range"):
        cursor.execute(
            "UPDATE submissions_station SET figures = %s WHERE file_id = %s",
            [f'{{"REG-01": [{figure}, 1]}}', file.pk],
        )


def test_a_file_with_one_error_stores_nothing_and_tells_all(month: Month) -> None:
    rows = list(station_rows(6))
    rows[1][4], rows[2][5], rows[3][0] = "x", "", rows[0][0]
    rows[4][3], rows[5][2] = "HP", ""
    rows[5][4] = "-3"
    file = done(sent(csv_bytes(rows)))
    assert file.status == StationFileStatus.REFUSED
    told = [(one["row"], one["cell"], one["column"], one["code"]) for one in file.first_problems]
    assert told == [
        (3, "E3", "INF-01 numerator", "not_a_number"),
        (4, "F4", "INF-01 denominator", "denominator_missing"),
        (5, "A5", "station", "duplicate_station"),
        (6, "D6", "state", "wrong_state"),
        (7, "C7", "district", "district_missing"),
        (7, "E7", "INF-01 numerator", "negative"),
    ]
    assert file.problem_count == 6
    assert not Station.objects.exists()
    with gzip.open(receiving.problems_file(file.name), "rt", encoding="utf-8-sig") as lines:
        assert len(lines.readlines()) == 7


def test_districts_of_a_state_rank_by_the_score_of_their_sums(month: Month) -> None:
    rows = list(station_rows(25, codes=("REG-01",)))
    file = done(sent(csv_bytes(rows, header(("REG-01",)))))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row[2]][0] += int(row[4])
        sums[row[2]][1] += int(row[5])
    # REG-01 runs from 0 to 100 percent: the score of it alone is the percent.
    expected = sorted(
        ((round(Decimal(100 * over) / under, 2), name) for name, (over, under) in sums.items()), reverse=True
    )
    found = ranking_inside(file, "HR")
    assert [(one.score, one.name, one.stations) for one in found] == [
        (score, name, 5) for score, name in expected
    ]
    assert [one.rank for one in found] == [1, 2, 3, 4, 5]
    assert len(ranking_inside(file, "HR", level="station")) == 25
