"""Two people publish, and no one person makes the second: accounts of administrators and publishers, attacked."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import account_changes
from accounts.access import RefusedAccountError
from accounts.audit import broken_links
from accounts.models import AccountChange, Appointment, AuditEvent, ChangeKind, Invitation, Role
from accounts.people import (
    accept,
    appoint,
    deputise,
    disable_account,
    enable_account,
    end_appointment,
    invite,
    skeleton,
)
from accounts.second_factor import enrol, reset_second_factor
from insights.publishing import proposals
from metrics.figures import record_figures
from rankings.models import Publication
from submissions.people.mails import link_of
from tests.accounts.test_people import accept as take_up
from tests.accounts.test_people import send
from tests.accounts.test_sign_in import (
    CODE,
    SECURITY,
    SET_UP,
    Clock,
    clock,
    is_in,
    password,
    secret_on,
    set_up,
    totp,
    work,
)
from tests.servers.site import Site
from tests.submissions.conftest import MONTH, figures
from tests.submissions.desk.officer import PASSWORD, page_of, signed_in

__all__ = ["clock"]  # the fixture
pytestmark = pytest.mark.django_db
MAIL = "/accounts/mail/"
WAIT = timedelta(hours=48)
EVIL = "mallory@evil.example"


@pytest.fixture
def bureau(people: None) -> None:
    """Two publishers (meera, nila) and two administrators (admin, devi), each with a mail address."""
    for name, role in (("nila", Role.PUBLISHER), ("devi", Role.ADMINISTRATOR)):
        get_user_model().objects.create_user(username=name, password=PASSWORD)
        appoint(username=name, role=role, state_code=None, by="system", at=timezone.now())
    for user in get_user_model().objects.all():
        get_user_model().objects.filter(pk=user.pk).update(email=f"{user.username}@ncrb.example")


def user_of(name: str) -> User:
    return get_user_model().objects.get(username=name)


def only() -> AccountChange:
    """The one change that waits."""
    [change] = account_changes.waiting(timezone.now())
    return change


def word(name: str, act: str = "confirm") -> str:
    """The second person's word, in the browser; what they are told."""
    address = f"/people/changes/{only().pk}/"
    return signed_in(name).post(address, {"act": act}, follow=True).content.decode()


def acts(subject: str) -> list[str]:
    return [*AuditEvent.objects.filter(subject=subject).order_by("number").values_list("action", flat=True)]


# One administrator, alone


def test_one_administrator_reaches_no_signed_publication(bureau: None, clock: Clock, settings: Any) -> None:
    """The whole chain: other mail addresses, reset passwords and apps, a second self, then the signatures."""
    settings.DEMO_EXEMPT = False
    _, app, _ = set_up(clock, "meera")
    _, other, _ = set_up(clock, "nila")
    administrator, passwords = signed_in("admin"), [user_of("meera").password, user_of("nila").password]
    for name in ("meera", "nila"):
        number = user_of(name).pk
        address, form = (
            f"/admin/auth/user/{number}/change/",
            {"email": EVIL, "first_name": "", "last_name": ""},
        )
        assert administrator.post(address, form).status_code == 403
        assert user_of(name).email == f"{name}@ncrb.example"
        Client().post("/accounts/reset/", {"person": name})
        administrator.post(f"/people/accounts/{number}/second-factor/")
        assert administrator.post(f"/people/changes/{AccountChange.objects.latest('pk').pk}/",
                                  {"act": "confirm"}).status_code == 302  # fmt: skip
        assert Authenticator.objects.filter(user_id=number, type=Authenticator.Type.TOTP).exists()
    work(clock)
    assert not [letter for letter in mail.outbox if EVIL in letter.to]
    assert [user_of("meera").password, user_of("nila").password] == passwords
    for email in (EVIL, f"2{EVIL}"):
        _, page = send(act="invite", email=email, role="publisher")
        assert "Another administrator or publisher has to confirm this" in page
    _, page = send(act="invite", email=EVIL, role="administrator")
    assert "Such a change waits already" in page
    for change in account_changes.waiting(clock.now):
        administrator.post(f"/people/changes/{change.pk}/", {"act": "confirm"})
    assert not Invitation.objects.exists()
    spare = send(act="invite", email="spare@evil.example", role="reviewer")[1]
    assert "An invitation was sent to spare@evil.example." in spare
    record_figures(
        state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=clock.now
    )
    assert administrator.get(f"/publish/new/?month={MONTH}").status_code == 403
    assert administrator.post("/publish/new/", {"month": str(MONTH)}).status_code == 403
    assert not Publication.objects.exists()
    assert list(broken_links()) == []
    for secret, name in ((app, "meera"), (other, "nila")):  # the two publishers work on as before
        clock.on(seconds=60)
        client = Client()
        password(client, name)
        client.post(CODE, {"code": totp(secret, clock.now)})
        assert is_in(client)


@pytest.mark.parametrize(
    ("kind", "name", "act"),
    [
        (ChangeKind.END, "meera", lambda on, at, **who: end_appointment(
            appointment_id=Appointment.objects.get(user__username="meera").pk, ends_on=on, at=at, **who)),
        (ChangeKind.RESET, "meera", lambda on, at, **who: reset_second_factor(
            user_id=user_of("meera").pk, at=at, **who)),
        (ChangeKind.ENABLE, "meera", lambda on, at, **who: enable_account(
            user_id=user_of("meera").pk, at=at, **who)),
        (ChangeKind.INVITE, "new@ncrb.example", lambda on, at, **who: invite(
            email="new@ncrb.example", role=Role.PUBLISHER, state=None, at=at, **who)),
    ],
)  # fmt: skip
def test_each_service_takes_a_second_person_who_may_and_is_not_concerned(
    bureau: None, kind: ChangeKind, name: str, act: Any
) -> None:
    on, at = timezone.localdate(), timezone.now()
    if kind == ChangeKind.RESET:
        Authenticator.objects.create(user=user_of("meera"), type=Authenticator.Type.TOTP, data={})
    if kind == ChangeKind.ENABLE:
        disable_account(user_id=user_of("meera").pk, by="admin", on=on, at=at)
    for second, code in (
        ("", "second_person"), ("admin", "own_change"), ("ravi", "no_second"), ("nobody", "no_second"),
        ("meera", "no_second" if kind == ChangeKind.ENABLE else "own_change"),
    ):  # fmt: skip
        if second == "meera" and kind in {ChangeKind.INVITE, ChangeKind.ENABLE}:
            continue
        events = AuditEvent.objects.count()
        with pytest.raises(RefusedAccountError) as refusal:
            act(on, at, by="admin", second=second)
        assert (refusal.value.code, AuditEvent.objects.count()) == (code, events)
    act(on, at, by="admin", second="nila")
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.actor, event.after["second"], event.subject) == ("admin", "nila", name)  # type: ignore[index]


def test_the_database_takes_no_confirmation_of_ones_own(bureau: None) -> None:
    account_changes.ask_enable(user_id=user_of("meera").pk, by="admin", at=timezone.now())
    rows = AccountChange.objects.filter(pk=only().pk)
    for name in ("admin", "meera"):
        with pytest.raises(IntegrityError, match="changes_are_confirmed_by_a_second"), transaction.atomic():
            rows.update(confirmed_at=timezone.now(), confirmed_by=name)
    with pytest.raises(IntegrityError, match="changes_are_done_once_confirmed"), transaction.atomic():
        rows.update(done_at=timezone.now())
    rows.update(confirmed_at=timezone.now(), confirmed_by="nila", done_at=timezone.now())


# New people


def test_a_new_publisher_takes_two_people(bureau: None) -> None:
    _, page = send(act="invite", email="new@ncrb.example", role="publisher")
    assert "Another administrator or publisher has to confirm this" in page
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)
    for name, address in (("devi", "/people/audit/"), ("meera", "/publish/"), ("nila", "/hi/publish/")):
        page = page_of(signed_in(name), address)
        assert "new@ncrb.example" in page
        assert 'value="confirm"' in page
    assert 'value="confirm"' not in page_of(signed_in("admin"), "/people/audit/")
    assert "Nobody confirms what they asked for" in word("admin")
    assert signed_in("ravi").post(f"/people/changes/{only().pk}/", {"act": "confirm"}).status_code == 403
    assert "An invitation was sent to new@ncrb.example." in word("meera")
    [letter] = mail.outbox
    [link, _] = re.findall(r"http://127\.0\.0\.1:\d+(\S+)", str(letter.body))
    assert take_up(link, "omana")[0] == 200
    assert Appointment.objects.get(user__username="omana").role == Role.PUBLISHER
    assert acts("new@ncrb.example") == [
        "people.ask_change", "people.confirm_change", "people.invite", "people.accept",
    ]  # fmt: skip
    assert not account_changes.waiting(timezone.now()).exists()


def test_what_waits_is_dropped_or_lapses(bureau: None, clock: Clock) -> None:
    send(act="invite", email="new@ncrb.example", role="administrator")
    assert "The change is dropped." in word("meera", "drop")
    assert AccountChange.objects.get().dropped_by == "meera"
    assert not account_changes.waiting(clock.now).exists()
    change = account_changes.ask_invite(
        email="new@ncrb.example", role=Role.PUBLISHER, state=None, by="admin", at=clock.now
    )
    clock.on(hours=48 + 7 * 24)
    with pytest.raises(RefusedAccountError) as refusal:
        account_changes.confirm(change_id=change.pk, by="meera", at=clock.now)
    assert refusal.value.code == "no_change"
    with pytest.raises(RefusedAccountError):
        account_changes.drop(change_id=change.pk, by="asha", at=clock.now)


def test_the_command_makes_the_first_two_and_no_third(people: None) -> None:
    get_user_model().objects.all().delete()
    for number in (1, 2):
        call_command("invite", f"first{number}@ncrb.example", stdout=StringIO())
    for role in ("administrator", "publisher"):
        with pytest.raises(CommandError, match="There are two administrators or publishers already"):
            call_command("invite", "third@ncrb.example", "--role", role)
    call_command("invite", "reviewer@ncrb.example", "--role", "reviewer", stdout=StringIO())
    assert Invitation.objects.count() == 3
    Invitation.objects.filter(email="first1@ncrb.example").update(expires_at=timezone.now())
    call_command("invite", "third@ncrb.example", stdout=StringIO())


# Posts, accounts and second factors


def test_a_publishers_post_ends_by_two_people_and_an_officers_by_one(bureau: None) -> None:
    today = timezone.localdate()
    own = Appointment.objects.get(user__username="meera")
    _, page = send(act="end", appointment=str(own.pk), ends_on=today.isoformat())
    assert "Another administrator or publisher has to confirm this" in page
    assert "Nobody confirms what they asked for or what concerns them" in word("meera")
    assert "Confirmed, and done." in word("nila")
    assert Appointment.objects.get(pk=own.pk).ends_on == today
    officer = Appointment.objects.get(user__username="asha")
    send(act="end", appointment=str(officer.pk), ends_on=today.isoformat())
    assert Appointment.objects.get(pk=officer.pk).ends_on == today


def test_a_post_that_has_ended_is_not_revived_by_one_person(bureau: None) -> None:
    own, yesterday = Appointment.objects.get(user__username="meera"), timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(pk=own.pk).update(ends_on=yesterday)
    for last in ("2099-12-31", yesterday.isoformat()):
        send(act="end", appointment=str(own.pk), ends_on=last)
    assert Appointment.objects.get(pk=own.pk).ends_on == yesterday
    assert only().value["ends_on"] == "2099-12-31"


def test_a_disabled_publisher_comes_back_by_two_people(bureau: None) -> None:
    number = user_of("meera").pk
    send(f"/people/accounts/{number}/disable/")
    _, page = send(f"/people/accounts/{number}/enable/")
    assert "Another administrator or publisher has to confirm this" in page
    assert not user_of("meera").is_active
    word("devi")
    assert user_of("meera").is_active


def test_a_publishers_second_factor_is_reset_by_two_people(bureau: None, clock: Clock) -> None:
    client, _, _ = set_up(clock, "meera")
    send(f"/people/accounts/{user_of('meera').pk}/second-factor/")
    assert is_in(client)
    assert "Confirmed, and done." in word("nila")
    assert not is_in(client)
    assert password(Client(), "meera")["Location"] == SET_UP
    work(clock)
    assert [letter.to for letter in mail.outbox if "has reset" in letter.body] == [["meera@ncrb.example"]]


def test_a_publishers_new_app_counts_once_a_second_person_confirms(bureau: None, clock: Clock) -> None:
    client, old, codes = set_up(clock, "meera")
    new = secret_on(page_of(client, SET_UP))
    assert "once a second administrator or publisher has confirmed it" in page_of(client, SET_UP)
    clock.on(seconds=30)
    fields = {"code": totp(new, clock.now), "current": totp(old, clock.now)}
    told = client.post(SET_UP, fields, follow=True).content.decode()
    assert "The new app counts once a second administrator or publisher has confirmed it." in told
    with pytest.raises(RefusedAccountError):
        enrol(user_id=user_of("meera").pk, secret=new, code=totp(new, clock.now), at=clock.now)
    assert only().secret
    assert new not in only().secret
    clock.on(seconds=30)
    again = Client()
    password(again, "meera")
    assert again.post(CODE, {"code": totp(new, clock.now)}).status_code == 422
    assert again.post(CODE, {"code": totp(old, clock.now)}).status_code == 302
    word("nila")
    assert not is_in(again)
    clock.on(seconds=60)
    password(again, "meera")
    assert again.post(CODE, {"code": totp(old, clock.now)}).status_code == 422
    assert again.post(CODE, {"code": totp(new, clock.now)}).status_code == 302
    third = Client()
    password(third, "meera")
    assert third.post(CODE, {"code": codes[0]}).status_code == 302, "recovery codes stay"
    assert AccountChange.objects.get().secret == ""


# Mail addresses


def asked(clock: Clock, name: str, email: str) -> tuple[Client, AccountChange]:
    client = signed_in(name)
    told = client.post(MAIL, {"email": email}, follow=True).content.decode()
    assert f"A mail with a link is on its way to {email}." in told
    work(clock)
    return client, AccountChange.objects.latest("pk")


def link_to(email: str) -> str:
    [letter] = [one for one in mail.outbox if one.to == [email]]
    found = re.search(r"http://127\.0\.0\.1:\d+(/accounts/mail/confirm/\S+)", str(letter.body))
    assert found is not None
    return found[1]


def test_a_publishers_mail_waits_for_the_person_a_second_one_and_the_time(bureau: None, clock: Clock) -> None:
    client, change = asked(clock, "meera", "meera@mha.example")
    [told] = [one for one in mail.outbox if one.to == ["meera@ncrb.example"]]
    assert "meera@mha.example" in told.body
    assert "आपके खाते meera के लिए" in told.body
    link = link_to("meera@mha.example")
    assert Client().get(link)["Location"].startswith("/accounts/sign-in/?next=")
    assert signed_in("admin").post(link).status_code == 410
    assert "meera@mha.example" in page_of(client, link)
    assert client.post(link)["Location"] == MAIL
    assert "waits for a second administrator or publisher" in page_of(client, MAIL)
    assert "Nobody confirms" in word("meera")
    assert "Confirmed. It takes effect when" in word("nila")
    assert user_of("meera").email == "meera@ncrb.example"
    clock.on(hours=47, minutes=59)
    work(clock)
    account_changes.take_effect(change_id=change.pk, at=clock.now)
    assert user_of("meera").email == "meera@ncrb.example"
    clock.on(minutes=1)
    work(clock)
    assert user_of("meera").email == "meera@mha.example"
    assert acts("meera")[-4:] == [
        "people.ask_change", "people.prove_mail", "people.confirm_change", "people.mail",
    ]  # fmt: skip
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.before, event.after) == (
        {"email": "meera@ncrb.example"}, {"email": "meera@mha.example", "second": "nila"},
    )  # fmt: skip
    assert list(broken_links()) == []


@pytest.mark.parametrize("missing", ["person", "second", "time"])
def test_a_publishers_mail_stays_while_one_of_the_three_is_missing(
    bureau: None, clock: Clock, missing: str
) -> None:
    client, change = asked(clock, "meera", "meera@mha.example")
    if missing != "person":
        client.post(link_to("meera@mha.example"))
    if missing != "second":
        word("nila")
    clock.on(hours=47 if missing == "time" else 60)
    work(clock)
    account_changes.take_effect(change_id=change.pk, at=clock.now)
    assert user_of("meera").email == "meera@ncrb.example"
    if missing == "person":
        signed_in("meera").post(link_to("meera@mha.example"))  # the session of before has ended long since
    elif missing == "second":
        word("nila")
    else:
        clock.on(hours=1)
        work(clock)
    assert user_of("meera").email == "meera@mha.example"


def test_the_waiting_time_is_a_setting(bureau: None, clock: Clock, settings: Any) -> None:
    assert settings.ACCOUNT_CHANGE_WAIT == WAIT
    settings.ACCOUNT_CHANGE_WAIT = timedelta(hours=2)
    client, _ = asked(clock, "admin", "head@ncrb.example")
    client.post(link_to("head@ncrb.example"))
    word("devi")
    clock.on(hours=1, minutes=59)
    work(clock)
    assert user_of("admin").email == "admin@ncrb.example"
    clock.on(minutes=1)
    work(clock)
    assert user_of("admin").email == "head@ncrb.example"


def test_an_officers_mail_changes_once_the_person_confirms(bureau: None, clock: Clock) -> None:
    client, _ = asked(clock, "asha", "asha@hr.example")
    assert "waits for the person to open the link" in page_of(client, MAIL)
    client.post(link_to("asha@hr.example"))
    assert user_of("asha").email == "asha@hr.example"
    client, _ = asked(clock, "asha", "asha2@hr.example")
    assert "The change is dropped." in client.post(MAIL, follow=True).content.decode()
    assert client.post(link_to("asha2@hr.example")).status_code == 410
    assert user_of("asha").email == "asha@hr.example"


def test_three_mail_addresses_an_hour(bureau: None, clock: Clock) -> None:
    for number in range(3):
        client, _ = asked(clock, "asha", f"asha{number}@hr.example")
        client.post(MAIL)
    refusal = client.post(MAIL, {"email": "asha3@hr.example"})
    assert (refusal.status_code, "within an hour" in refusal.content.decode()) == (422, True)
    clock.on(hours=1)
    asked(clock, "asha", "asha3@hr.example")


def test_without_a_word_to_the_address_of_before_no_link_goes_out(
    bureau: None, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("submissions.people.mails.mail_told", fail)
    asked(clock, "meera", "meera@mha.example")
    assert mail.outbox == []


def test_a_disabled_person_or_a_taken_address_drops_the_change(bureau: None, clock: Clock) -> None:
    for number, name in enumerate(("meera", "nila")):
        client, change = asked(clock, name, f"new{number}@mha.example")
        client.post(link_to(f"new{number}@mha.example"))
        account_changes.confirm(change_id=change.pk, by="devi", at=clock.now)
    get_user_model().objects.create_user(username="omana", email="NEW0@mha.example")
    disable_account(user_id=user_of("nila").pk, by="admin", on=timezone.localdate(), at=clock.now)
    clock.on(hours=48)
    work(clock)
    assert [user_of(name).email for name in ("meera", "nila")] == ["meera@ncrb.example", "nila@ncrb.example"]
    assert {one.dropped_by for one in AccountChange.objects.all()} == {"system"}


def test_a_code_of_the_app_is_asked_for(bureau: None, clock: Clock) -> None:
    client, secret, _ = set_up(clock, "asha")
    clock.on(seconds=30)
    for code in ("", "000000"):
        assert client.post(MAIL, {"email": "a@hr.example", "current": code}).status_code == 422
    assert not AccountChange.objects.exists()
    fields = {"email": "a@hr.example", "current": totp(secret, clock.now)}
    assert client.post(MAIL, fields).status_code == 302
    assert AccountChange.objects.get().value == {"before": "asha@ncrb.example", "email": "a@hr.example"}


@pytest.mark.parametrize("email", ["MEERA@ncrb.example", "rneera@ncrb.example", "mеera@ncrb.example", "no"])
def test_a_mail_address_of_somebody_else_is_refused(bureau: None, email: str) -> None:
    assert signed_in("asha").post(MAIL, {"email": email}).status_code == 422
    assert not AccountChange.objects.exists()
    send(act="invite", email=email, role="officer", state="HR")
    assert not Invitation.objects.exists()


# Names and mail addresses


NAMES = ("publisher", "officer.hr")
TWINS = (
    "Publisher", "PUBLISHER", "pubIisher", "publ1sher", "pub1isher", "0fficer.hr", "Officer.HR", "OFFlCER.HR",
)  # fmt: skip
FOREIGN = ("рublisher", "publіsher", "οfficer.hr", "ｐublisher", "publisher\u200b", "publi sher")


@pytest.mark.parametrize("column", ["username", "email"])
def test_the_database_holds_one_of_what_looks_alike(db: None, column: str) -> None:
    users, ending = get_user_model().objects, "@ncrb.example" if column == "email" else ""
    for number, name in enumerate(NAMES):
        users.create(**{"username": f"u{number}", column: f"{name}{ending}"})
    for number, name in enumerate((*TWINS, *FOREIGN)):
        with pytest.raises(IntegrityError), transaction.atomic():
            users.create(**{"username": f"x{number}x", column: f"{name}{ending}"})
    spare = users.create(username="spare")
    for name in (*TWINS, *FOREIGN):
        with pytest.raises(IntegrityError), transaction.atomic():
            users.filter(pk=spare.pk).update(**{column: f"{name}{ending}"})
    for name in ("publisher2", "officer.hp", "publishers"):
        users.filter(pk=spare.pk).update(**{column: f"{name}{ending}"})


def test_the_database_and_the_service_read_alike(db: None) -> None:
    """The index of the migration and `skeleton` take the same texts for the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'user_names_do_not_look_alike'")
        [definition] = cursor.fetchone()
        expression = re.search(r"USING btree \((.+)\)$", definition)
        assert expression is not None
        for text in (*NAMES, *TWINS, "corner", "vvood", "a|b", "Il1i0O", "arn.o", "v-v.w"):
            own = f"SELECT {expression[1]} FROM (SELECT %s::varchar AS username) one"  # noqa: S608 (of the catalogue)
            cursor.execute(own, [text])
            assert cursor.fetchone() == (skeleton(text),), text


@pytest.mark.slow
def test_sqlite_holds_the_same(sqlite_site: Site) -> None:
    """Where the demonstration lives: the same twins, and posts that conflict, by a connection of anybody's."""
    sqlite_site.told("migrate", "--verbosity", "0")
    columns = (
        "password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined"
    )
    add = f"INSERT INTO auth_user ({columns}) VALUES ('', 0, ?, '', '', ?, 0, 1, '2026-01-01')"  # noqa: S608
    with closing(sqlite3.connect(sqlite_site.var / "pragati.sqlite3")) as database:
        for number, name in enumerate(NAMES):
            database.execute(add, (name, ""))
            database.execute(add, (f"u{number}", f"{name}@ncrb.example"))
        for number, name in enumerate((*TWINS, *FOREIGN)):
            for row in ((name, ""), (f"x{number}x", f"{name}@ncrb.example")):
                with pytest.raises(sqlite3.IntegrityError):
                    database.execute(add, row)
        post = "INSERT INTO accounts_appointment (user_id, role) VALUES (1, ?)"
        database.execute(post, ("publisher",))
        with pytest.raises(sqlite3.IntegrityError, match="no post of the bureau"):
            database.execute(post, ("officer",))


@pytest.mark.parametrize("name", ["Meera", "rneera", "System", "mеera", "systern"])
def test_a_name_that_looks_like_anothers_is_refused(bureau: None, name: str) -> None:
    _, secret = invite(
        email="dev@police.example", role=Role.REVIEWER, state=None, by="admin", at=timezone.now()
    )
    users = get_user_model().objects.count()
    assert take_up(f"/people/invitation/{secret}/", name)[0] == 400
    assert get_user_model().objects.count() == users
    assert take_up(f"/people/invitation/{secret}/", "dev")[0] == 200


def test_whoever_has_the_mail_address_takes_up_the_post_with_their_own_account(bureau: None) -> None:
    own = Appointment.objects.get(user__username="ravi")
    yesterday = timezone.localdate() - timedelta(days=1)
    end_appointment(appointment_id=own.pk, ends_on=yesterday, by="admin", at=timezone.now())
    send(act="invite", email="Ravi@ncrb.example", role="officer", state="GA")
    link = f"/people/invitation/{_secret(mail.outbox[-1])}/"
    assert take_up(link, "second.self")[0] == 302, "led to the sign-in"
    assert signed_in("asha").post(link).status_code == 403
    ravi = signed_in("ravi")
    assert "You keep your account ravi" in page_of(ravi, link)
    assert ravi.post(link).status_code == 302
    assert not get_user_model().objects.filter(username="second.self").exists()
    found = Appointment.objects.get(user__username="ravi", role=Role.OFFICER)
    assert (found.state_id, found.begins_on) == ("GA", timezone.localdate())


def test_a_publisher_gets_no_further_post_by_one_person(bureau: None) -> None:
    send(act="invite", email="meera@ncrb.example", role="reviewer")
    assert only().subject == "meera"
    assert "Nobody confirms what they asked for or what concerns them" in word("meera")
    assert "An invitation was sent" in word("devi")


def _secret(letter: Any) -> str:
    found = re.search(r"/people/invitation/([^/\s]+)/", str(letter.body))
    assert found is not None
    return found[1]


# Posts that conflict


def test_a_reviewer_is_no_states_officer_or_deputy(bureau: None) -> None:
    """At the door, in the service, and in the database, whichever post comes first."""
    today, at = timezone.localdate(), timezone.now()
    page = page_of(signed_in("admin"), "/people/")
    assert '<option value="chand">' in page
    for name in ("ravi", "meera", "admin"):
        assert f'<option value="{name}">' not in page
    fields = {"begins_on": today.isoformat(), "ends_on": today.isoformat()}
    assert send(act="deputise", officer="asha@HR", deputy="ravi", **fields)[0] == 409
    assert "at the same time" in send(act="invite", email="ravi@ncrb.example", role="officer", state="HR")[1]
    with pytest.raises(RefusedAccountError) as refusal:
        deputise(officer="asha", deputy="ravi", state="HR", begins_on=today, ends_on=today, by="admin", at=at)
    assert refusal.value.code == "conflicting_posts"
    for name, role, state in (("ravi", Role.OFFICER, "HR"), ("asha", Role.REVIEWER, None)):
        with pytest.raises(RefusedAccountError):
            appoint(username=name, role=role, state_code=state, by="admin", at=at)
        with pytest.raises(IntegrityError, match="no post of the bureau"), transaction.atomic():
            Appointment.objects.create(user=user_of(name), role=role, state_id=state)


def test_posts_follow_one_another_and_do_not_overlap(bureau: None) -> None:
    day, ravi = date(2026, 1, 10), user_of("ravi")
    Appointment.objects.filter(user=ravi).update(ends_on=day)
    deputy = {"role": Role.OFFICER, "state_id": "HR", "deputy_for": user_of("asha"), "user": ravi}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(**deputy, begins_on=day, ends_on=date(2026, 2, 1))
    Appointment.objects.create(**deputy, begins_on=date(2026, 1, 11), ends_on=date(2026, 2, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(user=ravi, role=Role.REVIEWER).update(ends_on=date(2026, 1, 11))


# Publishing from the command line


def test_in_production_the_command_releases_only_what_both_confirmed_in_the_browser(
    bureau: None, clock: Clock, settings: Any
) -> None:
    record_figures(
        state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=clock.now
    )
    settings.PRODUCTION = True
    both = ("publish", str(MONTH), "--by", "meera", "--second", "nila")
    with pytest.raises(CommandError, match="in the browser"):
        call_command(*both)
    release = timezone.localdate(clock.now) + timedelta(days=1)
    made = proposals.propose(month=MONTH, reason="", released_on=release, by="meera", at=clock.now)
    with pytest.raises(CommandError, match="in the browser"):
        call_command(*both)
    address, seen = f"/publish/proposals/{made.pk}/", {"act": "confirm", "seen": made.impact_digest}
    assert signed_in("meera").post(address, seen).status_code == 422
    assert signed_in("nila").post(address, seen | {"seen": "sha256:other"}).status_code == 409
    assert "Confirm ahead" in page_of(signed_in("nila"), address)
    assert signed_in("nila").post(address, seen).status_code == 302
    assert "confirmed ahead by nila" in page_of(signed_in("meera"), address)
    with pytest.raises(CommandError, match="given on"):
        call_command(*both)
    clock.on(days=1)
    with pytest.raises(CommandError, match="in the browser"):
        call_command("publish", str(MONTH), "--by", "meera", "--second", "devi")
    with pytest.raises(CommandError, match="leave --reason"):
        call_command(*both, "--reason", "because")
    call_command(*both, stdout=StringIO())
    publication = Publication.objects.get()
    assert (publication.published_by, publication.seconded_by) == ("meera", "nila")
    with pytest.raises(CommandError, match="in the browser"):
        call_command("withdraw", str(MONTH), "--by", "meera", "--second", "nila", "--reason", "because")


def test_the_database_takes_no_confirmation_ahead_by_who_proposed(bureau: None) -> None:
    record_figures(
        state="HR", month=MONTH, figures=figures(), source="test", sample=False, by="ravi", at=timezone.now()
    )
    made = proposals.propose(
        month=MONTH, reason="", released_on=date(2023, 12, 22), by="meera", at=timezone.now()
    )
    made.confirmed_at, made.confirmed_by = timezone.now(), "meera"
    with pytest.raises(IntegrityError, match="confirmed_ahead_by_a_second_person"):
        made.save()


def test_demo_accounts_publish_from_the_command_line_wherever_they_are(people: None, settings: Any) -> None:
    settings.PRODUCTION = True
    for name in ("publisher", "publisher2"):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=Role.PUBLISHER, state_code=None, by="system", at=timezone.now())
    record_figures(
        state="HR", month=MONTH, figures=figures(), source="test", sample=True, by="ravi", at=timezone.now()
    )
    words = ("publish", str(MONTH), "--by", "publisher", "--second", "publisher2")
    get_user_model().objects.filter(username="publisher2").update(email="real@ncrb.example")
    with pytest.raises(CommandError, match="in the browser"):
        call_command(*words)
    get_user_model().objects.filter(username="publisher2").update(email="")
    call_command(*words, stdout=StringIO())
    assert Publication.objects.count() == 1


def test_a_changed_password_is_recorded_and_told(bureau: None, clock: Clock) -> None:
    client = signed_in("asha")
    fields = {
        "old_password": PASSWORD,
        "new_password1": "ten grey herons wade",
        "new_password2": "ten grey herons wade",
    }
    assert client.post("/accounts/password/", fields).status_code == 302
    assert acts("asha")[-1] == "password.change"
    work(clock)
    assert [letter.to for letter in mail.outbox] == [["asha@ncrb.example"]]
    assert is_in(client)


def test_an_invitation_of_two_is_not_taken_up_as_somebody_else(bureau: None) -> None:
    _, secret = invite(
        email="meera@ncrb.example",
        role=Role.REVIEWER,
        state=None,
        by="admin",
        second="devi",
        at=timezone.now(),
    )
    with pytest.raises(RefusedAccountError) as refusal:
        accept(secret=secret, account=user_of("asha"), at=timezone.now())
    assert refusal.value.code == "not_yours"
    assert link_of(AccountChange(pk=7)) != link_of(AccountChange(pk=8))
    assert page_of(signed_in("asha"), SECURITY).count(MAIL) == 1
