"""Signing in as people do: password, then a code of the app; lost phones, lost passwords, guessers, sessions.

Codes are computed here from RFC 6238 itself, not by the code that is tried.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as own
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.audit import broken_links
from accounts.models import ApiToken, AuditEvent
from accounts.people import create_demo_accounts
from accounts.sessions import is_exempt
from common import jobs
from common.models import Job
from tests.submissions.desk.officer import PASSWORD, page_of, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, SET_UP, SECURITY = (
    "/accounts/sign-in/", "/accounts/sign-in/code/", "/accounts/security/app/", "/accounts/security/",
)  # fmt: skip
START = datetime(2026, 3, 2, 6, 0, 5, tzinfo=UTC)


class Clock:
    """The time of the whole process, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def on(self, **passed: int) -> None:
        self.now += timedelta(**passed)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    one = Clock()
    for name in ("django.utils.timezone.now", "axes.handlers.proxy.now"):
        monkeypatch.setattr(name, lambda: one.now)
    return one


def totp(secret: str, at: datetime) -> str:
    """RFC 6238 with SHA-1, six digits, thirty seconds."""
    step = (int(at.timestamp()) // 30).to_bytes(8, "big")
    mac = hmac.digest(base64.b32decode(secret), step, hashlib.sha1)
    offset = mac[-1] & 15
    return f"{(int.from_bytes(mac[offset : offset + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_the_codes_of_the_rfc() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    for seconds, digits in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert totp(secret, datetime.fromtimestamp(seconds, UTC)) == digits


def password(client: Client, name: str = "asha", given: str = PASSWORD, **more: Any) -> Any:
    return client.post(SIGN_IN, {"username": name, "password": given}, **more)


def secret_on(page: str) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found is not None
    return found[1].replace(" ", "")


def set_up(clock: Clock, name: str = "asha") -> tuple[Client, str, list[str]]:
    """Somebody at their first sign-in: the browser, the app's secret, the recovery codes."""
    client = Client()
    assert password(client, name)["Location"] == SET_UP
    secret = secret_on(page_of(client, SET_UP))
    answer = client.post(SET_UP, {"code": totp(secret, clock.now)})
    assert answer.status_code == 200
    return client, secret, re.findall(r"<li><code>([\d-]+)</code></li>", answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get("/accounts/security/").status_code == 200


def test_the_first_sign_in_sets_the_app_up(people: None, clock: Clock) -> None:
    client = Client()
    assert password(client)["Location"] == SET_UP
    assert not is_in(client)
    page = page_of(client, SET_UP)
    secret = secret_on(page)
    assert "<svg" in page
    assert f"secret={secret}&amp;issuer=Pragati" in page
    assert secret_on(page_of(client, SET_UP)) == secret
    wrong = client.post(SET_UP, {"code": "000000"})
    assert (wrong.status_code, is_in(client)) == (422, False)
    before = client.cookies[own.SESSION_COOKIE_NAME].value
    answer = client.post(SET_UP, {"code": totp(secret, clock.now)})
    page = answer.content.decode()
    codes = re.findall(r"<li><code>(\d{4}-\d{4}-\d{4})</code></li>", page)
    assert len(set(codes)) == 10
    assert "no-store" in answer["Cache-Control"]
    file = re.search(r'download="[^"]+" href="data:text/plain;charset=utf-8;base64,([^"]+)"', page)
    assert file is not None
    assert all(one in base64.b64decode(file[1]).decode() for one in codes)
    assert is_in(client)
    assert client.cookies[own.SESSION_COOKIE_NAME].value != before
    assert codes[0] not in page_of(client, SECURITY)
    acts = AuditEvent.objects.order_by("-number").values_list("action", "actor")[:2]
    assert list(acts) == [("sign_in", "asha"), ("second_factor.set_up", "asha")]
    assert list(broken_links()) == []


def test_password_and_code_and_where_it_leads(people: None, clock: Clock) -> None:
    _, secret, _ = set_up(clock)
    for given, leads_to in (
        ("/hi/submissions/HR/2023-11/", "/hi/submissions/HR/2023-11/"),
        ("https://evil.example/", "/submissions/"),
        ("//evil.example/", "/submissions/"),
    ):
        clock.on(seconds=30)
        client = Client()
        fields = {"username": "asha", "password": PASSWORD, "next": given}
        assert client.post(SIGN_IN, fields)["Location"] == CODE
        assert not is_in(client)
        assert client.post(CODE, {"code": totp(secret, clock.now)})["Location"] == leads_to
        assert is_in(client)


def test_a_code_is_good_once_and_for_thirty_seconds(people: None, clock: Clock) -> None:
    _, secret, _ = set_up(clock)
    shown = totp(secret, clock.now)
    client = Client()
    password(client)
    assert client.post(CODE, {"code": shown}).status_code == 422  # the one that set the app up
    clock.on(seconds=30)
    assert client.post(CODE, {"code": shown}).status_code == 422  # too old
    fresh = totp(secret, clock.now)
    assert client.post(CODE, {"code": f"{fresh[:3]} {fresh[3:]}"}).status_code == 302
    other = Client()
    password(other)
    answer = other.post("/hi" + CODE, {"code": fresh})
    assert answer.status_code == 422
    assert "पहले ही" in answer.content.decode()
    assert not is_in(other)


def test_a_recovery_code_works_once(people: None, clock: Clock) -> None:
    _, _, codes = set_up(clock)
    client = Client()
    password(client)
    assert client.post(CODE, {"code": codes[3]}).status_code == 302
    assert "You used a recovery code; 9 are left." in page_of(client, "/submissions/")
    again = Client()
    password(again)
    assert again.post(CODE, {"code": codes[3]}).status_code == 422
    assert again.post(CODE, {"code": codes[4].replace("-", "")}).status_code == 302


def test_recovery_codes_are_made_anew(people: None, clock: Clock) -> None:
    client, secret, codes = set_up(clock)
    assert client.post("/accounts/security/codes/", {"current": "000000"}).status_code == 422
    clock.on(seconds=30)
    page = client.post("/accounts/security/codes/", {"current": totp(secret, clock.now)}).content.decode()
    fresh = re.findall(r"<li><code>([\d-]+)</code></li>", page)
    assert len(fresh) == 10
    assert not {*fresh} & {*codes}
    other = Client()
    password(other)
    assert other.post(CODE, {"code": codes[0]}).status_code == 422
    assert other.post(CODE, {"code": fresh[0]}).status_code == 302


def test_a_new_app_takes_a_code_of_the_old_one_and_ends_other_sessions(people: None, clock: Clock) -> None:
    client, old, codes = set_up(clock)
    other = Client()
    password(other)
    other.post(CODE, {"code": codes[0]})
    assert is_in(other)
    new = secret_on(page_of(client, SET_UP))
    assert new != old
    clock.on(seconds=30)
    for current in ("000000", totp(new, clock.now)):
        fields = {"code": totp(new, clock.now), "current": current}
        assert client.post(SET_UP, fields).status_code == 422
    fields = {"code": totp(new, clock.now), "current": totp(old, clock.now)}
    assert client.post(SET_UP, fields).status_code == 200
    assert is_in(client)
    assert not is_in(other)
    clock.on(seconds=30)
    password(other)
    assert other.post(CODE, {"code": totp(old, clock.now)}).status_code == 422
    assert other.post(CODE, {"code": totp(new, clock.now)}).status_code == 302


def test_half_signed_in_lasts_ten_minutes_and_no_longer_than_the_password(people: None, clock: Clock) -> None:
    _, secret, _ = set_up(clock)
    client = Client()
    password(client)
    clock.on(minutes=11)
    assert client.post(CODE, {"code": totp(secret, clock.now)})["Location"] == SIGN_IN
    password(client)
    user = get_user_model().objects.get(username="asha")
    user.set_password("another long passphrase")
    user.save()
    assert client.post(CODE, {"code": totp(secret, clock.now)})["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_session_without_a_second_factor_counts_for_nothing(people: None) -> None:
    """Whatever made it: Django's own sign-in, a library, a hand in the table."""
    client = signed_in("asha")
    assert is_in(client)
    session = client.session
    del session["by"]
    session.save()
    assert not is_in(client)
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_tokens_are_made_by_the_signed_in_alone(people: None, clock: Clock) -> None:
    set_up(clock)
    client = Client()
    password(client)
    answer = client.post("/submissions/tokens/", {"scope": "read", "days": "30"})
    assert answer["Location"].startswith(SIGN_IN)
    assert ApiToken.objects.count() == 0


def test_the_secret_lies_sealed(people: None, clock: Clock, settings: Any) -> None:
    client = Client()
    password(client)
    secret = secret_on(page_of(client, SET_UP))
    waiting = str(client.session.items())
    client.post(SET_UP, {"code": totp(secret, clock.now)})
    out = io.StringIO()
    call_command("dumpdata", "mfa", stdout=out)
    assert '"secret"' in out.getvalue()
    assert secret not in out.getvalue() + waiting
    clock.on(seconds=30)
    password(client := Client())
    settings.SEALING_KEY = b"another key of thirty-two bytes."
    assert client.post(CODE, {"code": totp(secret, clock.now)}).status_code == 422


# Guessers


def test_a_guesser_is_locked_out_and_nobody_else(people: None, clock: Clock) -> None:
    _, secret, _ = set_up(clock)
    guesser: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.7"}
    elsewhere: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9"}
    for tries in range(5):
        answer = password(Client(), given=f"wrong {tries}", **guesser)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    assert password(Client(), **guesser).status_code == 429
    hindi = Client().post("/hi" + SIGN_IN, {"username": "asha", "password": PASSWORD}, **guesser)
    assert "बहुत अधिक गलत प्रयास" in hindi.content.decode()
    assert password(Client(), "bina", **guesser)["Location"] == SET_UP
    clock.on(seconds=30)
    client = Client()
    assert password(client, **elsewhere)["Location"] == CODE
    assert client.post(CODE, {"code": totp(secret, clock.now)}, **elsewhere).status_code == 302
    clock.on(minutes=16)
    assert password(Client(), **guesser)["Location"] == CODE


def test_whoever_tries_many_names_is_stopped_by_address_before_a_hash_is_computed(
    people: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    guesser: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.77"}
    for tries in range(50):
        assert password(Client(), f"nobody{tries}", "wrong", **guesser).status_code == 422
    with monkeypatch.context() as patched:
        patched.setattr("submissions.people.sign_in.SignInForm.clean", lambda _: pytest.fail("hashed"))
        answer = Client().post("/hi" + SIGN_IN, {"username": "asha", "password": PASSWORD}, **guesser)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert "आपके पते से बहुत अधिक बार" in answer.content.decode()
    assert password(Client(), REMOTE_ADDR="203.0.113.77").status_code == 302


def test_the_right_password_is_never_counted_against_an_address(people: None, clock: Clock) -> None:
    cache.clear()
    answers = {password(Client()).status_code for _ in range(60)}
    assert answers == {302}


def test_behind_a_proxy_the_clients_are_told_apart(people: None, clock: Clock, settings: Any) -> None:
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": 1}
    guesser: dict[str, Any] = {"headers": {"X-Forwarded-For": "192.0.2.1, 198.51.100.7"}}
    for tries in range(5):
        # What the client itself writes before its address does not make it another.
        forged: dict[str, Any] = {"headers": {"X-Forwarded-For": f"192.0.2.{tries}, 198.51.100.7"}}
        password(Client(), given=f"wrong {tries}", **forged)
    assert password(Client(), **guesser).status_code == 429
    assert password(Client(), headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 302


def test_wrong_codes_are_counted_for_the_account_whatever_the_address(people: None, clock: Clock) -> None:
    _, secret, _ = set_up(clock)
    answers = []
    for tries in range(10):
        client = Client()
        address: dict[str, Any] = {"REMOTE_ADDR": f"198.51.100.{tries // 3}"}
        password(client, **address)
        answers.append(client.post(CODE, {"code": "000000"}, **address).status_code)
    assert set(answers) == {422}
    clock.on(seconds=30)
    client = Client()
    password(client)
    answer = client.post(CODE, {"code": totp(secret, clock.now)})
    assert answer.status_code == 422
    assert "Wait 15 minutes" in answer.content.decode()
    assert AuditEvent.objects.filter(action="second_factor.pause", subject="asha").count() == 1
    clock.on(minutes=16)
    password(client)
    assert client.post(CODE, {"code": totp(secret, clock.now)}).status_code == 302


def test_wrong_codes_lock_the_address_out_too(people: None, clock: Clock) -> None:
    set_up(clock)
    client = Client()
    password(client)
    statuses = [client.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]
    assert password(Client()).status_code == 429


def plain(answer: Any, name: str) -> str:
    """A page without what differs by itself: the token of the form, the name that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    return page.replace(name, "NAME")


def test_the_answer_never_tells_whether_there_is_an_account(
    people: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    get_user_model().objects.filter(username="bina").update(is_active=False)
    hashed: list[str] = []
    make = get_user_model().set_password

    def watched(user: Any, raw: str | None) -> None:
        hashed.append(str(raw))
        make(user, raw)

    monkeypatch.setattr(get_user_model(), "set_password", watched)
    told = {plain(password(Client(), name, "wrong"), name) for name in ("asha", "bina", "nobody-at-all")}
    assert len(told) == 1
    assert hashed == ["wrong"]  # for the account that is not there a hash is computed all the same
    sent = [Client().post("/accounts/reset/", {"person": name}) for name in ("asha", "bina", "nobody-at-all")]
    assert {(one.status_code, one["Location"]) for one in sent} == {(302, "/accounts/reset/sent/")}
    assert Job.objects.filter(kind="password_mail").count() == 3
    assert "nobody-at-all" not in str(list(Job.objects.values_list("key", "payload")))
    locked = set()
    for name in ("asha", "nobody-at-all"):
        for _ in range(5):
            answer = password(Client(), name, "wrong", REMOTE_ADDR="198.51.100.8")
        locked.add(plain(answer, name))
    assert len(locked) == 1


# A lost password, a lost phone


def link_in(message: Any) -> str:
    found = re.search(r"http://127.0.0.1:\d+(/accounts/reset/\S+/\S+/)", message.body)
    assert found is not None
    return found[1]


def work(clock: Clock) -> None:
    """What a worker does."""
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk, clock=lambda: clock.now)


def test_a_forgotten_password_keeps_the_second_factor(
    people: None, clock: Clock, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    get_user_model().objects.filter(username="asha").update(email="asha@example.org")
    client, secret, _ = set_up(clock)
    work(clock)
    mail.outbox.clear()
    for _ in range(5):
        Client().post("/accounts/reset/", {"person": "Asha@example.org"}, headers={"Host": "127.0.0.1"})
        work(clock)
    assert [one.to for one in mail.outbox] == [["asha@example.org"]] * 3
    assert "द्वितीय" in mail.outbox[0].body or "दूसरा" in mail.outbox[0].body
    link, reader = link_in(mail.outbox[0]), Client()
    page = reader.get(link, follow=True)
    form = page.redirect_chain[-1][0]
    short = reader.post(form, {"new_password1": "short", "new_password2": "short"})
    assert (short.status_code, "at least 12" in short.content.decode()) == (422, True)
    new = "a long new passphrase"
    assert reader.post(form, {"new_password1": new, "new_password2": new})["Location"] == SIGN_IN
    assert not is_in(reader)
    assert not is_in(client)
    assert Authenticator.objects.filter(user__username="asha", type="totp").exists()
    clock.on(seconds=30)
    assert password(reader, given=new)["Location"] == CODE
    assert not is_in(reader)
    assert reader.post(CODE, {"code": totp(secret, clock.now)}).status_code == 302
    assert "used already" in Client().get(link, follow=True).content.decode()
    work(clock)
    assert "Your password was changed" in mail.outbox[-1].body


def test_an_administrator_resets_a_lost_second_factor(people: None, clock: Clock) -> None:
    get_user_model().objects.filter(username="asha").update(email="asha@example.org")
    client, _, _ = set_up(clock)
    number = get_user_model().objects.get(username="asha").pk
    admin = signed_in("admin")
    assert "Reset the second factor of asha" in page_of(admin, "/people/accounts/")
    assert signed_in("ravi").post(f"/people/accounts/{number}/second-factor/").status_code == 403
    told = admin.post(f"/people/accounts/{number}/second-factor/", follow=True).content.decode()
    assert "The second factor of asha is reset." in told
    assert not is_in(client)
    event = AuditEvent.objects.order_by("-number").first()
    assert event is not None
    assert (event.action, event.actor, event.subject) == ("second_factor.reset", "admin", "asha")
    work(clock)
    [told_of] = [one for one in mail.outbox if "An administrator has reset" in one.body]
    assert "प्रशासक ने" in told_of.body
    assert told_of.to == ["asha@example.org"]
    assert password(Client())["Location"] == SET_UP
    itself = get_user_model().objects.get(username="admin").pk
    refusal = admin.post(f"/people/accounts/{itself}/second-factor/", follow=True).content.decode()
    assert "Nobody resets their own second factor" in refusal
    assert admin.post("/people/accounts/999999/second-factor/").status_code == 404


# Sessions


def test_sessions_are_listed_and_ended(people: None, clock: Clock) -> None:
    one, other = (
        Client(headers={"User-Agent": "Firefox on a desk"}),
        Client(headers={"User-Agent": "A phone"}),
    )
    _, _, codes = set_up(clock)
    for client, code in ((one, codes[0]), (other, codes[1])):
        password(client)
        client.post(CODE, {"code": code})
    page = page_of(one, SECURITY)
    assert "Firefox on a desk" in page
    assert "A phone" in page
    assert "this session" in page
    assert str(other.session.session_key) not in page
    assert "सत्र" in page_of(one, "/hi" + SECURITY)
    names = re.findall(r'name="session" value="([0-9a-f]+)"', page)
    assert len(names) == 2
    stranger = signed_in("chand")
    stranger.post(SECURITY, {"session": names[0]})
    assert is_in(other)
    for name in names:
        one.post(SECURITY, {"session": name})
    assert is_in(one)
    assert not is_in(other)
    password(other)
    other.post(CODE, {"code": codes[2]})
    one.post(SECURITY)
    assert (is_in(one), is_in(other)) == (True, False)


def test_an_idle_session_ends(people: None, clock: Clock) -> None:
    client, _, _ = set_up(clock)
    for _ in range(3):
        clock.on(minutes=29)
        assert is_in(client)
    clock.on(minutes=31)
    assert not is_in(client)
    assert Session.objects.count() == 0


def test_a_session_ends_after_eight_hours_however_busy(people: None, clock: Clock) -> None:
    client, _, _ = set_up(clock)
    for _ in range(23):
        clock.on(minutes=20)
        assert is_in(client)
    clock.on(minutes=20)
    assert not is_in(client)


# The demonstration


def test_only_demo_accounts_and_only_on_the_own_machine(people: None, clock: Clock, settings: Any) -> None:
    create_demo_accounts(password=PASSWORD, at=timezone.now())
    users = get_user_model().objects
    assert [one.username for one in users.order_by("username") if is_exempt(one)] == [
        "admin", "officer.hp", "officer.hr", "publisher", "publisher2", "reviewer",
    ]  # fmt: skip
    client = Client()
    assert "Only the demo accounts" in page_of(client, SIGN_IN)
    assert password(client, "reviewer")["Location"] == "/submissions/"
    assert is_in(client)
    assert "None is set up" in page_of(client, SECURITY)
    users.filter(username="publisher").update(email="real@example.org")
    assert password(Client(), "publisher")["Location"] == SET_UP
    settings.DEMO_EXEMPT = False
    assert not is_in(client)
    assert password(Client(), "reviewer")["Location"] == SET_UP
    assert "Only the demo accounts" not in page_of(Client(), SIGN_IN)


def test_a_demo_account_that_has_set_one_up_is_asked_for_it(people: None, clock: Clock) -> None:
    client = Client()
    password(client, "admin")
    secret = secret_on(page_of(client, SET_UP))
    assert client.post(SET_UP, {"code": totp(secret, clock.now)}).status_code == 200
    assert is_in(client)
    assert password(Client(), "admin")["Location"] == CODE
