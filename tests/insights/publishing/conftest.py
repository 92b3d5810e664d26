"""Two publishers, a reviewer, an officer and an administrator, and a ranking to publish."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import Role
from accounts.people import appoint
from common import jobs
from tests.rankings.conftest import AT, publish_month, publishers, record_month

__all__ = ["SignIn", "at_once", "publish_month", "publishers", "record_month", "sign_in"]

OTHERS = (("ravi", Role.REVIEWER, None), ("asha", Role.OFFICER, "HR"), ("admin", Role.ADMINISTRATOR, None))

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs wait where they were written; nothing is announced. The throttles begin anew."""
    monkeypatch.setattr(jobs, "_hint", None)
    cache.clear()


@pytest.fixture
def sign_in(publishers: object) -> SignIn:
    """A browser in which a person is signed in: meera and arjun publish, ravi reviews, asha is Haryana's officer."""
    for username, role, state in OTHERS:
        get_user_model().objects.create_user(username=username)
        appoint(username=username, role=role, state_code=state, by="system", at=AT)

    def sign_in(username: str) -> Client:
        browser = Client()
        browser.force_login(get_user_model().objects.get(username=username))
        return browser

    return sign_in


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each on a connection of its own; results or exceptions, in order."""
    start = Barrier(len(works))

    def work(one: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return one()
        except Exception as problem:  # what it was is for the test to say
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(work, works))
