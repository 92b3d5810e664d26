"""The administrators' tables: every model of ours, behind the one door, changed only where no rule stands."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from pytest_django import DjangoAssertNumQueries

from accounts.admin import SECRETS
from accounts.audit import broken_links
from accounts.models import Appointment, AuditEvent, Role
from accounts.people import appoint
from common import jobs
from progress.administration import WORDS
from rankings.models import CorrectionRequest, RecordFile, Subscription, Webhook
from states.models import State
from tests.accounts.test_access import stage
from tests.submissions.desk.officer import page_of, signed_in

__all__ = ["stage"]  # the fixture
pytestmark = pytest.mark.django_db

ROOMS = ("common", "states", "accounts", "metrics", "rankings", "submissions")
EVERY: list[type[models.Model]] = [
    model for room in ROOMS for model in apps.get_app_config(room).get_models()
]
OURS: list[type[models.Model]] = [*EVERY, User]
DELETABLE = {Subscription}
INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)")


def address(model: type[models.Model], what: str, *args: object) -> str:
    with override("en"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def test_every_model_of_ours_is_there_and_no_other() -> None:
    assert set(admin.site._registry) == set(OURS)


@pytest.fixture
def furnished(stage: dict[str, str]) -> None:
    """A row in the tables that the stage of the access test leaves empty, as far as their rows are plain."""
    now = timezone.now()
    Subscription.objects.create(email="reader@example.org", language="en", secret_hash="a" * 64, asked_at=now)
    Webhook.objects.create(
        url="https://client.example/", secret="hidden-secret", created_at=now, created_by="x"
    )
    CorrectionRequest.objects.create(subject="Rank of Goa", text="It was 9th.", asked_at=now)
    RecordFile.objects.create(name="past.csv", content="x", proposed_at=now, proposed_by="meera")
    jobs.enqueue(kind="nothing", key="1", at=now, not_before=now + timedelta(days=1))


@pytest.mark.parametrize("prefix", ["", pytest.param("/hi", marks=pytest.mark.slow)])
def test_an_administrator_sees_every_table_and_changes_what_no_rule_keeps(
    furnished: None, prefix: str
) -> None:
    client, wrong, seen = signed_in("admin"), [], 0
    for model in OURS:
        first = model._default_manager.first()
        expected = {
            address(model, "changelist"): 200,
            address(model, "changelist") + "?q=a": 200,
            address(model, "add"): 403,
        }
        if first is not None:
            seen += 1
            expected[address(model, "change", first.pk)] = 200
            expected[address(model, "history", first.pk)] = 200
            expected[address(model, "delete", first.pk)] = 200 if model in DELETABLE else 403
        for path, status in expected.items():
            answer = client.get(prefix + path)
            page = answer.content.decode()
            if answer.status_code != status:
                wrong.append(f"{path}: {answer.status_code}, not {status}")
            if status == 200 and (found := INLINE.search(page)):
                wrong.append(f"{path}: inline: {found[0]}")
            if "hidden-secret" in page or "a" * 64 in page:
                wrong.append(f"{path}: shows a secret")
            if status == 200 and f'lang="{prefix[1:] or "en"}"' not in page[:200]:
                wrong.append(f"{path}: another language")
    assert wrong == [], "\n".join(wrong)
    assert seen > 20


def test_what_is_kept_by_a_rule_is_not_changed_by_a_form(furnished: None) -> None:
    client = signed_in("admin")
    for model in OURS:
        first = model._default_manager.first()
        if first is None:
            continue
        before = model._default_manager.filter(pk=first.pk).values().get()
        assert (
            client.post(address(model, "change", first.pk), {"name": "x", "revision": "7"}).status_code == 403
        )
        assert client.post(address(model, "add"), {"name": "x"}).status_code == 403
        assert model._default_manager.filter(pk=first.pk).values().get() == before


def test_mail_name_and_password_of_a_person_are_not_changed_here(furnished: None) -> None:
    client, asha = signed_in("admin"), get_user_model().objects.get(username="asha")
    form = {
        "email": "asha@example.org", "first_name": "Asha", "is_superuser": "on", "is_staff": "on", "username": "root",
        "password": "x", "password1": "x", "password2": "x", "usable_password": "true",
    }  # fmt: skip
    assert client.post(address(User, "change", asha.pk), form).status_code == 403
    assert "<input" not in page_of(client, address(User, "change", asha.pk)).partition('id="content"')[
        2
    ].replace('<input type="hidden"', "")
    assert client.post(f"/admin/auth/user/{asha.pk}/password/", form).status_code in {302, 403, 404}
    assert client.post("/admin/password_change/", form)["Location"] == "/accounts/password/"
    before = User.objects.filter(pk=asha.pk).values().get()
    assert before == {name: getattr(asha, name) for name in before}


def test_what_is_deleted_is_recorded(furnished: None) -> None:
    client = signed_in("admin")
    one = Subscription.objects.get()
    assert client.post(address(Subscription, "delete", one.pk), {"post": "yes"}).status_code == 302
    assert not Subscription.objects.exists()
    assert AuditEvent.objects.filter(action="admin.delete").count() == 1
    assert list(broken_links()) == []


def addresses() -> list[str]:
    """Every address below /admin/, with a number where one is needed."""
    found = []
    for name in admin.site.urls[0]:
        found.append(str(name.pattern))
    plain = [
        reverse(f"admin:{name}")
        for name in ("index", "login", "logout", "password_change", "jsi18n", "autocomplete")
    ]
    for model in OURS:
        for what in ("changelist", "add", "change", "history", "delete"):
            try:
                plain.append(address(model, what))
            except NoReverseMatch:
                plain.append(address(model, what, "1"))
    return [*plain, "/admin/states/", "/admin/nowhere/"]


@pytest.mark.parametrize(("name", "status"), [("", 302), ("asha", 403), ("ravi", 403), ("meera", 403)])
def test_nobody_else_comes_in(people: None, name: str, status: int) -> None:
    client = signed_in(name) if name else Client()
    doors = {"/admin/login/"}  # it leads on to the door of the site
    for path in addresses():
        answer = client.get(path)
        assert answer.status_code == (302 if path in doors else status), path
        if not name and path not in doors:
            assert answer.headers["Location"] == f"/accounts/sign-in/?next={path}"


def test_it_has_no_sign_in_of_its_own(people: None) -> None:
    user = get_user_model().objects.create_superuser(username="root", password="correct horse battery")
    client = Client()
    answer = client.post("/admin/login/", {"username": "root", "password": "correct horse battery"})
    assert answer.headers["Location"] == "/accounts/sign-in/"
    assert client.get("/admin/").status_code == 302
    # Django's own powers open nothing: a role does.
    assert signed_in("root").get("/admin/").status_code == 403
    assert not Appointment.objects.filter(user=user).exists()
    hindi = signed_in("admin").get("/hi/admin/password_change/")
    assert hindi.headers["Location"] == "/hi/accounts/password/"


def test_names_are_in_both_languages() -> None:
    missing = []
    for model in OURS[:-1]:
        fields = [one for one in model._meta.fields if one.name not in SECRETS | {"id", "sha256"}]
        with override("hi"):
            named = {"model": model._meta.verbose_name, "models": model._meta.verbose_name_plural}
            named |= {one.name: one.verbose_name for one in fields}
            told = {name: str(text) for name, text in named.items()}
        missing += [f"{model.__name__}.{name}" for name, text in told.items() if not re.search("[ऀ-ॿ]", text)]
    with override("hi"):
        missing += [
            room for room in ROOMS if not re.search("[ऀ-ॿ]", str(apps.get_app_config(room).verbose_name))
        ]
    assert missing == []


@pytest.mark.parametrize("count", [0, 20])
def test_the_queries_do_not_grow(
    people: None, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        user = get_user_model().objects.create_user(username=f"person{number}")
        appoint(username=user.username, role=Role.OFFICER, state_code="HP", by="x", at=timezone.now())
    client = signed_in("admin")
    assert State.objects.count() == 36
    with django_assert_num_queries(7):
        client.get(address(Appointment, "changelist"))


def test_its_pages_are_under_the_policy(people: None) -> None:
    answer: Any = signed_in("admin").get("/admin/")
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_words_that_djangos_hindi_lacks_are_ours(people: None) -> None:
    page = page_of(signed_in("admin"), "/hi/admin/")
    assert "हाल के कार्य" in page
    with override("hi"):
        assert all(gettext(word) != word for word in WORDS)
    for word in ("Recent actions", "My actions", "Skip to main content", "Authentication and Authorization"):
        assert word in WORDS
        assert word not in page
