"""The reviewer's pages in the browser: who sees what, and each step with its answer."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.access import Act, NotForYouError, NotVisibleError, Person
from accounts.models import AuditEvent, Role
from common import files
from common.models import Job, JobState
from common.months import Month
from metrics.models import FigureSet
from rankings.compute import compute_provisional
from submissions.models import (
    CaveatKind,
    LeaveKind,
    RowComment,
    RowDecision,
    Status,
    Submission,
    Upload,
    Verdict,
    Way,
)
from submissions.months.queries import data_month
from submissions.months.services import grant_leave
from submissions.upload.cells import add_caveat, object_to, resolve_objection
from submissions.upload.services import save_draft
from submissions.workflow import comment, submit, verify
from tests.submissions.conftest import MONTH, Draft, figures, later

pytestmark = pytest.mark.django_db
READING = "/review/HR/2023-11/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


@pytest.fixture
def sent(draft: Draft) -> Submission:
    """Haryana's figures, submitted by asha."""
    return submit(submission_id=draft().pk, by="asha", at=later(1))


def post(name: str, address: str, **fields: object) -> tuple[int, str]:
    """Post a form and follow; (status, page)."""
    response = signed_in(name).post(address, fields, follow=True)
    return response.status_code, response.content.decode()


def step(name: str, one: Submission, act: str, **fields: object) -> tuple[int, str]:
    return post(name, READING, submission=one.pk, act=act, **fields)


PAGES = ("/review/", READING, "/review/objections/", "/review/months/", "/review/2023-11/provisional/")
ALLOWED = {
    "asha": {"/review/2023-11/provisional/"},
    "chand": {"/review/2023-11/provisional/"},
    "ravi": set(PAGES),
    "meera": set(PAGES) - {"/review/months/"},
    "admin": set(PAGES),
}


@pytest.mark.parametrize("prefix", ["", "/hi"])
@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_each_page_is_for_its_roles(sent: Submission, name: str, prefix: str) -> None:
    client = signed_in(name)
    for address in PAGES:
        response = client.get(prefix + address)
        assert response.status_code == (200 if address in ALLOWED[name] else 403), address
        assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", PAGES)
def test_the_signed_out_are_led_to_the_sign_in_and_back(sent: Submission, address: str) -> None:
    for prefix in ("", "/hi"):
        response = Client().get(f"{prefix}{address}")
        assert response.status_code == 302
        assert response.headers["Location"] == f"{prefix}/accounts/sign-in/?next={prefix}{address}"


@pytest.mark.parametrize(
    "address",
    [
        "/review/XX/2023-11/",
        "/review/HR/2023-13/",
        "/review/HR/2022-01/",
        "/review/HP/2023-11/",
        "/review/HR/2023-11/?revision=7",
        "/review/HR/2023-11/?revision=x",
        "/review/?month=2022-01",
        "/review/2022-01/provisional/",
        "/review/2023-11/provisional/?board=none",
        f"/review/files/{uuid.UUID(int=7)}/",
    ],
)
def test_what_is_not_there_answers_404_in_words(sent: Submission, address: str) -> None:
    response = signed_in("ravi").get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_only_a_get_or_a_post_is_taken(sent: Submission) -> None:
    assert signed_in("ravi").put(READING).status_code == 405
    assert signed_in("ravi").post("/review/2023-11/provisional/").status_code == 405


def test_a_form_without_its_token_is_refused(sent: Submission) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.get(username="ravi"))
    assert client.post(READING, {"submission": sent.pk, "act": "verify"}).status_code == 403
    sent.refresh_from_db()
    assert sent.status == Status.SUBMITTED


@pytest.mark.parametrize("name", ["meera", "admin"])
def test_staff_who_do_not_review_read_without_buttons(sent: Submission, name: str) -> None:
    page = signed_in(name).get(READING).content.decode()
    assert "Only reviewers decide on submissions." in page
    assert 'value="verify"' not in page
    assert step(name, sent, "verify")[0] == 403
    assert post(name, "/review/", verify=sent.pk)[0] == 403


def test_the_board_counts_in_a_sentence_and_names_every_state(sent: Submission) -> None:
    page = signed_in("ravi").get("/review/").content.decode()
    assert "1 of 36 have sent figures; 1 waits for you; 35 are late" in page
    assert page.count("not sent") == 35
    hindi = signed_in("ravi").get("/hi/review/").content.decode()
    assert "हरियाणा" in hindi


def test_without_a_month_the_board_says_so(people: None) -> None:
    assert "No month was opened yet" in signed_in("ravi").get("/review/").content.decode()


def test_return_with_a_comment_answer_and_verify(sent: Submission, month: Month) -> None:
    status, page = step("ravi", sent, "return_row", parameter="REG-01", comment=" ")
    assert status == 409
    assert "Say what is wrong in a comment" in page
    status, page = step("ravi", sent, "return_row", parameter="REG-01", comment="Which stations?")
    assert status == 200
    assert "REG-01 is marked as returned." in page
    assert "1 figure is marked as returned." in page
    status, page = step("ravi", sent, "verify")
    assert status == 409
    assert "send the submission back, or approve that figure" in page
    status, page = step("ravi", sent, "return")
    assert "Revision 1 was sent back to the State." in page
    assert "Only a submission that was handed in can be reviewed." in page
    comment(submission_id=sent.pk, parameter="REG-01", text="All but two", by="asha", at=timezone.now())
    until = timezone.now() + timedelta(days=1)
    grant_leave(
        month=month,
        state="HR",
        kind=LeaveKind.EXTENSION,
        until=until,
        reason="Flood",
        by="ravi",
        at=timezone.now(),
    )
    submit(submission_id=sent.pk, by="asha", at=timezone.now())
    page = signed_in("rani").get(READING).content.decode()
    assert page.index("Which stations?") < page.index("All but two")
    status, page = step("rani", sent, "verify")
    assert status == 200
    assert "Verified: the figures of November 2023 are recorded." in page
    kept = FigureSet.objects.get(state="HR", month=month)
    assert (kept.recorded_by, kept.figures.count()) == ("rani", 28)


@pytest.mark.django_db(transaction=True)
def test_the_provisional_list_follows_a_verification(sent: Submission, settings: Settings) -> None:
    settings.REDIS_URL = ""
    _, page = step("ravi", sent, "verify")
    assert "The provisional lists of November 2023 were computed anew." in page
    page = signed_in("ravi").get("/review/2023-11/provisional/").content.decode()
    assert page.count('<td class="rank">') == 36
    # 90 % of 83 marks; DAT-03 (10 % fail, worst is 20 %) 1 of 2; helpline 1930 (best is 30 %) 4 of 4: 79.7 of 89.
    assert "89.55" in page


@pytest.mark.django_db(transaction=True)
def test_a_failed_computation_is_told_and_loses_no_verification(
    sent: Submission, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REDIS_URL = ""

    def fail(month: Month) -> int:
        raise OSError("no space left")

    monkeypatch.setattr("dashboard.tasks.compute_provisional", fail)
    status, page = step("ravi", sent, "verify")
    assert status == 200
    assert (
        "The verification is kept, but the provisional lists of November 2023 could not be computed" in page
    )
    assert FigureSet.objects.filter(state="HR", month=MONTH).exists()


def test_nobody_decides_on_their_own_submission_and_is_told_why(month: Month) -> None:
    one, _ = save_draft(
        state="HR", month=MONTH, figures=figures(), remarks={}, warnings={}, way=Way.FORM, upload=None,
        by="ravi for asha", at=later(0),
    )  # fmt: skip
    submit(submission_id=one.pk, by="asha", at=later(1))
    page = signed_in("ravi").get(READING).content.decode()
    assert "You sent or wrote this submission yourself; another reviewer must decide." in page
    assert 'value="verify"' not in page
    status, page = step("ravi", one, "verify")
    assert (status, "another reviewer must decide" in page) == (409, True)
    assert "your own submission" in signed_in("ravi").get("/review/").content.decode()


def test_of_two_reviewers_the_second_is_told_and_keeps_what_was_typed(sent: Submission) -> None:
    step("ravi", sent, "approve", parameter="REG-01")
    status, page = step("rani", sent, "return_row", parameter="REG-01", comment="Fell by a third?")
    assert status == 409
    assert "Someone else has decided on this figure meanwhile" in page
    assert "Fell by a third?</textarea>" in page
    assert "approved (ravi" in page
    assert RowDecision.objects.get().verdict == Verdict.APPROVED
    verify(submission_id=sent.pk, by="ravi", at=timezone.now())
    status, page = step("rani", sent, "comment", parameter="REG-02", comment="And this one?")
    assert status == 200
    status, page = step("rani", sent, "verify")
    assert status == 409
    assert "Revision 1 is verified (ravi" in page


def test_a_step_on_an_overtaken_revision_is_told_and_changes_nothing(sent: Submission, draft: Draft) -> None:
    draft(share=950)
    status, page = step("ravi", sent, "approve", parameter="REG-01", comment="Good")
    assert status == 409
    assert "A newer revision took its place meanwhile" in page
    assert "Revision 2 is draft (asha" in page
    assert RowDecision.objects.count() == 0


def test_a_form_of_another_state_or_of_no_act_is_404(sent: Submission) -> None:
    assert post("ravi", "/review/HP/2023-11/", submission=sent.pk, act="verify")[0] == 404
    assert step("ravi", sent, "publish")[0] == 404
    assert post("ravi", READING, submission="x", act="verify")[0] == 404


def test_a_reading_shows_last_month_remarks_warnings_and_revisions(month: Month, draft: Draft) -> None:
    draft(share=850, remarks={"REG-02": "Two stations were merged"})
    one, _ = save_draft(
        state="HR", month=MONTH, figures=figures(900), remarks={"REG-01": "A new count"},
        warnings={"REG-01": ["jump"]}, way=Way.FORM, upload=None, by="asha", at=later(1),
    )  # fmt: skip
    submit(submission_id=one.pk, by="asha", at=later(2))
    add_caveat(
        state="HR",
        month=MONTH,
        parameter="REG-02",
        kind=CaveatKind.FLOOD,
        text="Rohtak cut off",
        by="asha",
        at=later(2),
    )
    page = signed_in("ravi").get(READING).content.decode()
    for words in ("1 figure is in doubt.", "outside the usual range", "A new count", "Rohtak cut off",
                  "28 rows differ from revision 2", "Two stations were merged", "900 of 1,000"):  # fmt: skip
        assert words in page, words
    old = signed_in("ravi").get(f"{READING}?revision=1").content.decode()
    assert "This is an earlier revision; decisions are taken on the newest." in old


def test_the_file_comes_as_a_download_under_a_name_of_ours(month: Month) -> None:
    name = files.keep(b"parameter,numerator,denominator,remarks\n")
    upload = Upload.objects.create(
        id=name, state_id="HR", month=MONTH, name='a"b.csv', sha256="a" * 64, size=40, way=Way.PAGE,
        uploaded_at=later(0), uploaded_by="asha", rows=0, accepted=0,
    )  # fmt: skip
    response = signed_in("ravi").get(f"/review/files/{upload.pk}/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="HR-2023-11-aaaaaaaa.csv"'
    assert response.content == b"parameter,numerator,denominator,remarks\n"
    assert signed_in("asha").get(f"/review/files/{upload.pk}/").status_code == 403
    files.discard(name)
    assert signed_in("ravi").get(f"/review/files/{upload.pk}/").status_code == 404


def test_bulk_verification_takes_what_is_not_in_doubt_and_names_the_rest(month: Month) -> None:
    ready = [_send("HP"), _send("KA"), _send("GA")]
    doubtful = _send("HR", {"REG-01": ["jump"]})
    page = signed_in("ravi").get("/review/").content.decode()
    assert page.count('name="verify"') == 3
    assert f'value="{doubtful.pk}"' not in page
    verify(submission_id=ready[1].pk, by="rani", at=timezone.now())
    status, page = post("ravi", "/review/", month="2023-11", verify=[one.pk for one in (*ready, doubtful)])
    assert status == 200
    assert "Verified: Goa, Himachal Pradesh." in page
    assert "Haryana was not verified: figures are in doubt (REG-01)" in page
    assert "Karnataka was not verified:" in page
    assert "Revision 1 is verified (rani" in page
    assert set(Submission.objects.filter(status=Status.VERIFIED).values_list("state_id", flat=True)) == {
        "HP",
        "KA",
        "GA",
    }


def test_bulk_verification_of_nothing_says_so(sent: Submission) -> None:
    assert "Nothing was ticked, so nothing was verified." in post("ravi", "/review/", month="2023-11")[1]


def test_an_objection_is_marked_answered_and_stays_readable(sent: Submission, month: Month) -> None:
    verify(submission_id=sent.pk, by="ravi", at=later(2))
    compute_provisional(month)
    one = object_to(state="HR", month=MONTH, parameter="REG-01", text="393 of 393", by="asha", at=later(3))
    assert "1 open objection: the rank may change" in (
        signed_in("meera").get("/review/2023-11/provisional/").content.decode()
    )
    page = signed_in("ravi").get("/review/objections/").content.decode()
    assert "1 objection is open" in page
    assert "900 of 1,000" in page
    status, page = post("ravi", "/review/objections/", objection=one.pk, reply=" ")
    assert (status, "Write the bureau" in page) == (409, True)
    assert post("meera", "/review/objections/", objection=one.pk, reply="No")[0] == 403
    assert post("ravi", "/review/objections/", objection=999, reply="No")[0] == 404
    _, page = post("ravi", "/review/objections/", objection=one.pk, reply="Corrected, see revision 2")
    assert "No objection is open" in page
    assert "Corrected, see revision 2" in page
    status, page = post("rani", "/review/objections/", objection=one.pk, reply="My long reply")
    assert status == 409
    assert "Someone has answered this objection already." in page
    assert "You had written: “My long reply”" in page


def test_nobody_answers_their_own_objection(sent: Submission, month: Month) -> None:
    verify(submission_id=sent.pk, by="rani", at=later(2))
    compute_provisional(month)
    one = object_to(
        state="HR", month=MONTH, parameter="REG-01", text="Wrong", by="ravi for asha", at=later(3)
    )
    page = signed_in("ravi").get("/review/objections/").content.decode()
    assert "You raised this objection; someone else must answer it." in page
    resolve_objection(objection_id=one.pk, reply="Right", by="rani", at=later(4))


def test_an_officer_sees_the_own_row_of_the_provisional_list_alone(sent: Submission, month: Month) -> None:
    other = _send("HP")
    for one in (sent, other):
        verify(submission_id=one.pk, by="ravi", at=later(3))
    compute_provisional(month)
    page = signed_in("asha").get("/review/2023-11/provisional/").content.decode()
    assert page.count('<td class="rank">') == 1
    assert "Haryana" in page
    assert "Himachal" not in page
    assert "Only your own State" in page
    hills = signed_in("asha").get("/review/2023-11/provisional/?category=hilly-ne").content.decode()
    assert "Your State is not in this category." in hills


def test_a_provisional_list_that_is_not_there_says_why(sent: Submission) -> None:
    page = signed_in("ravi").get("/review/2023-11/provisional/").content.decode()
    assert "There is no provisional list now: no figures are verified yet" in page


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (JobState.QUEUED, "The provisional list waits: the verified figures are still to be computed."),
        (JobState.RUNNING, "The provisional list waits: the verified figures are still to be computed."),
        (JobState.FAILED, "There is no provisional list now: the verified figures could not be computed."),
    ],
)
def test_while_a_computation_waits_the_provisional_page_says_so(
    sent: Submission, month: Month, state: JobState, told: str
) -> None:
    verify(submission_id=sent.pk, by="ravi", at=later(2))
    lease = later(2) if state is JobState.RUNNING else None
    ended = later(2) if state is JobState.FAILED else None
    Job.objects.update(state=state, lease_until=lease, finished_at=ended)
    page = signed_in("ravi").get("/review/2023-11/provisional/").content.decode()
    assert told in page
    assert "no figures are verified yet" not in page
    compute_provisional(month)
    page = signed_in("ravi").get("/review/2023-11/provisional/").content.decode()
    assert ("Figures verified since are still to be computed." in page) is (state != JobState.FAILED)


def test_the_steps_of_a_reviewer_are_in_the_audit_trail_with_the_address(sent: Submission) -> None:
    step("ravi", sent, "return_row", parameter="REG-01", comment="Why?")
    event = AuditEvent.objects.get(action="submission.decide_row")
    assert (event.actor, event.address, event.subject) == ("ravi", "127.0.0.1", "HR 2023-11")
    assert RowComment.objects.get().text == "Why?"


def test_the_door_tells_refused_and_invisible_apart() -> None:
    officer = Person("asha", frozenset({Role.OFFICER}), frozenset({"HR"}))
    with pytest.raises(NotVisibleError):
        officer.require(Act.SEND_FIGURES, "HP")
    with pytest.raises(NotForYouError):
        officer.require(Act.REVIEW)


@pytest.mark.parametrize("address", ["/review/", READING])
def test_the_pages_hold_no_inline_script_or_style(sent: Submission, address: str) -> None:
    page = signed_in("ravi").get(address).content.decode()
    assert "<script>" not in page
    assert "style=" not in page
    assert "onclick" not in page
    assert data_month(MONTH).closed_at is None


def _send(state: str, warnings: dict[str, list[str]] | None = None) -> Submission:
    one, _ = save_draft(
        state=state, month=MONTH, figures=figures(), remarks={}, warnings=warnings or {}, way=Way.FORM, upload=None,
        by="chand", at=later(0),
    )  # fmt: skip
    return submit(submission_id=one.pk, by="chand", at=later(1))
