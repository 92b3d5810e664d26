"""At least 600 reads a minute for each address, more for each token; a store that is down keeps nobody from reading."""

from __future__ import annotations

import logging
import signal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from accounts.models import ApiToken, Scope
from accounts.throttles import PAUSE, ReadThrottle, WriteThrottle
from accounts.tokens import create_token
from tests.dashboard.api.conftest import AT, ROOT
from tests.servers.redis import start_redis


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the throttle reads; set its one entry to move it."""
    now = [1_000_000_020.0]
    monkeypatch.setattr(ReadThrottle, "timer", lambda self: now[0])
    monkeypatch.setattr(ReadThrottle, "rate", "3/min")
    return now


def statuses(client: Client, times: int, **extra: Any) -> list[int]:
    return [client.get(f"{ROOT}problems/", **extra).status_code for _ in range(times)]


def test_the_default_allows_what_the_contract_promises(db: None, client: Client) -> None:
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    assert rates == {"read": "600/min", "read_token": "3000/min", "upload": "120/hour"}
    answer = client.get(f"{ROOT}problems/")
    assert answer.headers["RateLimit-Policy"] == '"read";q=600;w=60'
    assert answer.headers["RateLimit"].startswith('"read";r=599;t=')


@pytest.fixture
def secret(db: None) -> str:
    get_user_model().objects.create_user(username="asha")
    return create_token(username="asha", scope=Scope.READ, by="test", at=AT)[1]


def test_a_token_has_a_count_of_its_own_and_a_higher_one(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left(**extra: Any) -> str:
        return str(client.get(f"{ROOT}problems/", **extra).headers["RateLimit"].partition(";t=")[0])

    monkeypatch.setattr(ReadThrottle, "timer", lambda self: 1_000_000_020.0)
    with_token = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    assert left() == '"read";r=599'
    assert left(**with_token) == '"read-token";r=2999'
    assert left(**with_token, REMOTE_ADDR="203.0.113.1") == '"read-token";r=2998'
    assert left() == '"read";r=598'
    assert left(HTTP_AUTHORIZATION="Bearer pragati_unknown") == '"read";r=597', "no token, but no bar either"
    ApiToken.objects.update(revoked_at=AT)
    assert left(**with_token) == '"read";r=596'


def test_uploads_are_counted_by_token_and_strangers_as_readers(
    client: Client, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ReadThrottle, "timer", lambda self: 1_000_000_020.0)
    first = client.post(f"{ROOT}submissions/", headers={"Authorization": f"Bearer {secret}"})
    assert (first.status_code, first.headers["RateLimit-Policy"]) == (403, '"upload";q=120;w=3600')
    stranger = client.post(f"{ROOT}submissions/")
    assert (stranger.status_code, stranger.headers["RateLimit-Policy"]) == (401, '"read";q=600;w=60')
    monkeypatch.setattr(WriteThrottle, "rate", "1/hour")
    again = client.post(f"{ROOT}submissions/", headers={"Authorization": f"Bearer {secret}"})
    assert (again.status_code, again.json()["code"]) == (429, "throttled")
    assert again.headers["Retry-After"] == str(again.json()["retry_after"])


def test_what_is_throttled_says_when_to_come_back(db: None, client: Client, clock: list[float]) -> None:
    clock[0] += 12.5
    statuses(client, 3)
    answer = client.get(f"{ROOT}problems/")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "48"
    assert answer.headers["RateLimit"] == '"read";r=0;t=48'


def test_the_count_starts_again_with_the_next_minute(db: None, client: Client, clock: list[float]) -> None:
    assert statuses(client, 4) == [200, 200, 200, 429]
    clock[0] += 59.5
    assert statuses(client, 1) == [429]
    clock[0] += 0.5
    assert statuses(client, 4) == [200, 200, 200, 429]


def test_each_address_has_its_own_count(db: None, client: Client, clock: list[float]) -> None:
    assert statuses(client, 4, REMOTE_ADDR="203.0.113.1")[-1] == 429
    assert statuses(client, 1, REMOTE_ADDR="203.0.113.2") == [200]


def test_a_forwarded_address_is_not_believed(db: None, client: Client, clock: list[float]) -> None:
    answers = [statuses(client, 1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")[0] for number in range(4)]
    assert answers == [200, 200, 200, 429]


def test_errors_and_304_count_too(db: None, client: Client, clock: list[float]) -> None:
    assert [client.get(f"{ROOT}nothing/").status_code for _ in range(4)] == [404, 404, 404, 429]


class BrokenCache(LocMemCache):
    asked = 0

    def add(self, *args: Any, **kwargs: Any) -> bool:
        BrokenCache.asked += 1
        raise ConnectionError("Connection refused")


def test_a_store_that_is_down_blocks_nobody_and_is_left_alone_for_a_while(
    db: None,
    client: Client,
    clock: list[float],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(ReadThrottle, "cache", BrokenCache("broken", {}))
    monkeypatch.setattr(BrokenCache, "asked", 0)
    with caplog.at_level(logging.WARNING, logger="accounts.throttles"):
        assert statuses(client, 10) == [200] * 10
    assert BrokenCache.asked == 1
    assert [one.name for one in caplog.records] == ["accounts.throttles"]
    clock[0] += PAUSE
    assert statuses(client, 2) == [200, 200]
    assert BrokenCache.asked == 2


def test_a_redis_that_is_not_there_blocks_nobody(
    db: None, client: Client, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Port 1 of the loopback is never listened to: the connection is refused at once.
    absent = RedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})
    monkeypatch.setattr(ReadThrottle, "cache", absent)
    assert statuses(client, 5) == [200] * 5


def test_a_store_that_comes_back_counts_again(
    db: None, client: Client, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(ReadThrottle, "cache", BrokenCache("broken", {}))
        assert statuses(client, 5) == [200] * 5
    clock[0] += 60
    assert statuses(client, 4) == [200, 200, 200, 429]


def test_a_count_that_is_dropped_between_two_steps_begins_again(
    db: None, client: Client, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful(LocMemCache):
        def add(self, *args: Any, **kwargs: Any) -> bool:
            return False

    monkeypatch.setattr(ReadThrottle, "cache", Forgetful("forgetful", {}))
    assert statuses(client, 5) == [200] * 5
    assert ReadThrottle.store_back_at == 0


def test_a_redis_that_is_stopped_blocks_nobody_and_counts_again_when_it_is_back(
    db: None, client: Client, clock: list[float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, address = start_redis(tmp_path / "first")
    monkeypatch.setattr(ReadThrottle, "cache", RedisCache(address, {}))
    assert statuses(client, 4) == [200, 200, 200, 429]
    first.stop(signal.SIGTERM)
    answers = [client.get(f"{ROOT}problems/") for _ in range(5)]
    assert [one.status_code for one in answers] == [200] * 5
    assert all("RateLimit" not in one.headers for one in answers), "what is not counted is not told"
    second, address = start_redis(tmp_path / "second")
    monkeypatch.setattr(ReadThrottle, "cache", RedisCache(address, {}))
    clock[0] += PAUSE
    try:
        assert statuses(client, 4) == [200, 200, 200, 429]
    finally:
        second.stop(signal.SIGTERM)
