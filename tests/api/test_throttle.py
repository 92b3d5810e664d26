"""At least 600 reads a minute for each address; a store that is down keeps nobody from reading."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.test import Client

from rankings.api.throttles import PAUSE, ReadThrottle
from tests.api.conftest import ROOT


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the throttle reads; set its one entry to move it."""
    now = [1_000_000_020.0]
    monkeypatch.setattr(ReadThrottle, "timer", lambda self: now[0])
    monkeypatch.setattr(ReadThrottle, "rate", "3/min", raising=False)
    return now


def statuses(client: Client, times: int, **extra: Any) -> list[int]:
    return [client.get(f"{ROOT}problems/", **extra).status_code for _ in range(times)]


def test_the_default_allows_what_the_contract_promises() -> None:
    throttle = ReadThrottle()
    assert settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]["read"] == "600/min"
    assert (throttle.num_requests, throttle.duration) == (600, 60)


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
    with caplog.at_level(logging.WARNING, logger="rankings.api.throttles"):
        assert statuses(client, 10) == [200] * 10
    assert BrokenCache.asked == 1
    assert [one.name for one in caplog.records] == ["rankings.api.throttles"]
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
