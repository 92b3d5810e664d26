"""Subscriptions: asked for, confirmed, left; and nobody learns who subscribes."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from common import jobs
from common.digests import secret_hash
from common.models import Job, JobState
from rankings.models import Subscription
from rankings.release import subscriptions
from tests.dashboard.reading import Page


def ask(
    client: Client,
    email: str = "reader@example.org",
    state: str = "HR",
    path: str = "/subscribe/",
    **more: str,
) -> Any:
    return client.post(path, {"email": email, "state": state, **more})


def mails() -> list[str]:
    """Do what waits; the texts of the mails that went out by it."""
    before = len(mail.outbox)
    for job in Job.objects.filter(state=JobState.QUEUED).order_by("pk"):
        jobs.run(job.pk)
    return [str(one.body) for one in mail.outbox[before:]]


def link(text: str) -> str:
    """The path of the link in a mail."""
    [found] = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", text)
    return str(found)


def subscribed(client: Client, **more: Any) -> Subscription:
    ask(client, **more)
    client.post(link(mails()[-1]))
    return Subscription.objects.filter(confirmed_at__isnull=False).latest("confirmed_at")


@pytest.fixture
def client(directory: None) -> Client:
    return Client()


def test_asked_confirmed_and_left(client: Client) -> None:
    assert ask(client).headers["Location"] == "/subscribe/sent/"
    assert "Look into your mail" in client.get("/subscribe/sent/").content.decode()
    [text] = mails()
    assert "each release of Haryana" in text
    assert mail.outbox[0].to == ["reader@example.org"]
    page = Page(client.get(link(text)).content.decode())
    assert page.h1 == "Confirm the subscription to Haryana"
    assert Subscription.objects.get().confirmed_at is None, (
        "a mail program that opens links subscribes nobody"
    )
    assert "You are subscribed to Haryana" in client.post(link(text)).content.decode()
    found = Subscription.objects.get()
    assert (found.email, found.state_id, found.language) == ("reader@example.org", "HR", "en")
    assert found.confirmed_at is not None
    leave = f"/subscribe/leave/{subscriptions.secret_of(found)}/"
    assert "End the subscription to Haryana?" in client.get(leave).content.decode()
    assert Subscription.objects.get().left_at is None
    assert "has ended" in client.post(leave).content.decode()
    assert Subscription.objects.get().left_at is not None


def test_one_click_in_the_mail_program(client: Client) -> None:
    """RFC 8058: a POST from nowhere, without cookies, ends it; again does no harm."""
    found = subscribed(client)
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = program.post(
            f"/subscribe/leave/{subscriptions.secret_of(found)}/", {"List-Unsubscribe": "One-Click"}
        )
        assert answer.status_code == 200
    found.refresh_from_db()
    assert found.left_at is not None


def test_confirming_needs_the_form(client: Client) -> None:
    ask(client)
    [text] = mails()
    assert Client(enforce_csrf_checks=True).post(link(text)).status_code == 403
    assert Subscription.objects.get().confirmed_at is None


def test_in_hindi(client: Client) -> None:
    assert ask(client, path="/hi/subscribe/", state="").headers["Location"] == "/hi/subscribe/sent/"
    [text] = mails()
    assert link(text).startswith("/hi/subscribe/confirm/")
    client.post(link(text))
    found = Subscription.objects.get()
    assert (found.language, found.state) == ("hi", None)


def test_the_form(client: Client) -> None:
    page = Page(client.get("/subscribe/?state=hp").content.decode())
    chosen = [option for option in page.main.every("option") if "selected" in option.attributes]
    assert [option.text for option in chosen] == ["Himachal Pradesh"]
    assert len(page.main.every("option")) == 37
    for wrong in (
        {"email": "nobody"},
        {"email": ""},
        {"state": "XX"},
        {"email": "a@b.example\nBcc: c@d.example"},
    ):
        assert ask(client, **wrong).status_code == 400
    assert not Subscription.objects.exists()


def test_the_trap(client: Client) -> None:
    assert ask(client, website="https://spam.example").headers["Location"] == "/subscribe/sent/"
    assert not Subscription.objects.exists()


def test_an_address_gets_so_many_mails_a_day_whoever_asks(client: Client) -> None:
    """However it is written; and the answer is always the same."""
    for email in (
        "one@example.org",
        "One@Example.org",
        "one@EXAMPLE.org",
        "one@example.org",
        "one@example.org",
    ):
        assert ask(client, email=email).headers["Location"] == "/subscribe/sent/"
    assert len(mails()) == subscriptions.MOST_ASKS
    assert ask(client, email="two@example.org").status_code == 302
    assert len(mails()) == 1
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=2))
    ask(client, email="one@example.org")
    assert len(mails()) == 1


def test_a_machine_that_asks_for_many_addresses(client: Client) -> None:
    answers = [ask(client, email=f"{number}@example.org").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert Subscription.objects.count() == 10


def test_who_subscribes_already_is_not_told_apart(client: Client) -> None:
    """Known and unknown addresses get the same answer and the same mail."""
    subscribed(client, email="known@example.org")
    answers = [ask(client, email=email) for email in ("known@example.org", "other@example.org")]
    assert len({(one.status_code, one.headers["Location"], one.content) for one in answers}) == 1
    texts = [re.sub(r"confirm/\S+", "confirm/…", text) for text in mails()]
    assert len(texts) == 2
    assert len(set(texts)) == 1


def test_a_new_subscription_takes_the_place_of_the_older(client: Client) -> None:
    first = subscribed(client)
    elsewhere = subscribed(client, state="HP")
    second = subscribed(client, path="/hi/subscribe/")
    for one in (first, elsewhere):
        one.refresh_from_db()
    assert first.left_at is not None
    assert (elsewhere.left_at, second.language) == (None, "hi")


def test_a_link_that_is_old_wrong_or_used_up(client: Client) -> None:
    ask(client)
    path = link(mails()[0])
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=4))
    found = Subscription.objects.get()
    Subscription.objects.update(secret_hash=secret_hash(path.split("/")[-2]))
    assert client.post(path).status_code == 404
    assert Subscription.objects.get().confirmed_at is None
    for wrong in ("/subscribe/confirm/x/", "/subscribe/leave/x/"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong).status_code == 404
    Subscription.objects.filter(pk=found.pk).update(left_at=timezone.now())
    assert client.get(path).status_code == 404


def test_the_secret_is_kept_nowhere(client: Client) -> None:
    found = subscribed(client)
    secret = subscriptions.secret_of(found)
    assert secret not in str(list(Subscription.objects.values()) + list(Job.objects.values()))


def test_links_follow_the_installations_key(client: Client, settings: Any) -> None:
    """Where the key changes, the next mail has links that work."""
    found = subscribed(client)
    settings.SECRET_KEY = "another"
    secret = subscriptions.secret_in_force(found)
    assert subscriptions.by_secret(secret) == found


def test_addresses_are_not_kept_for_ever(client: Client) -> None:
    long_ago = timezone.now() - timedelta(days=31)
    left, stays = subscribed(client, email="left@example.org"), subscribed(client, email="stays@example.org")
    ask(client, email="never@example.org")
    Subscription.objects.update(asked_at=long_ago)
    Subscription.objects.filter(pk=left.pk).update(left_at=long_ago)
    ask(client, email="new@example.org")
    assert set(Subscription.objects.values_list("email", flat=True)) == {
        "stays@example.org",
        "new@example.org",
    }
    assert stays.left_at is None
