"""The published record: real lists, partial, all or nothing."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from rankings.models import ListRow, Publication, RankingList
from rankings.record.services import FaultyRecordError, load_record
from rankings.verify import verify_published
from tests.rankings.conftest import AT

pytestmark = pytest.mark.django_db
HEADER = "board,category,month,month_basis,released_on,rank,state,score,source\n"
SHIPPED = Path(settings.BASE_DIR) / "rankings/data/published_record.csv"
CASES = Path(settings.BASE_DIR) / "tests/cases"
with (CASES / "records.csv").open(encoding="utf-8", newline="") as file:
    RECORD_CASES = list(csv.DictReader(file))
GOOD = {
    "board": "cctns", "category": "all", "month": "2022-05", "month_basis": "stated", "released_on": "2022-06-28",
    "rank": "1", "state": "HR", "score": "100.00", "source": "Example Daily 2022-06-28 (1)",
}  # fmt: skip


def load(text: str) -> tuple[int, int]:
    return load_record(data=text.encode(), by="system", at=AT)


def problems(text: str) -> list[str]:
    with pytest.raises(FaultyRecordError) as caught:
        load(text)
    return [str(problem) for problem in caught.value.problems]


def test_the_shipped_record_loads_as_partial_lists(directory: None) -> None:
    assert load_record(data=SHIPPED.read_bytes(), by="system", at=AT) == (16, 50)
    october = RankingList.objects.get(month="2023-10", board="cctns", category="all")
    assert (october.complete, october.month_basis, october.origin) == (False, "inferred", "recorded")
    rows = october.rows.order_by("position")
    assert [(row.rank, row.state_id, str(row.score)) for row in rows] == [
        (1, "HR", "99.97"), (2, "HP", "99.85"), (3, "DL", "98.46"), (4, "GJ", "98.08"), (5, "MH", "96.36"),
        (6, "UK", "96.19"),
    ]  # fmt: skip
    may = RankingList.objects.get(month="2023-05", board="cctns", category="all")
    assert [(row.rank, row.state_id, row.score and str(row.score)) for row in may.rows.order_by("position")] == [
        (1, "HR", "100.00"), (2, "UP", None), (3, "UK", "97.44"),
    ]  # fmt: skip
    icjs = RankingList.objects.get(month="2023-09", board="icjs", category="all")
    assert [(row.rank, row.state_id, str(row.score)) for row in icjs.rows.all()] == [(2, "HP", "96.70")]
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
        + "cctns,all,2023-07,stated,,1,HP,99.77,A paper\n"
        + "cctnsx,all,2023-08,stated,,1,HP,99.77,A paper\n"
        + "cctns,all,2023-08,stated,,one,HP,99.77,A paper\n"
        + "cctns,hilly-ne,2023-08,stated,,1,HR,99.77,A paper\n"
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
        lines.append(f"cctns,all,2022-01,stated,,{rank},{state},{score},A paper\n")
    assert any(problem.startswith(expected) for problem in problems(HEADER + "".join(lines)))


def test_what_contradicts_the_record_is_a_problem(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    row = "cctns,all,2023-10,inferred,2023-11-27,2,{},{},A paper\n"
    assert "column score: 99.86 contradicts 99.85" in problems(HEADER + row.format("HP", "99.86"))[0]
    assert problems(HEADER + row.format("TS", "99.85")) == [
        "line 2, column rank: 2 States share rank 2, so rank 3 cannot be held"
    ]
    assert (
        "2023-11-26 contradicts 2023-11-27"
        in problems(HEADER + "cctns,all,2023-10,inferred,2023-11-26,7,TS,92.81,A paper\n")[0]
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
    assert load_record(data=SHIPPED.read_bytes(), by="system", at=AT, dry_run=True) == (16, 50)
    assert RankingList.objects.count() == 0


def places_of(found: list[str]) -> list[str]:
    """Where the problems are: `line 2, column month`."""
    return [fault.partition(":")[0] for fault in found]


@pytest.mark.parametrize("case", RECORD_CASES, ids=lambda case: case["file"])
def test_files_that_people_complained_about(directory: None, case: dict[str, str]) -> None:
    data = (CASES / case["file"]).read_bytes()
    if case["verdict"] == "accepted":
        assert load_record(data=data, by="system", at=AT) == (1, 2)
        return
    with pytest.raises(FaultyRecordError) as caught:
        load_record(data=data, by="system", at=AT)
    line, column = case["where"].split(", ")
    assert places_of([str(fault) for fault in caught.value.problems]) == [f"{line}, column {column}"]
    assert RankingList.objects.count() == 0


@pytest.mark.parametrize(
    ("column", "wrong", "right"),
    [
        # At noon of 27 November 2023.
        ("month", "2023-11", "2023-10"),
        ("month", "2021-05", "2021-06"),
        ("released_on", "2023-11-28", "2023-11-27"),
        ("released_on", "2022-05-31", "2022-06-01"),
        ("released_on", "28-06-2022", ""),
        ("rank", "37", "36"),
        ("rank", "1" * 5000, "01"),
        ("source", "\u200b\u200b", "\u200bA paper\u200b"),
        ("source", "\u00ad \u2060\ufeff", "अमर\u200dउजाला"),
        ("source", "–", "–1"),
        ("source", "?", "Who is first? A paper"),
        ("source", "????? 2022-06-28", "A paper? 2022-06-28"),
        ("source", "The Tribune (??)", "The Tribune (1)"),
        ("source", "à¤¦à¥ˆà¤¨à¤¿à¤• à¤­à¤¾à¤¸à¥à¤•à¤°", "दैनिक भास्कर"),
        ("source", "The Tribune â€“ Haryana", "The Tribune – Haryana"),
        ("source", "Caf\ufffd Daily", "Café Daily"),
        ("source", "#REF!", "#12 of A paper"),
        ("source", "#N/A", "N/A Daily"),
        ("source", "Err:502", "Err:502 Daily"),
        ("source", "x" * 201, "x" * 200),
    ],
)
def test_what_cannot_be_is_refused_and_its_neighbour_is_taken(
    directory: None, column: str, wrong: str, right: str
) -> None:
    def row(value: str) -> str:
        cells = GOOD | {column: value}
        if column == "month":
            cells["released_on"] = ""
        if column == "rank":
            cells["score"] = ""
        return HEADER + ",".join(cells.values()) + "\n"

    assert places_of(problems(row(wrong))) == [f"line 2, column {column}"]
    assert load(row(right)) == (1, 1)


def test_a_row_without_a_source_still_has_its_place_looked_at(directory: None) -> None:
    rows = [GOOD, GOOD | {"rank": "2", "state": "HP", "source": ""}]
    assert places_of(problems(HEADER + "".join(",".join(row.values()) + "\n" for row in rows))) == [
        "line 3, column score",
        "line 3, column source",
    ]


def test_a_row_before_the_first_month_is_told_once(directory: None) -> None:
    found = problems(HEADER + "cctns,hilly-ne,2021-05,stated,2021-06-20,1,HP,99.00,A paper\n")
    assert found == ["line 2, column month: 2021-05 is before 2021-06; memberships are known from 2021-06 on"]


def test_a_month_ends_at_midnight_in_india(directory: None) -> None:
    row = (HEADER + "cctns,all,2023-10,stated,,1,HR,,A paper\n").encode()
    midnight = datetime(2023, 10, 31, 18, 30, tzinfo=UTC)
    with pytest.raises(FaultyRecordError, match="2023-10 has not ended"):
        load_record(data=row, by="system", at=midnight - timedelta(seconds=1))
    assert load_record(data=row, by="system", at=midnight) == (1, 1)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("marks", ["", "\ufeff", "\ufeff\ufeff"])
@pytest.mark.parametrize("end", ["", "{0}", "{0}{0} {0}\u200b"])
def test_separators_marks_and_empty_ends_are_read_past(
    directory: None, separator: str, marks: str, end: str
) -> None:
    last = end.format(separator)
    lines = [separator.join(cells) + last for cells in (GOOD.keys(), GOOD.values())]
    assert load(marks + "\r\n".join(lines)) == (1, 1)


def test_columns_that_hold_something_are_not_read_past(directory: None) -> None:
    header, row = HEADER.rstrip(), ",".join(GOOD.values())
    assert "column source: 11 cells under 9 columns" in problems(f"{header},,\n{row},,x\n")[0]
    assert places_of(problems(f"{header},note\n{row},x\n")) == ["line 1, column note"]
    assert places_of(problems(f"board,,{header[6:]}\ncctns,,{row[6:]}\n")) == ["line 1, column (empty)"]
    # A comma inside a file of semicolons belongs to its cell.
    assert load(f"{header};\n{row};\n".replace(",", ";").replace("Daily", "Daily, Delhi")) == (1, 1)


def test_a_problem_is_told_on_the_line_where_its_row_begins(directory: None) -> None:
    rows = [
        ",".join((GOOD | {"source": '"A paper\nof two lines"'}).values()),
        ",".join((GOOD | {"rank": "x"}).values()),
    ]
    assert places_of(problems(HEADER + "\n".join(rows))) == ["line 4, column rank"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        # On record of September 2023: UK 6th of all with 96.85, second of the hilly States; Mizoram third with 92.18.
        ("all,2023-09,inferred,2023-10-26,7,MZ,92.19", "line 2, column score"),
        ("all,2023-09,inferred,2023-10-26,7,MZ,92.18", None),
        ("all,2023-09,inferred,2023-10-26,4,MZ,", "line 2, column rank"),
        ("hilly-ne,2023-09,inferred,2023-10-26,6,ML,78.75", "line 2, column score"),
        ("hilly-ne,2023-09,inferred,2023-10-26,6,ML,78.73", None),
        ("ut,2023-09,inferred,2023-10-26,1,CH,97.95", "line 2, column rank"),
        ("ut,2023-09,inferred,2023-10-26,1,CH,96.84", None),
    ],
)
def test_rows_of_all_and_of_a_category_agree_with_the_record(
    directory: None, row: str, expected: str | None
) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    text = f"{HEADER}cctns,{row},A paper\n"
    if expected is None:
        assert load(text) == (1, 1)
    else:
        assert places_of(problems(text)) == [expected]


def test_a_source_that_names_the_month_replaces_an_inferred_one(directory: None) -> None:
    load_record(data=SHIPPED.read_bytes(), by="system", at=AT)
    named = HEADER + "cctns,all,2023-10,stated,2023-11-27,1,HR,99.97,Press note 2023-11-28 (7)\n"
    assert load(named) == (1, 0)
    october = RankingList.objects.get(month="2023-10", board="cctns", category="all", is_current=True)
    assert october.publication is not None
    assert (october.revision, october.month_basis, october.publication.reason) == (
        2,
        "stated",
        "A source names the month",
    )
    sources = dict(october.rows.values_list("state_id", "source"))
    assert sources["HR"] == "Press note 2023-11-28 (7)"
    assert sources["HP"] == "The Statesman 2023-11-27 (1503244513)"
    others = RankingList.objects.filter(month="2023-10", is_current=True).exclude(pk=october.pk)
    assert {one.month_basis for one in others} == {"inferred"}
    # Neither file changes anything more, in whichever order they come again.
    assert load(named) == load_record(data=SHIPPED.read_bytes(), by="system", at=AT) == (0, 0)
    # A place that an inference adds leaves the month stated; a dispute is still a contradiction.
    assert load(HEADER + "cctns,all,2023-10,inferred,2023-11-27,7,TS,92.81,A paper\n") == (1, 1)
    newest = RankingList.objects.get(month="2023-10", board="cctns", category="all", is_current=True)
    assert (newest.revision, newest.month_basis) == (3, "stated")
    disputed = HEADER + "cctns,all,2023-10,disputed,2023-11-27,1,HR,99.97,A paper\n"
    assert "disputed contradicts stated, which is on record" in problems(disputed)[0]
    assert all(not one.problems for one in verify_published())
