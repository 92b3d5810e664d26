"""Every error is a problem document: one shape, a stable code, and what would have been right."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.throttles import ReadThrottle
from common.api.kinds import KINDS
from dashboard.leaderboard import api
from rankings.models import RankingList
from tests.dashboard.api.conftest import ROOT, Get, publish_list

BOARDS = ["cctns", "icjs", "itsso", "overall"]
CATEGORIES = ["all", "major", "hilly-ne", "ut"]


def problem_of(response: Any, status: int, code: str) -> dict[str, Any]:
    """The document, after a check of everything that all problems share."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    document: dict[str, Any] = response.json()
    assert (document["status"], document["code"]) == (status, code)
    assert document["type"] == f"http://testserver/api/v1/problems/{code}/"
    for key in ("title", "detail", "instance"):
        assert isinstance(document[key], str)
        assert document[key]
    return document


def test_an_unknown_state_names_the_known_ones(directory: None, get: Get) -> None:
    for path in ("states/XX/", "states/XX/history/", "states/XX/marks/2023-10/"):
        document = problem_of(get(path), 404, "unknown_state")
        assert document == {
            "type": "http://testserver/api/v1/problems/unknown_state/",
            "title": "No such State or UT",
            "status": 404,
            "detail": "There is no State or UT with the code “XX”.",
            "instance": f"/api/v1/{path}",
            "code": "unknown_state",
            "known": document["known"],
        }
        assert len(document["known"]) == 36
        assert "HR" in document["known"]


@pytest.mark.parametrize("month", ["2024-01", "2023-13", "october", "LATEST", "2023-1"])
@pytest.mark.parametrize("path", ["rankings/{}/", "rankings/{}/rev/1/"])
def test_an_unknown_month_names_the_known_ones(
    autumn: dict[str, RankingList], get: Get, path: str, month: str
) -> None:
    document = problem_of(get(path.format(month)), 404, "unknown_month")
    assert document["known"] == ["2023-08", "2023-09", "2023-10"]
    assert month in document["detail"]


def test_the_latest_list_before_the_first_one(directory: None, get: Get) -> None:
    assert problem_of(get("rankings/latest/"), 404, "unknown_month")["known"] == []
    assert problem_of(get("states/HR/marks/latest/"), 404, "unknown_month")["known"] == []


@pytest.mark.parametrize("revision", ["2", "0", "01", "-1", "one", "१", "9" * 40])
def test_an_unknown_revision_names_the_known_ones(
    autumn: dict[str, RankingList], get: Get, revision: str
) -> None:
    document = problem_of(get(f"rankings/2023-10/rev/{revision}/"), 404, "unknown_revision")
    assert document["known"] == ["1"]
    assert f"“{revision}”" in document["detail"]


@pytest.mark.parametrize(
    "path", ["rankings/", "rankings/2023-10/", "rankings/latest/", "states/HR/history/", "streaks/"]
)
@pytest.mark.parametrize(("field", "known"), [("board", BOARDS), ("category", CATEGORIES)])
def test_an_unknown_board_or_category_names_the_known_ones(
    autumn: dict[str, RankingList], get: Get, path: str, field: str, known: list[str]
) -> None:
    assert problem_of(get(f"{path}?{field}=crime"), 404, f"unknown_{field}")["known"] == known


@pytest.mark.parametrize("path", ["states/", "rankings/2023-10/", "streaks/", "history.jsonl"])
def test_an_empty_code_among_states_is_not_all_of_them(
    autumn: dict[str, RankingList], get: Get, path: str
) -> None:
    assert get(f"{path}?state=").status_code == 200
    for named in (",", "HR,", "HR,,HP"):
        problem_of(get(f"{path}?state={named}"), 404, "unknown_state")


def test_an_unknown_methodology_names_the_known_ones(directory: None, get: Get) -> None:
    for path in ("parameters/?methodology=2020", "methodologies/2020/"):
        document = problem_of(get(path), 404, "unknown_methodology")
        assert document["known"] == ["2021-06", "2023-01", "2024-07"]


@pytest.mark.parametrize("path", ["rankings/", "states/HR/history/", "streaks/"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2023", "from"),
        ("from=2023-13", "from"),
        ("from=2023-10-01", "from"),
        ("to=0000-00", "to"),
        ("to=%00", "to"),
        ("from=2023-10&to=2023-09", "to"),
        ("origin=invented", "origin"),
        ("board=cctns&board=icjs", "board"),
        ("lang=fr", "lang"),
        ("fields=rank,nothing", "fields"),
        ("fields=,", "fields"),
    ],
)
def test_a_malformed_query_names_the_field(
    directory: None, get: Get, path: str, query: str, field: str
) -> None:
    assert problem_of(get(f"{path}?{query}"), 400, "malformed_query")["field"] == field


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("rankings/2023-10/", ["board", "category", "origin", "as_of", "state", "fields", "format", "lang"]),
        ("parameters/", ["methodology", "fields", "format", "lang"]),
        ("states/", ["category", "state", "fields", "format", "lang"]),
        ("states/HR/", ["format", "lang"]),
    ],
)
def test_a_misspelt_parameter_does_not_pass_as_none(
    autumn: dict[str, RankingList], get: Get, path: str, known: list[str]
) -> None:
    document = problem_of(get(f"{path}?categroy=ut"), 400, "unknown_query_parameter")
    assert (document["field"], document["known"]) == ("categroy", known)


@pytest.mark.parametrize(
    "path", ["nothing/", "nothing", "rankings/2023-10/rev/", "states/HR/marks/", "a/b/c.json"]
)
def test_an_address_that_is_not_there(db: None, get: Get, path: str) -> None:
    response = get(path)
    assert problem_of(response, 404, "not_found")["instance"] == f"/api/v1/{path}"
    assert "Allow" not in response.headers


@pytest.mark.parametrize("path", ["rankings/2023-10", "states/HR", "streaks"])
def test_an_address_without_its_slash_leads_to_the_one_with_it(
    autumn: dict[str, RankingList], client: Client, path: str
) -> None:
    response = client.get(f"{ROOT}{path}?board=icjs")
    assert (response.status_code, response.headers["Location"]) == (301, f"{ROOT}{path}/?board=icjs")
    assert client.post(f"{ROOT}{path}").status_code == 308
    assert client.get(ROOT.rstrip("/")).headers["Location"] == ROOT


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["", "rankings/", "rankings/2023-10/", "states/HR/", "streaks/"])
def test_reading_is_all_that_is_allowed(directory: None, client: Client, method: str, path: str) -> None:
    response = getattr(client, method)(ROOT + path)
    problem_of(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options_tells_the_methods(db: None, client: Client) -> None:
    response = client.options(f"{ROOT}rankings/")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "accept", "known"),
    [
        ("rankings/?format=xml", "*/*", ["json", "csv", "xlsx"]),
        ("rankings/", "text/html", ["json", "csv", "xlsx"]),
        ("rankings/", "text/csv;q=0, application/json;q=0", ["json", "csv", "xlsx"]),
        ("rankings/", "nonsense", ["json", "csv", "xlsx"]),
        ("states/HR/?format=csv", "*/*", ["json"]),
        ("methodologies/2023-01/", "text/csv", ["json"]),
    ],
)
def test_a_format_that_there_is_not(
    directory: None, get: Get, path: str, accept: str, known: list[str]
) -> None:
    assert problem_of(get(path, accept=accept), 406, "not_acceptable")["known"] == known


def test_too_many_requests_are_told_when_to_come_back(
    directory: None, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReadThrottle, "rate", "2/min", raising=False)
    monkeypatch.setattr(ReadThrottle, "timer", lambda self: 1_000_000_045.5)
    assert [get("states/").status_code for _ in range(2)] == [200, 200]
    response = get("states/HR/")
    document = problem_of(response, 429, "throttled")
    # 1,000,000,045.5 lies 25.5 seconds into its minute of the clock.
    assert (response.headers["Retry-After"], document["retry_after"]) == ("35", 35)


def test_an_error_on_our_side_tells_nothing_of_our_insides(
    directory: None, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(api, "list_view", broken)
    client.raise_request_exception = False
    response = client.get(f"{ROOT}rankings/2023-10/")
    problem_of(response, 500, "internal_error")
    assert b"swordfish" not in response.content
    (logged,) = [one for one in caplog.records if one.levelname == "ERROR"]
    assert logged.exc_info is not None
    assert "swordfish" in str(logged.exc_info[1])


def test_an_error_on_our_side_is_signalled(
    directory: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "list_view", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get(f"{ROOT}rankings/2023-10/")


def test_the_language_asked_for(directory: None, get: Get) -> None:
    english = get("states/XX/", accept_language="en")
    hindi = get("states/XX/", accept_language="hi-IN, en;q=0.5")
    assert (english.headers["Content-Language"], hindi.headers["Content-Language"]) == ("en", "hi")
    assert get("states/XX/?lang=hi", accept_language="en").json() == hindi.json() | {
        "instance": "/api/v1/states/XX/?lang=hi"
    }
    assert get("states/XX/?lang=EN", accept_language="hi").json()["title"] == english.json()["title"]
    assert "Accept-Language" in hindi.headers["Vary"]
    assert hindi.json()["code"] == english.json()["code"]
    assert (english.json()["title"], hindi.json()["title"]) == (
        "No such State or UT",
        "ऐसा कोई राज्य या केंद्र शासित प्रदेश नहीं",
    )


def test_every_kind_of_problem_is_described_where_its_type_leads(db: None, get: Get) -> None:
    document = get("problems/").json()
    assert document["count"] == len(KINDS)
    for one in document["results"]:
        assert get(f"problems/{one['code']}/").json() == one
        assert KINDS[one["code"]].status == one["status"]
    assert problem_of(get("problems/none/"), 404, "unknown_problem")["known"] == sorted(KINDS)


def test_a_long_name_is_not_repeated_whole(autumn: dict[str, RankingList], get: Get) -> None:
    document = problem_of(get(f"rankings/{'x' * 500}/"), 404, "unknown_month")
    assert len(document["detail"]) < 150


@pytest.mark.parametrize(
    "path", ["states/%00/", "states/%ff/", "rankings/%2e%2e%2f/", "methodologies/%F0%9F/", "states/ʼ/"]
)
def test_bytes_that_mean_nothing(directory: None, get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_a_query_of_a_thousand_fields_is_refused(directory: None, get: Get) -> None:
    query = "&".join(["a=1"] * 1_500)
    problem_of(get(f"rankings/?{query}"), 400, "bad_request")


def test_errors_name_no_list_that_is_not_published(directory: None, get: Get) -> None:
    published = publish_list("2023-09", ())
    RankingList.objects.create(
        month="2023-10", board="cctns", category="all", origin="computed", status="provisional", revision=0,
        is_current=False, methodology=published.methodology, sample=False, complete=True, digest="sha256:0",
    )  # fmt: skip
    assert problem_of(get("rankings/2023-10/"), 404, "unknown_month")["known"] == ["2023-09"]
    assert get("rankings/").json()["count"] == 1
    problem_of(get("rankings/2023-10/rev/0/"), 404, "unknown_month")


@pytest.mark.parametrize("path", ["/api/", "/api/v2/rankings/", "/api/v1", "/api/x"])
def test_an_address_outside_the_version_is_a_problem_too(db: None, client: Client, path: str) -> None:
    response = client.get(path)
    if path == "/api/v1":
        assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/")
    else:
        assert problem_of(response, 404, "not_found")["instance"] == path


def test_a_host_that_is_not_ours(db: None, client: Client) -> None:
    response = client.get(f"{ROOT}states/", headers={"host": "evil.example", "accept-language": "hi"})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert (document["code"], document["type"]) == ("bad_request", "/api/v1/problems/bad_request/")
    assert document["title"] == "अनुरोध समझा नहीं जा सका"
    assert "<html" in client.get("/states/", headers={"host": "evil.example"}).content.decode()


def test_a_fault_outside_every_view(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("swordfish")

    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_response", fails)
    client.raise_request_exception = False
    document = problem_of(client.get(f"{ROOT}states/?lang=hi"), 500, "internal_error")
    assert "swordfish" not in str(document)
    assert document["title"] == "हमारी ओर से त्रुटि"


def test_what_is_not_let_through(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionDenied

    monkeypatch.setattr("django.middleware.locale.LocaleMiddleware.process_request", refuses)
    problem_of(client.get(f"{ROOT}states/"), 403, "forbidden")
    assert client.get("/").status_code == 403
