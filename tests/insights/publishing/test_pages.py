"""Publishing in the browser: who may come in, what the impact page says, and what becomes of a signature."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from insights import registry
from rankings.models import Proposal, Publication
from tests.insights.publishing.conftest import SignIn
from tests.rankings.conftest import PublishMonth, RecordMonth

pytestmark = pytest.mark.django_db
SHARES = {"HR": 999, "HP": 998, "DL": 998}
PAGES = ("", "new/", "new/?month=2023-10", "past/", "publications/1/withdraw/")
DAY = "2023-11-27"


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(sha256:[0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def text_of(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_publishers_alone_come_in(
    record_month: RecordMonth, publish_month: PublishMonth, sign_in: SignIn, page: str
) -> None:
    record_month(SHARES)
    publish_month()
    for who in ("ravi", "asha", "admin"):
        assert sign_in(who).get(f"/publish/{page}").status_code == 403
    assert sign_in("meera").get(f"/publish/{page}").status_code in {200, 422}
    for prefix in ("", "/hi"):
        answer = Client().get(f"{prefix}/publish/{page}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"{prefix}/accounts/sign-in/?next={prefix}/publish/")
    assert (
        sign_in("meera").get(f"/publish/{page}").headers["Cache-Control"].split(", ").count("no-store") == 1
    )


def test_a_month_is_proposed_and_signed(record_month: RecordMonth, sign_in: SignIn) -> None:
    record_month(SHARES)
    meera, arjun = sign_in("meera"), sign_in("arjun")
    assert "2023-10" in text_of(meera, "/publish/")
    page = text_of(meera, f"/publish/new/?month=2023-10&released_on={DAY}")
    assert "Rank 2 will be shared by Delhi and Himachal Pradesh" in page
    assert "Haryana: a streak begins in October 2023" in page
    assert "Haryana: months in first place from 0 to 1" in page
    answer = meera.post(
        "/publish/new/", {"month": "2023-10", "released_on": DAY, "reason": "", "seen": seen(page)}
    )
    address = answer.headers["Location"]
    proposal = Proposal.objects.get()
    assert address == f"/publish/proposals/{proposal.pk}/"
    own = text_of(meera, address)
    assert "another publisher has to sign" in own
    assert 'value="sign"' not in own
    desk = text_of(arjun, "/publish/")
    assert "proposed by meera" in desk
    assert "/publish/new/?month=2023-10" not in desk, "what waits for a signature is not offered once more"
    shown = text_of(arjun, address)
    assert seen(shown) == seen(page), "the second person sees the very same impact"
    exact = arjun.get(f"{address}impact.json").content
    assert b'"format":"pragati-impact/1"' in exact
    assert meera.post(address, {"act": "sign", "seen": seen(shown)}).status_code == 422
    assert Publication.objects.count() == 0
    assert arjun.post(address, {"act": "sign", "seen": seen(shown)}).headers["Location"] == address
    publication = Publication.objects.get()
    assert (publication.published_by, publication.seconded_by) == ("meera", "arjun")
    done = text_of(arjun, address)
    assert "October 2023 is published, revision 1." in done
    assert "published, signed by arjun" in done
    assert 'href="/rankings/2023-10/"' in done
    assert arjun.get(f"{address}impact.json").status_code == 404
    assert AuditEvent.objects.get(action="lists.sign").address == "127.0.0.1"


def test_what_moved_is_told_and_not_published(record_month: RecordMonth, sign_in: SignIn) -> None:
    record_month(SHARES)
    meera, arjun = sign_in("meera"), sign_in("arjun")
    page = text_of(meera, f"/publish/new/?month=2023-10&released_on={DAY}")
    form = {"month": "2023-10", "released_on": DAY, "reason": "", "seen": seen(page)}
    address = meera.post("/publish/new/", form).headers["Location"]
    shown = seen(text_of(arjun, address))
    record_month({"HP": 1000})
    refused = arjun.post(address, {"act": "sign", "seen": shown})
    assert refused.status_code == 409
    assert "have moved since" in refused.content.decode()
    again = text_of(arjun, address)
    assert "It cannot be signed: drop it and propose again" in again
    assert 'value="sign"' not in again
    assert Publication.objects.count() == 0
    assert arjun.post(address, {"act": "drop"}).headers["Location"] == "/publish/"
    assert "nothing was published" in text_of(arjun, "/publish/")
    stale = meera.post("/publish/new/", form)
    assert stale.status_code == 409
    fresh = seen(stale.content.decode())
    assert fresh != form["seen"]
    assert meera.post("/publish/new/", form | {"seen": fresh}).status_code == 302


def test_what_hinges_on_a_doubt_is_told(
    record_month: RecordMonth, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_month({"HR": 999, "HP": 998})
    monkeypatch.setattr(registry.doubts, "known", [])
    registry.doubts.register(lambda month: frozenset({("HR", "REG-01")}))
    page = text_of(sign_in("meera"), f"/publish/new/?month=2023-10&released_on={DAY}")
    assert (
        "Haryana, REG-01, CCTNS · All India: without the figure the first would be Himachal Pradesh "
        "(2 ranks differ)" in page
    )
    hindi = text_of(sign_in("meera"), f"/hi/publish/new/?month=2023-10&released_on={DAY}")
    assert "हरियाणा" in hindi


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("month=October", "is not a month"),
        ("month=2023-10&released_on=tomorrow", "is not a day"),
        ("month=2023-10&released_on=2023-10-31", "the month ends on 2023-10-31"),
        ("month=2023-12&released_on=2024-01-31", "no State has verified figures"),
    ],
)
def test_a_form_that_cannot_be_meant(
    record_month: RecordMonth, sign_in: SignIn, query: str, told: str
) -> None:
    record_month(SHARES)
    assert told in text_of(sign_in("meera"), f"/publish/new/?{query}", 422)


def test_a_revision_shows_old_and_new_places_and_wants_a_reason(
    record_month: RecordMonth, publish_month: PublishMonth, sign_in: SignIn
) -> None:
    record_month(SHARES)
    publish_month()
    record_month({"HP": 1000})
    meera = sign_in("meera")
    assert "needs a reason" in text_of(meera, "/publish/new/?month=2023-10", 422)
    page = text_of(meera, "/publish/new/?month=2023-10&reason=Corrected")
    assert "revision 2" in page
    assert "up 1" in page
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert "Rank 2 is no longer shared by Delhi and Himachal Pradesh" in page


def test_addresses_that_are_not_there(sign_in: SignIn) -> None:
    meera = sign_in("meera")
    for path in ("proposals/1/", "proposals/1/impact.json", "past/1/", "publications/1/withdraw/"):
        assert meera.get(f"/publish/{path}").status_code == 404
    assert meera.post("/publish/").status_code == 405
