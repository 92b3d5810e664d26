"""The contract's API section, line by line, asked of a served process as other people's programs ask it."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook

from tests.contract.conftest import Api

pytestmark = pytest.mark.slow

ROOT = "/api/v1/"
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
COLLECTIONS = [
    "rankings/", "rankings/2023-10/", "rankings/latest/", "rankings/2023-10/rev/1/", "states/",
    "states/HR/history/", "states/HR/marks/2023-10/", "streaks/", "parameters/", "methodologies/", "problems/",
]  # fmt: skip
DOCUMENTS = [
    *COLLECTIONS, "", "states/HR/", "methodologies/2023-01/", "problems/unknown_state/", "schema/", "docs/",
    "rankings/changes/", "rankings/2023-10/sensitivity/", "states/HR/why/", "rankings/2023-10/datapackage.json",
    "rankings/2023-10/datapackage.json?format=zip", "rankings/2023-10/data/rankings.csv", "datapackage.json",
    "data/lists.csv", "history.jsonl",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def ask(api: Api, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Told:
    """One request; `path` is below the root of the API, header names with `_` for `-`."""
    connection = http.client.HTTPConnection(urlsplit(api.url).netloc, timeout=120)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path if path.startswith("/") else ROOT + path, body, named)
        response = connection.getresponse()
        return Told(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def send(
    api: Api, fields: Mapping[str, str], file: bytes, token: str = "", name: str = "november.csv"
) -> Told:
    """A multipart form, written by hand."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()
    ]
    parts.append(f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    body = "".join(parts).encode() + file + f"\r\n--{border}--\r\n".encode()
    own: dict[str, Any] = {"Content_Type": f"multipart/form-data; boundary={border}"}
    if token:
        own["Authorization"] = f"Bearer {token}"
    return ask(api, "submissions/", method="POST", body=body, **own)


def template(api: Api) -> list[str]:
    """The parameters of the month that is open, in the order of its methodology."""
    return [one["code"] for one in ask(api, "parameters/?methodology=2023-01").json()["results"]]


# --- reading -------------------------------------------------------------------------------------------------


def test_the_listing_of_lists(api: Api) -> None:
    document = ask(api, "rankings/?limit=3").json()
    assert {"count", "next", "previous", "results"} <= document.keys()
    keys = {"month", "board", "category", "status", "origin", "revision", "released_on", "digest", "url"}
    assert all(keys <= one.keys() for one in document["results"])
    months = [one["month"] for one in ask(api, "rankings/?limit=1000").json()["results"]]
    assert months == sorted(months, reverse=True)
    for query, wanted in (
        ("board=icjs", {"board": "icjs"}), ("category=ut", {"category": "ut"}),
        ("origin=recorded", {"origin": "recorded"}),
        ("from=2023-09&to=2023-09", {"month": "2023-09"}),
    ):  # fmt: skip
        found = ask(api, f"rankings/?{query}&limit=1000").json()["results"]
        assert found
        assert all(one[key] == value for one in found for key, value in wanted.items())


@pytest.mark.parametrize(
    "path", ["rankings/2023-10/?board=cctns&category=all", "rankings/latest/", "rankings/2023-10/rev/1/"]
)
def test_a_months_list(api: Api, path: str) -> None:
    document = ask(api, path).json()
    head = {
        "month": "2023-10", "board": "cctns", "category": "all", "status": "published", "origin": "computed",
        "sample": True, "complete": True, "revision": 1, "supersedes": None, "reason": "", "released_on": "2023-11-27",
        "methodology": "2023-01", "max_score": 100.0,
    }  # fmt: skip
    assert {key: document[key] for key in head} == head
    assert DIGEST.fullmatch(document["digest"])
    assert len(document["results"]) == document["count"] == 36
    row = {
        "rank": 1, "state": {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"}, "score": 99.97,
        "previous_rank": 1, "rank_change": 0, "months_first": 20, "current_streak": 6,
    }  # fmt: skip
    assert {key: document["results"][0][key] for key in row} == row
    ranks = [one["rank"] for one in document["results"]]
    ranked = [rank for rank in ranks if rank is not None]
    assert ranks == sorted(ranked) + [None] * (36 - len(ranked))


def test_rank_change_is_positive_where_the_state_moved_up(api: Api) -> None:
    for row in ask(api, "rankings/2023-10/").json()["results"]:
        if row["rank_change"] is not None:
            assert row["rank_change"] == row["previous_rank"] - row["rank"]
    first = ask(api, "rankings/2021-06/").json()["results"]
    assert {row["rank_change"] for row in first} == {None}


def test_a_computed_and_a_recorded_list_of_one_month(api: Api) -> None:
    assert ask(api, "rankings/2023-10/").json()["origin"] == "computed"
    recorded = ask(api, "rankings/2023-10/?origin=recorded").json()
    assert (recorded["origin"], recorded["complete"], recorded["sample"]) == ("recorded", False, False)
    assert 0 < len(recorded["results"]) < 36


def test_states(api: Api) -> None:
    assert ask(api, "states/").json()["count"] == 36
    assert ask(api, "states/HR/").json() == {
        "code": "HR", "name": "Haryana", "name_hi": "हरियाणा", "kind": "state", "category": "major", "lgd_code": 6,
        "iso": "IN-HR", "iso_old": "IN-HR",
    }  # fmt: skip
    for alias, code in (("hr", "HR"), ("IN-UT", "UK"), ("in-hr", "HR")):
        answer = ask(api, f"states/{alias}/")
        assert (answer.status, answer.headers["location"]) == (301, f"/api/v1/states/{code}/")


def test_a_history_is_oldest_first(api: Api) -> None:
    document = ask(
        api, "states/HR/history/?board=cctns&category=all&from=2021-06&to=2023-10&origin=computed"
    ).json()
    assert document["state"]["code"] == "HR"
    months = [one["month"] for one in document["results"]]
    assert months == sorted(months)
    assert len(months) == 29
    assert {"month", "rank", "score", "origin"} <= document["results"][0].keys()
    assert sum(one["rank"] == 1 for one in document["results"]) == 20


def test_marks(api: Api) -> None:
    document = ask(api, "states/HR/marks/2023-10/").json()
    assert (document["state"]["code"], document["month"], document["methodology"]) == (
        "HR",
        "2023-10",
        "2023-01",
    )
    keys = {"parameter", "numerator", "denominator", "percent", "marks", "max_marks", "full_marks", "status"}
    assert len(document["results"]) == 28
    for one in document["results"]:
        assert keys <= one.keys()
        assert one["status"] in {"reported", "not_reported", "not_applicable"}
        assert one["marks"] is None or round(one["marks"], 4) == one["marks"]
        assert not one["full_marks"] or one["marks"] == one["max_marks"]


def test_streaks(api: Api) -> None:
    document = ask(api, "streaks/?board=cctns&category=all&from=2021-06&to=2023-10&origin=computed").json()
    head = {
        "board": "cctns", "category": "all", "from": "2021-06", "to": "2023-10", "months_on_record": 29,
        "months_complete": 29, "sample": True, "origins": ["computed"],
    }  # fmt: skip
    assert {key: document[key] for key in head} == head
    leader = document["results"][0]
    row = {
        "months_first": 20, "current_streak": 6, "streak_certain": True, "longest_streak": 6,
        "longest_streak_from": "2023-05",
    }  # fmt: skip
    assert {key: leader[key] for key in row} == row
    assert leader["state"]["code"] == "HR"
    assert len(leader["first_months"]) == 20
    counts = [one["months_first"] for one in document["results"]]
    assert counts == sorted(counts, reverse=True)


def test_parameters_and_methodologies(api: Api) -> None:
    document = ask(api, "parameters/?methodology=2023-01").json()
    assert document["count"] == len(document["results"]) == 28
    one = next(each for each in document["results"] if each["code"] == "REG-01")
    told = {"group": "REG", "better": "higher", "best_percent": 100.0, "worst_percent": 0.0, "max_marks": 7.0}
    assert {key: one[key] for key in told} == told
    assert one["boards"] == ["cctns", "overall"]
    assert all(one[key] for key in ("name", "name_hi", "numerator", "denominator"))
    assert ask(api, "methodologies/").json()["count"] == 3
    assert ask(api, "methodologies/2023-01/").json()["version"] == "2023-01"


@pytest.mark.parametrize("path", COLLECTIONS)
def test_every_collection_answers_count_and_results_and_opens_as_csv_and_xlsx(api: Api, path: str) -> None:
    document = ask(api, path).json()
    assert {"count", "results"} <= document.keys()
    joint = "&" if "?" in path else "?"
    answer = ask(api, f"{path}{joint}format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert ask(api, path, Accept="text/csv").body == answer.body
    assert answer.body.count(b"\r\n") == answer.body.count(b"\n")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8"), newline="")))
    assert len({len(row) for row in rows}) == 1
    plain = [
        cell for row in rows for cell in row if cell[:1] in {"=", "+", "@"} or re.match(r"-[^0-9]", cell)
    ]
    assert plain == []
    book = load_workbook(io.BytesIO(ask(api, f"{path}{joint}format=xlsx").body))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in {"f", "e"}]
    assert book.worksheets[0].max_row == len(rows) == len(document["results"]) + 1


def test_the_schema_and_the_page_to_try_it(api: Api) -> None:
    assert ask(api, "schema/").json()["openapi"].startswith("3.1")
    assert ask(api, "schema/?format=yaml").body.startswith(b"openapi: 3.1")
    page = ask(api, "docs/")
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert not re.search(rb'(?:src|href)="(?:https?:)?//', page.body)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_get_has_validators_and_answers_304(api: Api, path: str) -> None:
    answer = ask(api, path)
    assert answer.status == 200
    etag = answer.headers["etag"]
    assert re.fullmatch(r'"[^"]+"', etag)
    assert answer.headers["last-modified"]
    again = ask(api, path, If_None_Match=etag)
    assert (again.status, again.body) == (304, b"")
    head = ask(api, path, method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", etag)


def test_a_revision_is_immutable_for_a_year(api: Api) -> None:
    for path in ("rankings/2023-10/rev/1/", "rankings/2023-10/rev/1/?board=icjs&category=ut&origin=computed"):
        assert ask(api, path).headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in ask(api, "rankings/2023-10/").headers["cache-control"]


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(api: Api) -> None:
    text = io.StringIO(ask(api, "rankings/2023-10/?format=csv").body.decode(), newline="")
    changes = [row["rank_change"] for row in csv.DictReader(text)]
    assert any(change.startswith("-") for change in changes), "a number stays a number"


# --- errors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("rankings/2030-01/", 404, "unknown_month"), ("states/XX/", 404, "unknown_state"),
        ("streaks/?board=x", 404, "unknown_board"), ("streaks/?category=x", 404, "unknown_category"),
        ("rankings/2023-10/rev/9/", 404, "unknown_revision"), ("methodologies/9/", 404, "unknown_methodology"),
        ("streaks/?from=2023-13", 400, "malformed_query"), ("streaks/?to=x", 400, "malformed_query"),
        ("rankings/2023-10/?as_of=2023-02-30", 400, "malformed_query"),
        ("streaks/?from=2023-10&to=2023-01", 400, "malformed_query"),
        ("rankings/?sort=x", 400, "unknown_query_parameter"), ("nothing/", 404, "not_found"),
        ("/api/v9/", 404, "not_found"), ("states/HR/?format=xml", 406, "not_acceptable"),
    ],
)  # fmt: skip
def test_errors_are_problem_documents_in_the_language_asked_for(
    api: Api, path: str, status: int, code: str
) -> None:
    answer = ask(api, path)
    document = answer.json()
    assert (answer.status, document["status"], document["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "detail", "instance"} <= document.keys()
    assert ask(api, document["type"].removeprefix(api.url)).json()["code"] == code
    hindi = ask(api, path, Accept_Language="hi").json()
    assert hindi["code"] == code
    assert re.search("[ऀ-ॿ]", hindi["title"])


def test_an_empty_board_or_category_means_the_default(api: Api) -> None:
    assert ask(api, "rankings/2023-10/?board=&category=").json() == ask(api, "rankings/2023-10/").json()


def test_a_method_that_is_not_taken(api: Api) -> None:
    answer = ask(api, "states/", method="DELETE")
    assert (answer.status, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]


# --- writing -------------------------------------------------------------------------------------------------

HARYANA = {"state": "HR", "month": "2023-11"}


def test_uploads_need_a_token_of_the_right_scope_and_state(api: Api) -> None:
    assert send(api, HARYANA, b"x").status == 401
    assert send(api, HARYANA, b"x", "pragati_nonsense").status == 401
    assert send(api, HARYANA, b"x", api.read).status == 403
    assert send(api, HARYANA | {"state": "HP"}, b"x", api.upload).status == 404
    closed = send(api, HARYANA | {"month": "2023-10"}, b"x", api.upload)
    assert (closed.status, closed.json()["code"]) == (409, "month_closed")
    assert send(api, HARYANA, bytes(5 * 2**20 + 1), api.upload).status == 413
    assert send(api, HARYANA, b"%PDF-1.7", api.upload, "november.pdf").status == 415


def test_a_faulty_file_tells_all_its_problems_and_a_dry_run_the_same(api: Api) -> None:
    lines = [f"{code},393,393," for code in template(api)]
    lines[5], lines[7] = lines[5].replace(",393,393,", ",393,,"), lines[7].replace(",393,393,", ",-1,393,")
    file = "\r\n".join(["parameter,numerator,denominator,remarks", *lines]).encode()
    answers = [send(api, HARYANA | {"dry_run": flag}, file, api.upload) for flag in ("true", "false")]
    for answer in answers:
        document = answer.json()
        assert (answer.status, document["code"], document["rows"]) == (422, "invalid_file", 28)
        assert answer.headers["content-type"] == "application/problem+json"
        keys = {"row", "column", "cell", "parameter", "code", "severity", "message", "message_hi"}
        assert all(keys <= one.keys() for one in document["problems"])
        found = {(one["row"], one["column"], one["code"]) for one in document["problems"]}
        assert {(7, "denominator", "denominator_missing"), (9, "numerator", "negative")} <= found
    assert answers[0].json()["problems"] == answers[1].json()["problems"]


def test_a_sound_file_is_received_once_and_submitted(api: Api) -> None:
    # Last month's figures again: no stock falls, nothing jumps.
    marks = ask(api, "states/HR/marks/2023-10/").json()["results"]
    lines = [f"{one['parameter']},{one['numerator']},{one['denominator']},as in October" for one in marks]
    file = "\r\n".join(["parameter,numerator,denominator,remarks", *lines]).encode()
    dry = send(api, HARYANA | {"dry_run": "true"}, file, api.upload)
    assert (dry.status, dry.json()["id"], dry.json()["dry_run"]) == (200, None, True), dry.body
    first = send(api, HARYANA, file, api.upload)
    told = first.json()
    expected = {
        "state": "HR",
        "month": "2023-11",
        "status": "draft",
        "dry_run": False,
        "rows": 28,
        "accepted": 28,
    }
    assert (first.status, {key: told[key] for key in expected}) == (201, expected)
    header, *rest = file.split(b"\r\n")
    again = send(api, HARYANA, b"\n".join([header, *reversed(rest)]), api.upload, "other.csv")
    assert (again.status, again.json()["already_received"]) == (200, True)
    bearer = f"Bearer {api.upload}"
    handed = ask(api, f"submissions/{told['id']}/submit/", method="POST", Authorization=bearer)
    assert (handed.status, handed.json()["status"]) == (200, "submitted")
    listed = ask(api, "submissions/?month=2023-11", Authorization=bearer).json()
    assert [one["id"] for one in listed["results"]] == [told["id"]]
