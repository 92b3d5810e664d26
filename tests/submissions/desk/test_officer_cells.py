"""Answers to returned figures, caveats, objections, API tokens, sign-in."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, AuditEvent
from accounts.tokens import token_of
from common.months import Month
from metrics.figures import record_figures
from rankings.compute import compute_provisional
from submissions.models import Caveat, Objection, RowComment, Status, Submission, Verdict
from submissions.upload.cells import resolve_objection
from submissions.workflow import decide_row, return_submission, submit
from tests.submissions.conftest import MONTH, NOW, Draft, figures, later
from tests.submissions.desk.officer import PAGE, PASSWORD, page_of, signed_in

pytest_plugins = ["tests.submissions.desk.officer_month"]


@pytest.fixture
def returned(open_month_now: Month, draft: Draft) -> Submission:
    one = draft()
    submit(submission_id=one.pk, by="asha", at=later(1))
    decide_row(
        submission_id=one.pk, parameter="REG-01", verdict=Verdict.RETURNED, comment="Why so few?", by="ravi",
        at=later(2),
    )  # fmt: skip
    return return_submission(submission_id=one.pk, by="ravi", at=later(3))


def test_a_returned_figure_is_answered_and_handed_in_again(returned: Submission) -> None:
    client = signed_in("bina")
    refused = client.post(f"/hi{PAGE}submit/", {"submission": returned.pk})
    assert refused.status_code == 409
    assert "पहले उसे सुधारें या टीका का उत्तर दें" in refused.content.decode()
    page = page_of(client, f"{PAGE}rows/")
    assert "Why so few?" in page
    assert "ravi, 05-12-2023 12:02 IST" in page
    assert "wants an answer or a correction" in page
    answered = client.post(
        f"{PAGE}rows/", {"parameter": "REG-01", "text": "Two stations closed."}, follow=True
    )
    assert "Your answer stands beside the figure." in answered.content.decode()
    assert "answered or corrected" in answered.content.decode()
    assert RowComment.objects.get(written_by="bina").text == "Two stations closed."
    client.post(f"{PAGE}submit/", {"submission": returned.pk})
    returned.refresh_from_db()
    assert returned.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"parameter": "REG-01", "text": "  "}, 400), ({"parameter": "XXX-01", "text": "Hello"}, 409)],
)
def test_an_empty_or_stray_answer_is_told(returned: Submission, fields: dict[str, str], status: int) -> None:
    answer = signed_in("asha").post(f"{PAGE}rows/", fields)
    assert answer.status_code == status
    assert RowComment.objects.count() == 1


def test_a_caveat_is_added_and_withdrawn_and_stays_readable(open_month_now: Month) -> None:
    client = signed_in("asha")
    fields = {"parameter": "REG-01", "kind": "outage", "text": "The network was down <b>for a week</b>."}
    page = client.post(f"{PAGE}caveats/", fields, follow=True).content.decode()
    assert "system outage" in page
    assert "&lt;b&gt;for a week" in page
    caveat = Caveat.objects.get()
    assert (
        signed_in("chand").post(f"/submissions/HP/2023-11/caveats/{caveat.pk}/withdraw/").status_code == 404
    )
    page = client.post(f"{PAGE}caveats/{caveat.pk}/withdraw/", follow=True).content.decode()
    assert "withdrawn:" in page
    assert "The network was down" in page
    caveat.refresh_from_db()
    assert caveat.withdrawn_by == "asha"


@pytest.mark.parametrize(
    "changes", [{"parameter": "XXX-01"}, {"kind": "war"}, {"text": ""}, {"text": "x" * 2001}]
)
def test_a_faulty_caveat_is_told_and_what_was_typed_stays(
    open_month_now: Month, changes: dict[str, str]
) -> None:
    fields = {"parameter": "REG-02", "kind": "strike", "text": "Unrest"} | changes
    answer = signed_in("asha").post(f"/hi{PAGE}caveats/", fields)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert fields["text"][:50] in page
    assert Caveat.objects.count() == 0


def test_an_objection_needs_a_provisional_list_and_shows_its_reply(open_month_now: Month) -> None:
    client = signed_in("asha")
    address, fields = f"{PAGE}objections/", {"parameter": "REG-01", "text": "It was 950."}
    assert "no provisional list" in page_of(client, address)
    assert client.post(address, fields).status_code == 409
    record_figures(state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=NOW)
    compute_provisional(MONTH)
    page = client.post(address, fields, follow=True).content.decode()
    assert "It was 950." in page
    assert client.post(address, fields).status_code == 409
    assert "1 open objection" in page_of(client, "/submissions/")
    resolve_objection(
        objection_id=Objection.objects.get().pk, reply="Corrected.", by="ravi", at=timezone.now()
    )
    page = page_of(client, address)
    assert "Corrected." in page
    assert "resolved" in page


def test_a_token_is_shown_once_and_made_once(people: None) -> None:
    client = signed_in("asha")
    once = re.search(r'name="once" value="([^"]+)"', page_of(client, "/submissions/tokens/"))
    assert once is not None
    fields = {"once": once[1], "scope": "upload", "days": "30"}
    page = client.post("/submissions/tokens/", fields).content.decode()
    secret = re.search(r"pragati_[\w-]{40,}", page)
    assert secret is not None
    token = token_of(secret[0], at=timezone.now())
    assert token is not None
    assert (token.scope, token.user.get_username()) == ("upload", "asha")
    assert client.post("/submissions/tokens/", fields).status_code == 302
    assert ApiToken.objects.count() == 1
    later_page = page_of(client, "/submissions/tokens/")
    assert secret[0] not in later_page
    assert f"{token.prefix}…" in later_page
    assert signed_in("bina").post(f"/submissions/tokens/{token.pk}/revoke/").status_code == 404
    assert client.get(f"/submissions/tokens/{token.pk}/revoke/").status_code == 302
    assert token_of(secret[0], at=timezone.now()) is not None
    assert "revoked" in client.post(f"/submissions/tokens/{token.pk}/revoke/", follow=True).content.decode()
    assert token_of(secret[0], at=timezone.now()) is None


@pytest.mark.parametrize("fields", [{"scope": "upload", "days": "30"}, {"scope": "read", "days": "9999"}])
def test_nobody_gets_a_token_beyond_their_role_or_for_ever(people: None, fields: dict[str, str]) -> None:
    client = signed_in("ravi")
    once = re.search(r'name="once" value="([^"]+)"', page_of(client, "/hi/submissions/tokens/"))
    assert once is not None
    answer = client.post("/hi/submissions/tokens/", fields | {"once": once[1]})
    assert answer.status_code == 400
    assert "सूची में से कोई एक चुनें" in answer.content.decode()
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("next_page", "leads_to"),
    [
        ("/hi/submissions/HR/2023-11/", "/hi/submissions/HR/2023-11/"),
        ("https://evil.example/", "/submissions/"),
        ("//evil.example/", "/submissions/"),
        ("javascript:alert(1)", "/submissions/"),
        ("", "/submissions/"),
    ],
)
def test_the_sign_in_leads_back_to_this_site_only(
    people: None, client: Client, next_page: str, leads_to: str
) -> None:
    fields = {"username": "admin", "password": PASSWORD, "next": next_page}  # a demo account
    assert client.post("/accounts/sign-in/", fields)["Location"] == leads_to


@pytest.mark.parametrize("username", ["asha", "nobody", ""])
def test_a_refused_sign_in_never_tells_which_was_wrong(people: None, client: Client, username: str) -> None:
    answer = client.post("/hi/accounts/sign-in/", {"username": username, "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 422
    told = "उपयोगकर्ता नाम और पासवर्ड मेल नहीं खाते" if username else "इसे भरना आवश्यक है"
    assert told in page
    assert "wrong" not in page


def test_a_disabled_account_is_told_like_a_wrong_password(people: None, client: Client) -> None:
    get_user_model().objects.filter(username="asha").update(is_active=False)
    answer = client.post("/accounts/sign-in/", {"username": "asha", "password": PASSWORD})
    assert "do not fit together" in answer.content.decode()


def test_signing_out_takes_a_post(people: None) -> None:
    client = signed_in("asha")
    assert "<form" in page_of(client, "/hi/accounts/sign-out/")
    assert client.get("/submissions/").status_code == 200
    answer = client.post("/hi/accounts/sign-out/", follow=True)
    assert "आप साइन आउट हो गए हैं" in answer.content.decode()
    assert client.get("/submissions/").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", "a long new passphrase", "a long new passphrase", "पुराना पासवर्ड सही नहीं है"),
        (PASSWORD, "a long new passphrase", "another passphrase", "एक जैसे नहीं हैं"),
        (PASSWORD, "short", "short", "कम से कम 12 वर्ण"),
        (PASSWORD, "1qaz2wsx3edc", "1qaz2wsx3edc", "बहुत लोग"),
    ],
)
def test_a_refused_password_is_told_in_hindi(people: None, old: str, new: str, again: str, told: str) -> None:
    fields = {"old_password": old, "new_password1": new, "new_password2": again}
    answer = signed_in("asha").post("/hi/accounts/password/", fields)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_new_password_holds_and_the_session_goes_on(people: None) -> None:
    client = signed_in("asha")
    new = "a long new passphrase"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = client.post("/accounts/password/", fields, follow=True).content.decode()
    assert "Your password is changed." in page
    user = get_user_model().objects.get(username="asha")
    assert user.check_password(new)
    assert not user.check_password(PASSWORD)
    assert AuditEvent.objects.filter(action="people.appoint").exists()


def test_the_sign_in_page_stands_in_the_frame_of_the_site(people: None, client: Client) -> None:
    for address, language, owner in (
        ("/hi/accounts/sign-in/", "hi", "राष्ट्रीय अपराध रिकॉर्ड ब्यूरो"),
        ("/accounts/sign-in/", "en", "National Crime Records Bureau"),
    ):
        page = page_of(client, address)
        assert f'<html lang="{language}"' in page
        assert owner in page
