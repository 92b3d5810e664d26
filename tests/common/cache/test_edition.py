"""A change draws one new word, a rollback none; a moment that is reached draws one without any worker."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.directory import load_states
from common import edition
from common.edition import Edition, public_change
from common.models import Edition as Row
from states.models import State
from tests.common.cache.public import guard_connection, is_changing

transactional = pytest.mark.django_db(transaction=True)


@pytest.fixture
def word(transactional_db: None) -> str:
    with public_change():
        pass
    return Row.objects.get().token


def test_a_change_draws_one_word_however_many_services_take_part(word: str) -> None:
    with public_change():
        with public_change():
            pass
        assert Row.objects.get().token == word, "it is drawn last"
    assert Row.objects.get().token not in {"", word}
    assert not is_changing()


def test_a_rollback_draws_none(word: str) -> None:
    with pytest.raises(RuntimeError), public_change():
        raise RuntimeError
    assert Row.objects.get().token == word
    assert not is_changing()


def test_others_see_a_change_within_a_second(word: str) -> None:
    reader = Edition()
    assert reader.word() == word
    changed = time.monotonic()
    with public_change():
        pass
    while reader.word() == word and time.monotonic() < changed + 5:
        time.sleep(0.01)
    assert time.monotonic() - changed < 1


def test_the_row_is_read_at_most_once_a_second(word: str, django_assert_num_queries: object) -> None:
    reader = Edition()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert {reader.word() for _ in range(100)} == {word}


def test_without_a_row_or_a_database_nothing_is_known(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Row.objects.all().delete()
    assert Edition().word() == ""

    def gone() -> None:
        raise DatabaseError("the server has gone")

    monkeypatch.setattr(edition, "_row", gone)
    assert Edition().word() == ""


def test_a_moment_that_is_reached_moves_the_edition_once(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight readers past it: one of them draws the word, and writes down the next moment."""
    first = timezone.now() + timedelta(seconds=0.3)
    moments = [first, first + timedelta(days=1)]

    def upcoming(after: datetime) -> datetime | None:
        return next((moment for moment in moments if moment > after), None)

    monkeypatch.setattr(edition, "_next_moments", [upcoming])
    with public_change():
        pass
    before = Row.objects.get()
    assert before.public_from == moments[0]
    assert Edition().word() == before.token
    time.sleep(0.4)
    start = Barrier(8)

    def read(_: int) -> str:
        start.wait(timeout=30)
        try:
            return Edition().word()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        words = set(pool.map(read, range(8)))
    after = Row.objects.get()
    assert words == {after.token} != {before.token}
    assert after.public_from == moments[1]


def test_loading_the_states_again_changes_nothing(word: str) -> None:
    State.objects.filter(code="HR").update(name="Haryaana")
    load_states(at=timezone.now())
    loaded = Row.objects.get().token
    assert loaded != word
    load_states(at=timezone.now())
    assert Row.objects.get().token == loaded


def test_a_service_that_forgets_the_edition_is_caught(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    guard_connection(connection=connection)
    State.objects.filter(code="HR").update(name="Haryaana")
    writer = "rankings/services/rename.py"
    monkeypatch.setattr("tests.common.cache.public._writer", lambda: writer)
    with public_change():
        State.objects.filter(code="HR").update(name="Hariyana")
    with pytest.raises(AssertionError, match="writes states_state outside public_change"):
        State.objects.filter(code="HR").update(name="Haryana")
