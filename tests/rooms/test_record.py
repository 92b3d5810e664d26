"""The published record: real lists, partial, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from rankings.models import ListRow, Publication, RankingList
from rankings.services.record import FaultyRecordError, load_record
from rankings.services.verification import verify_published
from tests.rooms.conftest import AT

pytestmark = pytest.mark.django_db
HEADER = "board,category,month,month_basis,released_on,rank,state,score,source\n"
SHIPPED = Path(settings.BASE_DIR) / "rankings/data/published_record.csv"


def load(text: str) -> tuple[int, int]:
    return load_record(data=text.encode(), by="system", at=AT)


def problems(text: str) -> list[str]:
    with pytest.raises(FaultyRecordError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_record_loads_as_partial_lists(directory: None) -> None:
    assert load_record(data=SHIPPED.read_bytes(), by="system", at=AT) == (10, 38)
    october = RankingList.objects.get(month="2023-10", board="cctns", category="all")
    assert (october.complete, october.month_basis, october.origin) == (False, "inferred", "recorded")
    rows = october.rows.order_by("position")
    assert [(row.rank, row.state_id, str(row.score)) for row in rows] == [
        (1, "HR", "99.97"), (2, "HP", "99.85"), (3, "DL", "98.46"), (4, "GJ", "98.08"), (5, "MH", "96.36"),
        (6, "UK", "96.19"),
    ]  # fmt: skip
    may = RankingList.objects.get(month="2023-05", board="cctns", category="all")
    assert [(row.rank, row.state_id, row.score) for row in may.rows.all()] == [(1, "HR", None)]
    assert Publication.objects.get(month="2021-06").released_on is None


def test_the_same_file_again_changes_nothing(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    before = list(RankingList.objects.values_list("digest", flat=True))
    assert load_record(data=SHIPPED.read_bytes(), by="system", at=AT) == (0, 0)
    assert list(RankingList.objects.values_list("digest", flat=True)) == before


def test_a_later_file_adds_places_as_a_new_revision(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    assert load(HEADER + "cctns,all,2023-10,inferred,2023-11-27,7,TS,92.81,A paper\n") == (1, 1)
    lists = RankingList.objects.filter(month="2023-10", board="cctns", category="all").order_by("revision")
    assert [(one.revision, one.is_current, one.rows.count()) for one in lists] == [
        (1, False, 6),
        (2, True, 7),
    ]
    assert all(not one.problems for one in verify_published())


def test_five_faults_give_five_problems_and_change_nothing(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    counts = Publication.objects.count(), ListRow.objects.count()
    found = problems(
        HEADER
        + "cctns,all,2023-13,stated,,1,HP,99.77,A paper\n"
        + "cctns,all,2023-11,stated,,1,HP,99.77,A paper\n"
        + "cctnsx,all,2023-12,stated,,1,HP,99.77,A paper\n"
        + "cctns,all,2023-12,stated,,one,HP,99.77,A paper\n"
        + "cctns,hilly-ne,2023-12,stated,,1,HR,99.77,A paper\n"
        + "cctns,all,2023-10,inferred,2023-11-27,2,HR,99.97,A paper\n"
    )
    assert [problem.split(":")[0] for problem in found] == [
        "line 2, column month",
        "line 4, column board",
        "line 5, column rank",
        "line 6, column state",
        "line 7, column rank",
    ]
    assert (Publication.objects.count(), ListRow.objects.count()) == counts


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["1,HR,99.00", "2,HP,99.50"],
            "line 3, column score: 99.50 at rank 2 contradicts 99.00 at rank 1 in line 2",
        ),
        (
            ["1,HR,99.00", "2,HP,99.00"],
            "line 3, column score: 99.00 at rank 2 contradicts 99.00 at rank 1 in line 2",
        ),
        (
            ["1,HR,99.00", "1,HP,98.00"],
            "line 3, column score: 98.00 at rank 1 contradicts 99.00 at rank 1 in line 2",
        ),
        (["1,HR,99.00", "2,HR,98.00"], "line 3, column state: HR stands in this list already, in line 2"),
        (["1,HR,", "1,HP,", "2,DL,"], "line 4, column rank: 2 States share rank 1, so rank 2 cannot be held"),
        (["1,HR,100.01"], "line 2, column score: “100.01” is not a score"),
        (["37,HR,1.00"], "line 2, column rank: 37 is above 36"),
        (["0,HR,1.00"], "line 2, column rank: “0” is not a rank"),
    ],
)
def test_places_that_cannot_stand_together_are_problems(
    directory: None, rows: list[str], expected: str
) -> None:
    lines = []
    for row in rows:
        rank, state, score = row.split(",")
        lines.append(f"cctns,all,2024-01,stated,,{rank},{state},{score},A paper\n")
    assert any(problem.startswith(expected) for problem in problems(HEADER + "".join(lines)))


def test_what_contradicts_the_record_is_a_problem(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    row = "cctns,all,2023-10,inferred,2023-11-27,2,{},{},A paper\n"
    assert "column score: 99.86 contradicts 99.85" in problems(HEADER + row.format("HP", "99.86"))[0]
    assert problems(HEADER + row.format("TS", "99.85")) == [
        "line 2, column rank: 2 States share rank 2, so rank 3 cannot be held"
    ]
    assert (
        "2023-11-28 contradicts 2023-11-27"
        in problems(HEADER + "cctns,all,2023-10,inferred,2023-11-28,7,TS,92.81,A paper\n")[0]
    )


def test_wrong_header_and_wrong_encoding_are_named(directory: None) -> None:
    assert problems("board,category\n")[0].startswith("line 1, column month: missing")
    assert problems(HEADER.replace("score", "points"))[-1].startswith("line 1, column points: not a column")
    with pytest.raises(FaultyRecordError, match="line 2, column file: not UTF-8"):
        load_record(data=HEADER.encode() + "Hariy\xe2na".encode("cp1252"), by="system", at=AT)


def test_the_command_prints_each_problem_on_its_line_and_fails(
    directory: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "record.csv"
    file.write_text(HEADER + "cctns,all,2023-13,guess,,1,HP,99.77,A paper\n")
    with pytest.raises(CommandError, match="2 problems; nothing was loaded"):
        call_command("load_record", file)
    assert capsys.readouterr().err.splitlines()[0].startswith("line 2, column month: there is no month 13")


def test_a_dry_run_loads_nothing(directory: None) -> None:
    assert load_record(data=SHIPPED.read_bytes(), by="system", at=AT, dry_run=True) == (10, 38)
    assert RankingList.objects.count() == 0
