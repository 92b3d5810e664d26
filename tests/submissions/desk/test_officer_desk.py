"""The officer's desk: who gets in, what is due, and the one thing to do next."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import Appointment, Role
from accounts.people import deputise
from common.months import Month
from submissions.models import CaveatKind, LeaveKind, Submission, Verdict, Way
from submissions.months.services import close_month, grant_leave, open_month
from submissions.upload.cells import add_caveat
from submissions.upload.services import save_draft
from submissions.workflow import comment, decide_row, return_submission, submit, verify
from tests.submissions.conftest import MONTH, NOW, Draft, figures, later
from tests.submissions.desk.officer import PASSWORD, page_of, signed_in

pytest_plugins = ["tests.submissions.desk.officer_month"]

PAGES = (
    "/submissions/HR/2023-11/",
    "/submissions/HR/2023-11/figures/",
    "/submissions/HR/2023-11/rows/",
    "/submissions/HR/2023-11/caveats/",
    "/submissions/HR/2023-11/objections/",
    "/submissions/HR/2023-11/rev/1/",
    "/submissions/template/?state=HR&month=2023-11&format=csv",
)
OWN_PAGES = ("/submissions/", "/submissions/tokens/", "/accounts/password/")
DESK_QUERIES = 17


def test_each_page_is_there_for_its_officer(open_month_now: Month, draft: Draft) -> None:
    draft()
    client = signed_in("asha")
    for page in (*OWN_PAGES, *PAGES):
        for prefix in ("", "/hi"):
            answer = client.get(prefix + page)
            assert answer.status_code == 200, prefix + page
            assert "no-store" in answer["Cache-Control"]


def test_another_states_officer_gets_404(open_month_now: Month, draft: Draft) -> None:
    draft()
    client = signed_in("chand")
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 404, page
        assert "Haryana" not in answer.content.decode()


def test_the_signed_out_are_led_to_the_sign_in_and_back(open_month_now: Month, client: Client) -> None:
    for page in (*OWN_PAGES, *PAGES):
        answer = client.get("/hi" + page)
        assert answer.status_code == 302, page
        address, _, query = answer["Location"].partition("?")
        assert (address, parse_qs(query)) == ("/hi/accounts/sign-in/", {"next": ["/hi" + page]})


def test_another_state_and_no_state_are_told_alike(open_month_now: Month) -> None:
    client = signed_in("asha")
    for code in ("HP", "ZZ", "hp", "IN-HP"):
        answer = client.get(f"/submissions/{code}/2023-11/")
        assert answer.status_code == 404, code
        assert "Himachal" not in answer.content.decode()


def test_a_month_that_was_never_opened_is_404_and_names_those_that_were(open_month_now: Month) -> None:
    client = signed_in("asha")
    for month in ("2023-10", "2031-01", "2023-13", "november"):
        for page in (f"HR/{month}/", f"template/?state=HR&month={month}&format=xlsx"):
            answer = client.get(f"/submissions/{page}")
            assert answer.status_code == 404, page
            assert "2023-11" in answer.content.decode()


def test_people_of_the_bureau_are_led_to_their_own_desk(people: None) -> None:
    for username, address in (("ravi", "review/"), ("meera", "publish/"), ("admin", "people/")):
        for language in ("/", "/hi/"):
            assert signed_in(username).get(f"{language}submissions/")["Location"] == f"{language}{address}"


@pytest.mark.parametrize(
    ("username", "theirs", "not_theirs"),
    [
        ("ravi", ["/review/", "/review/months/", "/jobs/"], ["/publish/", "/people/", "/admin/"]),
        ("meera", ["/review/", "/publish/", "/publish/methodology/"], ["/review/months/", "/people/"]),
        ("admin", ["/review/months/", "/people/", "/people/audit/", "/admin/"], ["/publish/"]),
    ],
)
def test_every_desk_of_the_bureau_leads_to_all_the_others_and_out(
    people: None, open_month_now: Month, username: str, theirs: list[str], not_theirs: list[str]
) -> None:
    client = signed_in(username)
    for path in [one for one in theirs if one not in {"/admin/"}]:
        page = page_of(client, path)
        assert all(f'<li><a href="{one}"' in page for one in theirs), path
        assert not any(f'<li><a href="{one}"' in page for one in not_theirs), path
        assert 'action="/accounts/sign-out/"' in page
        assert f'<a href="{path}" aria-current="page">' in page


def test_staff_read_but_do_not_send(open_month_now: Month, draft: Draft) -> None:
    draft()
    client = signed_in("ravi")
    page = page_of(client, "/submissions/HR/2023-11/")
    assert 'type="file"' not in page
    assert client.get("/submissions/HR/2023-11/figures/").status_code == 403
    assert client.post("/submissions/HR/2023-11/", {"action": "upload"}).status_code == 403
    assert client.post("/submissions/HR/2023-11/submit/", {"submission": 1}).status_code == 403


def test_somebody_without_a_role_is_told_so(people: None) -> None:
    get_user_model().objects.create_user(username="nemo", password=PASSWORD)
    assert signed_in("nemo").get("/submissions/").status_code == 403


def test_the_desk_makes_the_same_few_queries_for_one_month_and_many(
    open_month_now: Month, draft: Draft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = draft()
    submit(submission_id=one.pk, by="asha", at=later(1))
    decide_row(
        submission_id=one.pk, parameter="REG-01", verdict=Verdict.RETURNED, comment="Check.", by="ravi", at=later(2)
    )  # fmt: skip
    return_submission(submission_id=one.pk, by="ravi", at=later(3))
    client = signed_in("asha")
    client.get("/submissions/")
    with django_assert_num_queries(DESK_QUERIES):
        assert client.get("/submissions/").status_code == 200
    for number in range(1, 8):
        open_month(
            month=Month(2023, number), by="ravi", at=NOW, deadline=timezone.now() + timedelta(days=number)
        )
        draft_of(Month(2023, number))
    with django_assert_num_queries(DESK_QUERIES):
        page = client.get("/submissions/").content.decode()
    assert page.count('<article class="card') == 8


def draft_of(month: Month) -> Submission:
    one, _ = save_draft(
        state="HR", month=month, figures=figures(), remarks={}, warnings={}, way=Way.FORM, upload=None, by="asha",
        at=timezone.now(),
    )  # fmt: skip
    return one


def test_the_next_step_follows_the_submission(open_month_now: Month, draft: Draft) -> None:
    client = signed_in("asha")

    def says(*texts: str) -> None:
        page = page_of(client, "/submissions/")
        assert [one for one in texts if one not in page] == []

    says("nothing sent yet", "Download the template", "/submissions/template/?state=HR", "days left")
    one = draft()
    says("draft", "Look at the result and submit", "/submissions/HR/2023-11/#submit")
    submit(submission_id=one.pk, by="asha", at=later(1))
    says("submitted", "Wait for the review")
    decide_row(
        submission_id=one.pk, parameter="REG-01", verdict=Verdict.RETURNED, comment="Check.", by="ravi", at=later(2)
    )  # fmt: skip
    return_submission(submission_id=one.pk, by="ravi", at=later(3))
    says("returned", "Answer the returned figures", "1 returned figure wants an answer or a correction")
    comment(submission_id=one.pk, parameter="REG-01", text="It is right.", by="asha", at=later(4))
    says("Look at the result and submit")
    submit(submission_id=one.pk, by="asha", at=later(5))
    verify(submission_id=one.pk, by="ravi", at=later(6))
    says("verified", "Nothing to do")


def test_a_corrected_figure_wants_no_answer_any_more(open_month_now: Month, draft: Draft) -> None:
    one = draft()
    submit(submission_id=one.pk, by="asha", at=later(1))
    decide_row(
        submission_id=one.pk, parameter="REG-01", verdict=Verdict.RETURNED, comment="Check.", by="ravi", at=later(2)
    )  # fmt: skip
    return_submission(submission_id=one.pk, by="ravi", at=later(3))
    draft(share=901, at=later(4))
    assert "wants an answer" not in page_of(signed_in("asha"), "/submissions/")


def test_gates_say_why_and_until_when(open_month_now: Month) -> None:
    client = signed_in("asha")
    close_month(month=MONTH, by="ravi", at=timezone.now())
    page = page_of(client, "/submissions/")
    assert "was closed on" in page
    assert "Ask NCRB for more time" in page
    assert 'type="file"' not in page_of(client, "/submissions/HR/2023-11/")
    answer = client.get("/submissions/HR/2023-11/figures/")
    assert answer.status_code == 409
    assert "was closed on" in answer.content.decode()
    grant_leave(
        month=MONTH, state="HR", kind=LeaveKind.REOPENING, until=timezone.now() + timedelta(days=2),
        reason="Flood in the data centre", by="ravi", at=timezone.now(),
    )  # fmt: skip
    page = page_of(client, "/submissions/")
    assert "is reopened for your State until" in page
    assert "IST" in page


def test_late_is_told_in_days(people: None) -> None:
    now = timezone.now()
    open_month(month=MONTH, by="ravi", at=now - timedelta(days=9), deadline=now - timedelta(hours=30),
               late_until=now + timedelta(days=3))  # fmt: skip
    page = page_of(signed_in("asha"), "/hi/submissions/")
    assert "2 दिन विलंब" in page
    assert "3 दिन शेष" in page


def test_a_deputy_acts_for_the_officer(open_month_now: Month) -> None:
    today = timezone.localdate()
    deputise(
        officer="asha",
        deputy="chand",
        state="HR",
        begins_on=today,
        ends_on=today,
        by="admin",
        at=timezone.now(),
    )
    client = signed_in("chand")
    page = page_of(client, "/submissions/")
    assert "acting for asha" in page
    assert page.index("Haryana") < page.index("Himachal Pradesh")
    client.post(
        "/submissions/HR/2023-11/caveats/",
        {"parameter": "REG-01", "kind": "flood", "text": "Roads were cut."},
    )
    assert "chand, acting for asha" in page_of(client, "/submissions/HR/2023-11/caveats/")
    Appointment.objects.filter(role=Role.OFFICER, state="HR", deputy_for__isnull=False).delete()
    assert client.get("/submissions/HR/2023-11/").status_code == 404


def test_pages_hold_no_inline_style_or_script(open_month_now: Month, draft: Draft) -> None:
    draft()
    add_caveat(
        state="HR", month=MONTH, parameter="REG-01", kind=CaveatKind.FLOOD, text="<script>alert(1)</script>", by="asha",
        at=NOW,
    )  # fmt: skip
    client = signed_in("asha")
    for page in ("/submissions/", "/submissions/tokens/", *PAGES[:-1]):
        text = page_of(client, page)
        assert "style=" not in text
        assert "<style" not in text
        assert "onclick" not in text
        assert text.count("<script") == text.count("<script src=")
