"""A list released in error leaves a tombstone at its address, and every count."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common.models import Job
from rankings.compute import compute_provisional
from rankings.models import Publication, RankingList, Status, Withdrawal
from rankings.publish import (
    NoSuchPublicationError,
    RefusedPublicationError,
    Signatures,
    ask_withdrawal,
    drop_withdrawal,
    sign_withdrawal,
    waiting_withdrawal,
    withdraw,
)
from rankings.record.services import load_record
from rankings.verify import verify_published
from tests.insights.publishing.conftest import SignIn, at_once
from tests.insights.publishing.test_impact import RECORD
from tests.rankings.conftest import AT, MONTH, SIGNED, PublishMonth, RecordMonth

API = "/api/v1/"
REASON = "The figures of two States were exchanged"
LATER = AT + timedelta(days=3)
TODAY = date(2023, 11, 30)
SHARES = {"HR": 999, "HP": 998}


@pytest.fixture
def two_months(record_month: RecordMonth, publish_month: PublishMonth) -> list[Publication]:
    september = MONTH.previous()
    record_month(SHARES, month=september)
    record_month(SHARES)
    return [publish_month(september), publish_month(MONTH)]


def take_back(number: int = 2) -> Withdrawal:
    return withdraw(publication=number, signatures=SIGNED, reason=REASON, at=LATER)


@pytest.mark.django_db
def test_its_addresses_say_that_it_is_gone(two_months: list[Publication], client: Client) -> None:
    client.get("/")
    take_back()
    for path in ("rankings/2023-10/", "rankings/2023-10/rev/1/", "rankings/2023-10/?board=icjs&category=ut"):
        answer = client.get(API + path)
        document = answer.json()
        assert answer.status_code == 410
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (document["code"], document["reason"], document["withdrawn_on"]) == (
            "withdrawn",
            REASON,
            "2023-11-30",
        )
        page = client.get(f"/{path}")
        assert page.status_code == 410
        assert REASON in page.content.decode()
        assert "30-11-2023" in page.content.decode()
        assert client.get(f"/hi/{path}").status_code == 410
    assert client.get(f"{API}problems/withdrawn/").json()["status"] == 410
    marks = client.get(f"{API}states/HR/marks/2023-10/")
    assert (marks.status_code, marks.json()["code"]) == (410, "withdrawn")


@pytest.mark.django_db
def test_it_is_out_of_every_count_history_and_listing(two_months: list[Publication], client: Client) -> None:
    before = client.get(f"{API}streaks/").json()["results"][0]
    assert before["months_first"] == 2
    tag = client.get(f"{API}rankings/").headers["ETag"]
    take_back()
    streaks = client.get(f"{API}streaks/").json()
    assert (streaks["to"], streaks["results"][0]["months_first"]) == ("2023-09", 1)
    history = client.get(f"{API}states/HR/history/").json()["results"]
    assert [one["month"] for one in history] == ["2023-09"]
    listing = client.get(f"{API}rankings/", headers={"If-None-Match": tag})
    assert listing.status_code == 200
    assert {one["month"] for one in listing.json()["results"]} == {"2023-09"}
    assert client.get(f"{API}rankings/latest/").json()["month"] == "2023-09"
    assert "September 2023" in client.get("/").content.decode()
    for path in ("/states/HR/", "/streaks/", "/states/"):
        assert "October 2023" not in client.get(path).content.decode()


@pytest.mark.django_db
def test_until_the_day_of_withdrawal_it_was_known(two_months: list[Publication], client: Client) -> None:
    take_back()
    assert client.get(f"{API}rankings/2023-10/?as_of=2023-11-29").status_code == 200
    assert client.get(f"{API}streaks/?as_of=2023-11-29").json()["results"][0]["months_first"] == 2
    assert client.get(f"{API}rankings/2023-10/?as_of=2023-11-30").status_code == 410
    assert client.get(f"{API}streaks/?as_of=2023-11-30").json()["results"][0]["months_first"] == 1
    assert client.get("/rankings/2023-10/?as_of=2023-11-29").status_code == 200


@pytest.mark.django_db
def test_other_revisions_keep_their_bytes_and_a_new_one_puts_the_month_right(
    two_months: list[Publication], record_month: RecordMonth, publish_month: PublishMonth, client: Client
) -> None:
    record_month({"HP": 1000})
    publish_month(reason="Corrected")
    frozen = {n: client.get(f"{API}rankings/2023-10/rev/{n}/").content for n in (1, 2)}
    take_back(2)
    assert client.get(f"{API}rankings/2023-10/").json()["revision"] == 2, (
        "an older revision went, the current stays"
    )
    assert client.get(f"{API}rankings/2023-10/rev/1/").status_code == 410
    assert client.get(f"{API}rankings/2023-10/rev/2/").content == frozen[2]
    take_back(3)
    assert client.get(f"{API}rankings/2023-10/").status_code == 410
    assert client.get(f"{API}rankings/2023-09/rev/1/").status_code == 200
    compute_provisional(MONTH)
    assert RankingList.objects.filter(status=Status.PROVISIONAL).count() == 16, "to be published again"
    assert publish_month(reason="Published again").revision == 3
    document = client.get(f"{API}rankings/2023-10/").json()
    assert (document["revision"], document["results"][0]["months_first"]) == (3, 1)
    page = client.get("/rankings/2023-10/").content.decode()
    assert page.count("withdrawn on 30-11-2023") == 2
    assert all(not one.problems for one in verify_published())
    assert len(list(verify_published())) == 64


@pytest.mark.django_db
def test_an_old_revision_says_when_the_one_in_its_place_was_withdrawn(
    two_months: list[Publication], record_month: RecordMonth, publish_month: PublishMonth, client: Client
) -> None:
    record_month({"HP": 1000})
    publish_month(reason="Corrected")
    old, proof = "/rankings/2023-10/rev/1/", "/rankings/2023-10/proof/?revision=1"
    assert "See the current list" in client.get(old).content.decode()
    assert "was superseded by revision 2" in client.get(proof).content.decode()
    take_back(3)
    for path, told in (
        (old, "Revision 1 of this list has been superseded by a later one, which was withdrawn."),
        (proof, "This revision was superseded by revision 2, which was withdrawn."),
        (f"/hi{old}", "जो वापस ले लिया गया"),
        (f"/hi{proof}", "जो वापस ले लिया गया"),
    ):
        answer = client.get(path)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert told in page
        assert "See the current list" not in page
        note = page.partition('class="note"')[2].partition("</p>")[0]
        for address in re.findall(r'href="([^"]+)"', note):
            assert client.get(address.replace("&amp;", "&")).status_code == 200


@pytest.mark.django_db
def test_the_record_of_the_same_month_stays_at_its_own_address(
    two_months: list[Publication], client: Client
) -> None:
    load_record(data=RECORD.encode(), by="system", at=AT)
    take_back(2)
    assert client.get(f"{API}rankings/2023-10/").status_code == 410
    assert client.get(f"{API}rankings/2023-10/?origin=recorded").status_code == 200
    assert "origin=recorded" in client.get("/rankings/2023-10/").content.decode()
    recorded = Publication.objects.get(origin="recorded", month=MONTH)
    take_back(recorded.number)
    assert client.get(f"{API}rankings/2023-10/?origin=recorded").status_code == 410
    assert load_record(data=RECORD.encode(), by="system", at=LATER) == (0, 0), (
        "the same rows do not bring it back"
    )
    more = RECORD + "cctns,all,2023-10,stated,,2,HP,99.90,The Tribune 2023-12-22\n"
    assert load_record(data=more.encode(), by="system", at=LATER) == (1, 2)
    assert client.get(f"{API}rankings/2023-10/?origin=recorded").json()["revision"] == 2


@pytest.mark.django_db
def test_two_people_and_a_reason(two_months: list[Publication]) -> None:
    with pytest.raises(RefusedPublicationError, match="cannot sign twice"):
        withdraw(publication=2, signatures=Signatures("meera", "meera"), reason=REASON, at=LATER)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person"):
        withdraw(publication=2, signatures=Signatures("meera", "ravi"), reason=REASON, at=LATER)
    with pytest.raises(RefusedPublicationError, match="needs a reason"):
        withdraw(publication=2, signatures=SIGNED, reason=" ", at=LATER)
    with pytest.raises(NoSuchPublicationError):
        withdraw(publication=9, signatures=SIGNED, reason=REASON, at=LATER)
    assert not Withdrawal.objects.exists()
    take_back()
    with pytest.raises(RefusedPublicationError, match="withdrawn already"):
        take_back()
    event = AuditEvent.objects.get(action="lists.withdraw")
    assert (event.actor, (event.after or {})["second"], event.subject) == ("meera", "arjun", "publication 2")
    job = Job.objects.get(created_at=LATER)
    assert (job.kind, job.payload) == ("compute", {"months": ["2023-10"]}), (
        "the figures wait to be published again"
    )
    assert not list(broken_links())


@pytest.mark.django_db
def test_one_asks_another_signs(two_months: list[Publication]) -> None:
    waiting = ask_withdrawal(publication=2, by="meera", reason=REASON, at=LATER)
    assert waiting == waiting_withdrawal(2)
    with pytest.raises(RefusedPublicationError, match="waits for a second signature already"):
        ask_withdrawal(publication=2, by="arjun", reason=REASON, at=LATER)
    with pytest.raises(RefusedPublicationError, match="cannot sign twice"):
        sign_withdrawal(publication=2, event=waiting.event, by="meera", at=LATER)
    drop_withdrawal(publication=2, event=waiting.event, by="arjun", at=LATER)
    assert waiting_withdrawal(2) is None
    with pytest.raises(RefusedPublicationError, match="does not wait"):
        sign_withdrawal(publication=2, event=waiting.event, by="arjun", at=LATER)
    again = ask_withdrawal(publication=2, by="arjun", reason=REASON, at=LATER)
    with pytest.raises(RefusedPublicationError, match="does not wait"):
        sign_withdrawal(publication=2, event=waiting.event, by="meera", at=LATER)
    done = sign_withdrawal(publication=2, event=again.event, by="meera", at=LATER)
    assert (done.withdrawn_by, done.seconded_by, done.withdrawn_on) == ("arjun", "meera", TODAY)
    assert waiting_withdrawal(2) is None


@pytest.mark.django_db
def test_the_database_keeps_a_withdrawal_for_ever(two_months: list[Publication]) -> None:
    take_back()
    for statement in ("DELETE FROM rankings_withdrawal", "UPDATE rankings_withdrawal SET reason = 'x'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once_withdraw_once(two_months: list[Publication]) -> None:
    results = at_once(take_back, take_back)
    assert sum(isinstance(one, Withdrawal) for one in results) == 1
    assert sum(isinstance(one, RefusedPublicationError) for one in results) == 1
    assert not list(broken_links())


@pytest.mark.django_db
def test_the_command(two_months: list[Publication]) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="its revisions: 1"):
        call_command("withdraw", "2023-10", by="meera", second="arjun", reason="x", revision=2)
    with pytest.raises(CommandError, match="cannot sign twice"):
        call_command("withdraw", "2023-10", by="meera", second="meera", reason="x")
    call_command("withdraw", "2023-10", by="meera", second="arjun", reason=REASON, stdout=out)
    assert out.getvalue().startswith("2023-10: computed revision 1 withdrawn on ")
    assert Withdrawal.objects.get().publication_id == 2


@pytest.mark.django_db
def test_the_pages(two_months: list[Publication], sign_in: SignIn) -> None:
    address = "/publish/publications/2/withdraw/"
    meera, arjun = sign_in("meera"), sign_in("arjun")
    assert meera.get(address).status_code == 200
    refused = meera.post(address, {"act": "ask", "reason": " "})
    assert refused.status_code == 422
    assert "needs a reason" in refused.content.decode()
    assert meera.post(address, {"act": "ask", "reason": REASON}).status_code == 302
    own = meera.get(address).content.decode()
    assert "another publisher has to sign" in own
    assert 'value="sign"' not in own
    waiting = waiting_withdrawal(2)
    assert waiting is not None
    assert meera.post(address, {"act": "sign", "event": waiting.event}).status_code == 422
    assert REASON in arjun.get(address).content.decode()
    assert arjun.post(address, {"act": "sign", "event": "x"}).status_code == 422
    assert arjun.post(address, {"act": "sign", "event": waiting.event}).status_code == 302
    assert "by meera and arjun" in arjun.get(address).content.decode()
    assert "withdrawn" in arjun.get("/publish/").content.decode()
    assert meera.get("/publish/publications/99/withdraw/").status_code == 404
