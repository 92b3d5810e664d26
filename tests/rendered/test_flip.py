"""After a change nothing of before is given out, and a crowd at a missing page causes one rendering."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.utils import timezone

from progress.stored import StoredPages
from rankings.services.publication import Signatures
from rankings.services.rendering import render
from rankings.services.withdrawal import withdraw
from states.models import State
from submissions.models import Caveat, CaveatKind
from tests.rendered.conftest import KINDS, OCTOBER, Django, correct, get, nothing

pytestmark = pytest.mark.django_db(transaction=True)


def publish_a_correction() -> None:
    correct()


def take_it_back() -> None:
    withdraw(
        publication=1, signatures=Signatures("meera", "arjun"), reason="Released in error", at=timezone.now()
    )


def add_a_caveat() -> None:
    Caveat.objects.create(
        state_id="HR", month=OCTOBER, parameter="REG-01", kind=CaveatKind.FLOOD, text="Flood in two districts",
        written_by="asha", written_at=timezone.now(),
    )  # fmt: skip


def rename_a_state() -> None:
    State.objects.filter(code="HR").update(name="Haryaana", name_hi="हरियाना")


def change_behind_our_back() -> None:
    """As a person at the database's own console would."""
    raw = connections["default"].copy()
    try:
        raw.ensure_connection()
        raw.execute_wrappers.clear()
        with raw.cursor() as cursor:
            cursor.execute("UPDATE states_state SET name = 'Haryaana' WHERE code = 'HR'")
    finally:
        raw.close()


CHANGES = [publish_a_correction, take_it_back, add_a_caveat, rename_a_state, change_behind_our_back]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_no_stale_page_after_a_change(
    committed: None, server: StoredPages, change: Callable[[], None]
) -> None:
    addresses = [one for one in KINDS if "rev" not in one]
    render(WSGIHandler(), KINDS, report=nothing)
    before = {address: get(server, address) for address in addresses}
    change()
    if change is change_behind_our_back:  # the database says so, and messages take their time
        assert server._newest.is_told(within=60_000)
    after = {address: get(server, address) for address in addresses}
    for address, answer in after.items():
        own = get(WSGIHandler(), address)
        assert (answer.status, answer.body, answer.headers) == (own.status, own.body, own.headers), address
    assert before["/"].body != after["/"].body


def test_a_page_made_while_something_changes_is_not_kept(
    committed: None, server: StoredPages, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change comes in the midst of rendering: what was made may be of both editions, and nobody gets it again."""
    handler = slow._handler

    def changing(environ: Any, start_response: Any) -> Any:
        answer = handler(environ, start_response)
        monkeypatch.setattr(slow, "_handler", handler)
        rename_a_state()
        return answer

    monkeypatch.setattr(slow, "_handler", changing)
    first = get(server, "/")
    assert first.body == get(server, "/").body == get(WSGIHandler(), "/").body
    assert "Haryaana" in first.body.decode()


def test_many_readers_of_a_missing_page_cause_one_rendering(
    committed: None, server: StoredPages, slow: Django
) -> None:
    start = Barrier(12)

    def read(_: int) -> bytes:
        start.wait(timeout=30)
        try:
            return get(server, "/").body
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        bodies = set(pool.map(read, range(12)))
    assert len(bodies) == 1
    assert slow.asked == ["/"]


def test_without_the_table_and_without_the_edition_pages_are_shown(
    committed: None, server: StoredPages, slow: Django
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE rankings_renderedpage RENAME TO away")
    try:
        assert get(server, "/").status == 200
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO rankings_renderedpage")
            cursor.execute("DELETE FROM states_edition")
    assert len(slow.asked) == 1
    fresh = StoredPages(slow)
    try:
        assert [get(fresh, "/").status for _ in range(3)] == [200, 200, 200]
    finally:
        fresh.close()
    assert len(slow.asked) == 4, "where nobody knows the edition, Django answers"


def test_readers_at_once_are_all_answered(committed: None, server: StoredPages, slow: Django) -> None:
    """Threads share the connection on which the database tells of changes, and nothing else."""
    readers, times = 8, 300
    get(server, "/")
    slow.asked.clear()
    start = Barrier(readers)

    def read(_: int) -> set[int]:
        start.wait(timeout=30)
        return {get(server, "/").status for _ in range(times)}

    with ThreadPoolExecutor(readers) as pool:
        assert list(pool.map(read, range(readers))) == [{200}] * readers
    assert slow.asked == []


def test_a_fault_of_the_store_is_nobodys_error(
    committed: None, server: StoredPages, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        raise RuntimeError("the pointer is bent")

    monkeypatch.setattr(server._newest, "token", fails)
    assert get(server, "/").status == 200
    assert slow.asked == ["/"]
