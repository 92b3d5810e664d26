"""POST /api/v1/submissions/, line by line of the contract."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, Scope
from accounts.tokens import create_token, revoke_token
from common.months import Month
from submissions.models import Status, Submission, Upload
from submissions.months.services import close_month, open_month
from tests.submissions.conftest import MONTH
from tests.submissions.desk.test_deadline import file_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/submissions/"
SOUND = 950


@pytest.fixture
def open_now(people: None) -> Month:
    """The month, open at the time of the test: the API reads the clock itself."""
    now = timezone.now()
    open_month(month=MONTH, by="ravi", at=now - timedelta(days=1), deadline=now + timedelta(days=5))
    return MONTH


def token(username: str = "asha", scope: Scope = Scope.UPLOAD, days: int | None = None) -> str:
    return create_token(username=username, scope=scope, by="test", at=timezone.now(), days=days)[1]


def send(secret: str, data: bytes | None = None, name: str = "november.csv", **fields: Any) -> Any:
    form: dict[str, Any] = {"state": "HR", "month": "2023-11"} | fields
    form["file"] = SimpleUploadedFile(name, file_of(SOUND) if data is None else data)
    return Client().post(URL, form, headers={"Authorization": f"Bearer {secret}"})


def test_a_sound_file_is_a_draft(open_now: Month) -> None:
    answer = send(token())
    assert answer.status_code == 201
    told = answer.json()
    one = Submission.objects.get()
    expected = {
        "id": one.pk, "state": "HR", "month": "2023-11", "status": "draft", "dry_run": False, "rows": 28,
        "accepted": 28, "problems": [],
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected
    # 95 % of 83 marks; DAT-03 (5 % of records fail, worst is 20 %) 1.5 of 2; helpline 1930 (best is 30 %) 4 of 4.
    assert told["preview"] == {"board": "cctns", "score": 94.78, "rank": 1, "of": 1}


def test_the_same_values_again_change_nothing_whatever_their_order_and_name(open_now: Month) -> None:
    secret = token()
    first = send(secret).json()
    header, *rows = file_of(SOUND).decode().split("\r\n")
    again = send(secret, "\n".join([header, *reversed(rows)]).encode(), name="again.csv")
    assert (again.status_code, again.json()["already_received"], again.json()["id"]) == (
        200,
        True,
        first["id"],
    )
    assert (Submission.objects.count(), Upload.objects.count()) == (1, 1)


def test_a_dry_run_keeps_nothing_and_says_what_the_upload_says(open_now: Month) -> None:
    secret = token()
    dry = send(secret, dry_run="true")
    assert (dry.status_code, dry.json()["dry_run"], dry.json()["id"]) == (200, True, None)
    assert (Submission.objects.count(), Upload.objects.count()) == (0, 0)
    assert send(secret).json()["preview"] == dry.json()["preview"]


def test_all_problems_come_at_once_and_no_figure_is_kept(open_now: Month) -> None:
    lines = file_of(SOUND).decode().split("\r\n")
    lines[6] = lines[6].rsplit(",", 2)[0] + ",,"  # row 7: no denominator
    lines[7] = lines[7].split(",")[0] + ",abc,1000,"
    lines[8] = lines[8].split(",")[0] + ",-1,1000,"
    data = "\r\n".join(lines).encode()
    secret = token()
    answer, dry = send(secret, data), send(secret, data, dry_run="true")
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"], told["code"]) == (
        422,
        "application/problem+json",
        "invalid_file",
    )
    assert (told["rows"], told["accepted"]) == (28, 25)
    assert [(one["row"], one["column"], one["cell"], one["code"]) for one in told["problems"]] == [
        (7, "denominator", "C7", "denominator_missing"),
        (8, "numerator", "B8", "not_a_number"),
        (9, "numerator", "B9", "negative"),
    ]
    assert all(one["message"] and one["message_hi"] for one in told["problems"])
    assert list(told["problems"][0])[:8] == [
        "row", "column", "cell", "parameter", "code", "severity", "message", "message_hi",
    ]  # fmt: skip
    assert dry.status_code == 422
    assert dry.json()["problems"] == told["problems"]
    assert Submission.objects.count() == 0
    assert Upload.objects.get().problems == told["problems"], "the file itself is kept, with its problems"


def test_no_token_a_bad_one_an_expired_and_a_revoked_one_are_401(open_now: Month) -> None:
    secret = token()
    assert Client().get(URL).status_code == 401
    assert Client().get(URL)["WWW-Authenticate"] == "Bearer"
    assert send("pragati_nonsense").status_code == 401
    expired = token(days=1)
    ApiToken.objects.order_by("-pk").update(expires_at=timezone.now())
    assert send(expired).status_code == 401
    ApiToken.objects.update(expires_at=None)
    revoke_token(token_id=ApiToken.objects.order_by("pk")[0].pk, by="asha", at=timezone.now())
    assert send(secret).status_code == 401


def test_wrong_scope_is_403_and_another_state_404(open_now: Month) -> None:
    assert send(token(scope=Scope.READ)).status_code == 403
    answer = send(token("chand"))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_visible")
    assert send(token("asha"), state="XX").status_code == 404
    assert send(token("ravi")).status_code == 403
    assert Submission.objects.count() == 0


def test_a_closed_month_is_409_and_says_why_and_since_when(open_now: Month) -> None:
    close_month(month=MONTH, by="ravi", at=timezone.now())
    answer = send(token())
    assert (answer.status_code, answer.json()["code"], answer.json()["gate"]) == (
        409,
        "month_closed",
        "closed",
    )
    assert answer.json()["until"]
    assert "reopen" in answer.json()["detail"]
    never = send(token(), month="2024-05")
    assert (never.status_code, never.json()["gate"]) == (409, "not_opened")


def test_too_large_is_413_and_what_is_no_spreadsheet_415(open_now: Month) -> None:
    secret = token()
    answer = send(secret, b"parameter,numerator\n" + b"x" * (5 * 2**20))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert send(secret, b"%PDF-1.7 nothing to read", name="november.pdf").status_code == 415
    plain = Client().post(
        URL, b"{}", content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert (plain.status_code, plain.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"state": ""}, "state"),
        ({"month": ""}, "month"),
        ({"month": "2023-13"}, "month"),
        ({"dry_run": "perhaps"}, "dry_run"),
        ({"dryrun": "true"}, "dryrun"),
    ],
)
def test_a_missing_or_malformed_field_is_400_and_named(
    open_now: Month, fields: dict[str, str], field: str
) -> None:
    form: dict[str, Any] = dict(fields)
    answer = send(token(), None, **form)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        400,
        "missing_field",
        field,
    )
    assert not Submission.objects.exists()


def test_a_draft_is_submitted_once(open_now: Month) -> None:
    secret = token()
    number = send(secret).json()["id"]
    headers = {"Authorization": f"Bearer {secret}"}
    first = Client().post(f"{URL}{number}/submit/", headers=headers)
    assert (first.status_code, first.json()["status"]) == (200, Status.SUBMITTED)
    second = Client().post(f"{URL}{number}/submit/", headers=headers)
    assert (second.status_code, second.json()["reason"]) == (409, "wrong_status")
    foreign = {"Authorization": f"Bearer {token('chand')}"}
    assert Client().post(f"{URL}{number}/submit/", headers=foreign).status_code == 404


def test_the_list_holds_what_the_caller_may_see(open_now: Month) -> None:
    send(token())
    for person, count in (("asha", 1), ("bina", 1), ("chand", 0), ("ravi", 1)):
        headers = {"Authorization": f"Bearer {token(person, Scope.READ)}"}
        assert Client().get(URL, {"month": "2023-11"}, headers=headers).json()["count"] == count, person


def test_problems_are_told_in_the_language_asked_for(open_now: Month) -> None:
    close_month(month=MONTH, by="ravi", at=timezone.now())
    form = {"state": "HR", "month": "2023-11", "file": SimpleUploadedFile("a.csv", file_of(SOUND))}
    headers = {"Authorization": f"Bearer {token()}", "Accept-Language": "hi"}
    assert any("ऀ" <= letter <= "ॿ" for letter in Client().post(URL, form, headers=headers).json()["detail"])
