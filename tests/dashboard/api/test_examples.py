"""Every example of the schema is what the API answers: asked again here, and compared to the letter.

`make examples` writes them anew (this test with PRAGATI_EXAMPLES=write), and then the schema.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from typing import Any, cast

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from accounts.models import Role, Scope
from accounts.people import appoint
from accounts.throttles import ReadThrottle
from accounts.tokens import create_token
from common.api.kinds import KINDS
from common.models import Job
from common.months import Month
from dashboard.api.openapi import FOLDER, examples, openapi_document
from dashboard.leaderboard import api
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from rankings.practices.services import Step
from rankings.practices.services import withdraw as withdraw_practice
from rankings.publish import Signatures, publish, withdraw
from submissions.api import operations as writing
from submissions.models import KeyedCall
from submissions.months.services import open_month
from tests.dashboard.api.conftest import AT
from tests.dashboard.practices.making import PDF, entered
from tests.submissions.desk.test_deadline import file_of
from tests.submissions.stations.making import arrived, csv_bytes, done, station_rows
from tests.submissions.stations.making import sent as station_file

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
HOST = "pragati.example"
NOW = AT + timedelta(days=9)
NOVEMBER = Month(2023, 11)
SHARES = {
    Month(2023, 7): {"HR": 990, "HP": 992},
    Month(2023, 8): {"HR": 991, "HP": 998, "DL": 990},
    Month(2023, 9): {"HR": 996, "HP": 996},
    Month(2023, 10): {"HR": 999, "HP": 997, "DL": 985},
}
BINARY = {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
# An example of the schema would be an example of itself.
ITSELF = {"application/json", "application/vnd.oai.openapi+json", "application/yaml"}
_UUID = re.compile(r'"upload":"[0-9a-f-]{36}"')


@dataclass(frozen=True, slots=True)
class Example:
    """`name` is that of the file: OPERATION.STATUS, or the code of a problem."""

    name: str
    summary: str
    path: str
    method: str = "get"
    headers: dict[str, str] = field(default_factory=dict)
    form: dict[str, Any] | None = None
    text: str = ""
    before: Callable[[pytest.MonkeyPatch], None] = lambda _: None


def read(operation: str, summary: str, path: str) -> Example:
    return Example(f"{operation}.200", summary, f"/api/v1/{path}")


TABLES = {
    "list_rankings", "list_changes", "get_ranking", "get_ranking_revision", "list_states", "get_state_history",
    "get_state_marks", "explain_rank", "get_what_if", "plan_rank", "get_sensitivity", "get_decides", "get_progress",
    "get_streaks", "list_parameters", "list_claims", "check_claim", "list_practices", "get_annual",
    "list_methodologies", "list_problems",
}  # fmt: skip
"""Operations whose answers also come as a table."""

READ = [
    read("get_root", "The addresses", ""),
    read("list_rankings", "The two newest lists of Haryana's board", "rankings/?board=cctns&category=all&limit=2"),
    read("list_changes", "What was published since", "rankings/changes/?since=2023-11-28&board=cctns&category=major"),
    read("get_ranking", "Two rows of a list", "rankings/2023-10/?state=HR,HP"),
    read("get_ranking_revision", "A revision, one row of it", "rankings/2023-10/rev/1/?state=HR"),
    read("list_states", "Two States", "states/?state=HR,HP"),
    read("get_state", "Haryana", "states/HR/"),
    read("get_state_history", "Haryana's places", "states/HR/history/"),
    read(
        "get_state_marks", "Marks, in part",
        "states/HR/marks/2023-10/?fields=parameter,numerator,denominator,percent,marks,max_marks",
    ),
    read("explain_rank", "Why Haryana moved", "states/HR/why/?fields=parameter,cause,points"),
    read(
        "get_what_if", "With other marks and another figure",
        "rankings/2023-10/what-if/?marks=REG-01:9&figures=HP.REG-03:1000/1000&category=ut",
    ),
    read("plan_rank", "What would make Himachal first", "states/HP/plan/?target=1&by=effort&board=icjs"),
    read("get_decides", "What decides the order", "rankings/2023-10/decides/?board=itsso&category=ut"),
    read("get_sensitivity", "How sure the ranks are", "rankings/2023-10/sensitivity/?fields=rank,state.code,ranges"),
    read(
        "get_progress", "Who moved most, in part",
        "rankings/2023-10/progress/?fields=rank,state.code,change,gap_closed,rank_to",
    ),
    read("get_streaks", "Haryana's months in first place", "streaks/?state=HR"),
    read("list_claims", "Claims of the press, in part", "claims/?fields=state.code,kind,number,from,to,source,verdict"),
    read(
        "check_claim", "Haryana first in three months",
        "claims/check/?of=HR&kind=months_first&number=3&from=2023-08&to=2023-10",
    ),
    read("read_claims", "A sentence", "claims/read/?text=Haryana+was+first+in+October+2023"),
    Example(
        "read_note.200", "Two sentences", "/api/v1/claims/read/", "post",
        text="The team was thanked. Haryana has been first since August 2023.",
    ),
    read("list_practices", "Haryana's practices, in part", "practices/?state=HR&fields=practice,year,title,url"),
    read("get_practice", "One practice", "practices/1/"),
    read("get_annual", "Haryana in 2023", "annual/?year=2023&fields=state.code,score,best_rank,worst_rank,scores"),
    read("list_parameters", "The parameters, in part", "parameters/?fields=code,name,max_marks"),
    read("list_methodologies", "The versions", "methodologies/"),
    read("get_methodology", "The rules of 2023", "methodologies/2023-01/"),
    read("get_ranking_package", "A month as a data package", "rankings/2023-10/datapackage.json"),
    read("get_package", "All months as a data package", "datapackage.json"),
    read("list_problems", "The kinds, in part", "problems/?fields=code,status"),
    read("get_problem", "One kind", "problems/unknown_month/"),
]  # fmt: skip


def text(operation: str, form: str, summary: str, path: str) -> Example:
    """An answer that is no JSON, as the text that it is."""
    return Example(f"{operation}.{form}.200", summary, f"/api/v1/{path}")


def _as_csv(one: Example) -> Example:
    path = one.path.removeprefix("/api/v1/")
    asked = f"{path}{'&' if '?' in path else '?'}format=csv"
    return text(one.name.partition(".")[0], "csv", f"{one.summary}, as CSV", asked)


_LINES = "history.jsonl?state=HR&board=cctns&category=major"
TEXTS = [
    *(_as_csv(one) for one in READ if one.name.partition(".")[0] in TABLES),
    text(
        "get_ranking_package_file", "csv", "The lists of a month's package", "rankings/2023-10/data/lists.csv"
    ),
    text("get_package_file", "csv", "The States and UTs of the package", "data/states.csv"),
    text("get_history_lines", "jsonl", "Haryana in its category", _LINES),
    text("get_history_lines", "ndjson", "The same under its other name", f"{_LINES}&format=ndjson"),
]


def wrong(code: str, path: str, **other: Any) -> Example:
    return Example(code, str(KINDS[code].title), f"/api/v1/{path}", **other)


def _few(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ReadThrottle, "rate", "0/min")
    patch.setattr(ReadThrottle, "timer", lambda _: 1_000_000_020.0)


def _fault(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(api, "list_view", lambda *_: 1 / 0)


def _unanswered(_: pytest.MonkeyPatch) -> None:
    KeyedCall.objects.update(status=None, answer="", answered_at=None)


def _refusal(patch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionDenied

    patch.setattr("django.middleware.locale.LocaleMiddleware.process_request", refuses)


WRONG = [
    wrong("bad_request", "states/", headers={"host": "another.example"}),
    wrong("malformed_query", "streaks/?from=2023-13"),
    wrong("unknown_query_parameter", "rankings/2023-10/?categroy=ut"),
    wrong("forbidden", "states/", before=_refusal),
    wrong("not_found", "ranking/"),
    wrong("unknown_month", "rankings/2024-02/"),
    wrong("unknown_revision", "rankings/2023-10/rev/7/"),
    wrong("unknown_board", "streaks/?board=police"),
    wrong("unknown_category", "streaks/?category=east"),
    wrong("unknown_state", "states/XX/"),
    wrong("unknown_methodology", "methodologies/2020-01/"),
    wrong("unknown_resource", "data/police.csv"),
    wrong("unknown_practice", "practices/99/"),
    wrong("unknown_problem", "problems/none/"),
    wrong("method_not_allowed", "states/", method="delete"),
    wrong("not_acceptable", "states/HR/?format=xml"),
    wrong("withdrawn", "rankings/2023-07/"),
    wrong("practice_withdrawn", "practices/2/"),
    wrong("cursor_gone", "rankings/changes/?cursor=99-0-0000000000000000"),
    wrong("precondition_failed", "states/", headers={"if-match": '"other"'}),
    wrong("throttled", "states/", before=_few),
    wrong("internal_error", "rankings/2023-10/", before=_fault),
]


def sent(name: str, summary: str, secret: str, *, month: str = "2023-11", **other: Any) -> Example:
    form = {"state": "HR", "month": month} | other.pop("form", {})
    file = form.pop("file", None)
    form["file"] = SimpleUploadedFile(
        other.pop("called", "november.csv"), file_of(999) if file is None else file
    )
    headers = {"authorization": f"Bearer {secret}"} | other.pop("headers", {})
    return Example(name, summary, "/api/v1/submissions/", "post", headers, form, **other)


def written(secret: str, reader: str) -> Iterator[Example]:
    """The write side, in the order in which a program meets it."""
    bearer = {"authorization": f"Bearer {secret}"}
    faulty = file_of(999).decode().split("\r\n")
    faulty[7] = faulty[7].split(",")[0] + ",abc,1000,"
    yield wrong("not_authenticated", "submissions/")
    yield sent("not_allowed", "A token that only reads", reader)
    yield sent("not_visible", "Another State", secret, form={"state": "HP"})
    yield sent("missing_field", "A month that is none", secret, month="2023-13")
    yield sent(
        "invalid_file", "A cell that is no number", secret, form={"file": "\r\n".join(faulty).encode()}
    )
    yield sent("too_large", "More than 5 MB", secret, form={"file": bytes(5 * 2**20 + 1)})
    yield sent(
        "not_a_spreadsheet",
        "A PDF",
        secret,
        form={"file": b"%PDF-1.7 nothing to read"},
        called="november.pdf",
    )
    yield Example("unsupported_media_type", "JSON", "/api/v1/submissions/", "post", bearer)
    yield sent("upload_figures.200", "A dry run", secret, form={"dry_run": "true"})
    yield sent("upload_figures.201", "Accepted", secret)
    yield Example("list_submissions.200", "The draft", "/api/v1/submissions/?month=2023-11", headers=bearer)
    yield Example("submit_figures.200", "Handed over", "/api/v1/submissions/1/submit/", "post", bearer)
    yield Example("conflict", "Handed over already", "/api/v1/submissions/1/submit/", "post", bearer)
    yield sent("month_closed", "A month that never opened", secret, month="2023-12")
    yield Example("get_submission.200", "The figures", "/api/v1/submissions/1/", headers=bearer)
    key = {"idempotency-key": "8e03978e-40d5"}
    yield sent("malformed_header", "A key that is too long", secret, headers={"idempotency-key": "x" * 201})
    yield sent("upload_figures.200.again", "The same values again", secret, headers=key)
    other = {"file": file_of(998)}
    yield sent("idempotency_key_reused", "Another file with the same key", secret, headers=key, form=other)
    yield sent(
        "idempotency_in_progress", "The same call at the same time", secret, headers=key, before=_unanswered
    )
    later = {"prefer": "respond-async"}
    yield sent("upload_figures.202", "Read later", secret, headers=later, form=other)
    yield Example("list_jobs.200", "The caller's jobs", "/api/v1/jobs/", headers=bearer)
    job = Job.objects.filter(by="asha").latest("pk").pk
    yield Example("get_job.200", "A job that waits", f"/api/v1/jobs/{job}/", headers=bearer)
    yield from in_pieces(bearer)


def in_pieces(bearer: dict[str, str]) -> Iterator[Example]:
    """A station file, piece by piece, and what comes of two that were checked."""
    files, data = "/api/v1/station-files/", csv_bytes(station_rows(4))
    form = {
        "state": "HR", "month": "2023-11", "name": "stations.csv", "size": str(len(data)),
        "sha256": sha256(data).hexdigest(),
    }  # fmt: skip
    offset = {"upload-offset": "100"}
    yield Example("begin_station_file.201", "Begun", files, "post", bearer, form)
    yield Example("begin_station_file.200", "Begun before", files, "post", bearer, form)
    yield Example("wrong_offset", "A piece too far on", f"{files}1/", "put", bearer | offset)
    yield Example(
        "send_station_piece.200", "Nothing new", f"{files}1/", "put", bearer | {"upload-offset": "0"}
    )
    yield Example("cancel_station_file.200", "Given up", f"{files}1/", "delete", bearer)
    sound, faulty = (
        csv_bytes(station_rows(4)),
        csv_bytes([[*row[:4], "x", *row[5:]] for row in station_rows(2)]),
    )
    yield Example(
        "get_station_file.200", "Stored", f"{files}2/", headers=bearer, before=lambda _: _stations(sound)
    )
    yield Example(
        "get_station_problems.csv.200", "Two problems", f"{files}3/problems/", headers=bearer,
        before=lambda _: _stations(faulty),
    )  # fmt: skip
    yield Example("list_station_files.200", "All three", files, headers=bearer)
    yield Example("rank_stations.200", "Four stations", f"{files}2/stations/HR/", headers=bearer)
    sums = {"state": "HR", "based_on": "1"}
    yield Example("take_station_sums.201", "A draft", f"{files}2/draft/", "post", bearer, sums)
    yield Example("take_station_sums.200", "The same again", f"{files}2/draft/", "post", bearer, sums)
    yield Example(
        "finish_station_file.202", "To be checked", f"{files}4/finish/", "post", bearer, {},
        before=lambda _: _arrived(sound),
    )  # fmt: skip
    yield Example("rank_districts.200", "Four districts", f"{files}2/districts/HR/", headers=bearer)


def _arrived(data: bytes) -> None:
    arrived(data)


def _stations(data: bytes) -> None:
    done(station_file(data))


@pytest.fixture
def stage(db: None, monkeypatch: pytest.MonkeyPatch, settings: Any) -> tuple[str, str]:
    """Four computed months of three States, the first one withdrawn, and November open; two tokens of an officer."""
    settings.ALLOWED_HOSTS, settings.SITE_URL = [HOST], f"https://{HOST}"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()
    for username, role, state in (
        ("asha", Role.OFFICER, "HR"), ("ravi", Role.REVIEWER, None),
        ("meera", Role.PUBLISHER, None), ("arjun", Role.PUBLISHER, None),
    ):  # fmt: skip
        get_user_model().objects.create_user(username=username, password="correct horse battery")
        appoint(username=username, role=role, state_code=state, by="system", at=AT)
    for month, shares in SHARES.items():
        _publish(month, shares)
    _withdraw_first()
    _practices()
    open_month(month=NOVEMBER, by="ravi", at=NOW - timedelta(days=1), deadline=NOW + timedelta(days=5))
    secrets = [
        create_token(username="asha", scope=scope, by="asha", at=NOW)[1]
        for scope in (Scope.UPLOAD, Scope.READ)
    ]
    return secrets[0], secrets[1]


def _practices() -> None:
    """One of Haryana, and one that was withdrawn."""
    entered(title_hi="हर एफ़आईआर के लिए एक डेस्क", file=PDF, at=AT)
    gone = entered("Entered twice", state="HP", at=AT)
    withdraw_practice(step=Step(gone.practice_id, gone.number, "Entered twice.", "meera", NOW))


def _publish(month: Month, shares: dict[str, int]) -> None:
    released, at = date(2023, month.number + 1, 27), AT + timedelta(days=month.number - 9)
    rules = rules_of(month)
    for state, share in shares.items():
        figures = {
            code: Figure(
                Decimal(share if rule.best_percent > rule.worst_percent else 1000 - share), Decimal(1000)
            )
            for code, rule in rules.items()
        }
        record_figures(
            state=state,
            month=month,
            figures=figures,
            source="example",
            sample=True,
            by="ravi",
            at=at,
            rules=rules,
        )
    publish(month=month, signatures=Signatures("meera", "arjun"), released_on=released, at=at, announce=False)


def _withdraw_first() -> None:
    at = AT + timedelta(days=3)
    withdraw(publication=1, signatures=Signatures("meera", "arjun"), reason="Released in error.", at=at)


def asked(example: Example) -> HttpResponse:
    client = Client(raise_request_exception=False)
    headers = {"host": HOST} | example.headers
    if example.text:
        answer: Any = client.post(
            example.path, example.text.encode(), content_type="text/plain", headers=headers, secure=True
        )
    elif example.method == "post" and example.form is None:
        data, kind = (
            (b"{}", "application/json") if "submit/" not in example.path else (b"", "multipart/form-data")
        )
        answer = client.post(example.path, data, content_type=kind, headers=headers, secure=True)
    elif example.method == "post":
        answer = client.post(example.path, example.form, headers=headers, secure=True)
    else:
        answer = getattr(client, example.method)(example.path, headers=headers, secure=True)
    return cast(HttpResponse, answer)


def answered(example: Example) -> dict[str, Any]:
    with pytest.MonkeyPatch.context() as patch:
        example.before(patch)
        answer = asked(example)
    named = [int(one) for one in example.name.split(".") if one.isdecimal()]
    body = b"".join(cast(Any, answer)).decode()
    assert answer.status_code == (named[0] if named else KINDS[example.name].status), (example.name, body)
    if answer.headers["Content-Type"] not in {"application/json", "application/problem+json"}:
        return {"summary": example.summary, "value": body}
    value = json.loads(
        _UUID.sub('"upload":"3f2b8c1e-0d4a-4b6f-9c57-1a2e5d7f9b30"', body), parse_float=Decimal
    )
    if "." not in example.name:
        assert value["code"] == example.name
    return {"summary": example.summary, "value": value}


def text_of(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, default=float) + "\n"


def test_every_example_is_what_the_api_answers(stage: tuple[str, str]) -> None:
    found = {one.name: answered(one) for one in chain(READ, TEXTS, WRONG, written(*stage))}
    if os.environ.get("PRAGATI_EXAMPLES") == "write":
        for path in FOLDER.glob("*.json"):
            path.unlink()
        for name, document in found.items():
            (FOLDER / f"{name}.json").write_text(text_of(document), encoding="utf-8")
        examples.cache_clear()
    for name, document in found.items():
        kept = (FOLDER / f"{name}.json").read_text(encoding="utf-8") if name in examples() else ""
        assert kept == text_of(document), f"{name}: run `make examples`, look at what changed, and commit it"
    assert sorted(examples()) == sorted(found)


def test_every_problem_and_every_answer_that_is_text_has_an_example() -> None:
    assert writing.INVALID_FILE.code in KINDS
    assert sorted(set(KINDS) - set(examples())) == []
    without = {
        (one["operationId"], status, kind)
        for methods in openapi_document()["paths"].values()
        for one in methods.values()
        for status, answer in one["responses"].items()
        for kind, content in answer.get("content", {}).items()
        if kind not in BINARY and "examples" not in content
    }
    assert without == {("get_schema", "200", kind) for kind in ITSELF}


def test_every_example_keeps_to_its_schema() -> None:
    """Each where it stands: an answer under its operation, a problem under the statuses that can carry it."""
    document = json.loads(text_of(openapi_document()))
    checked = 0
    for methods in document["paths"].values():
        for one in methods.values():
            for answer in one["responses"].values():
                for content in answer.get("content", {}).values():
                    for example in content.get("examples", {}).values():
                        name = example["$ref"].rpartition("/")[2]
                        validator = Draft202012Validator(
                            content["schema"] | {"components": document["components"]}
                        )
                        validator.validate(document["components"]["examples"][name]["value"])
                        checked += 1
    assert checked > len(examples())
