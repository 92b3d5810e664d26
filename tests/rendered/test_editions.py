"""An edition ends with the change that ends it: no process reads the old word afterwards, whatever happens."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from rankings.models import RankingList, Status
from states.editions import WATCHED, Newest, Pointer, pointer
from states.editions.watching import triggers
from states.models import Edition, State
from tests.rendered.conftest import OCTOBER, in_thread
from tests.servers.session import ROOT
from tests.servers.site import Site

transactional = pytest.mark.django_db(transaction=True)


@pytest.fixture
def newest() -> Iterator[Newest]:
    one = Newest()
    yield one
    one.close()


def word() -> str:
    return Edition.objects.get().token


def rename(name: str) -> None:
    State.objects.filter(code="HR").update(name=name)


@transaction.atomic
def rename_and_fail() -> None:
    rename("Haryaana")
    State.objects.create(code="HR", name="again")


# --- in the database --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_triggers_stand_in_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'edition%' AND tgdeferrable")
        assert {row[0] for row in cursor.fetchall()} == {name for name, _, _ in triggers("postgresql")}


@pytest.mark.slow
def test_in_sqlite_every_kind_of_change_draws_a_new_word(sqlite_site: Site) -> None:
    sqlite_site.told("migrate", "--verbosity", "0")
    sqlite_site.told("load_states")
    with closing(sqlite3.connect(sqlite_site.var / "pragati.sqlite3", isolation_level=None)) as database:
        standing = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        assert {row[0] for row in standing if row[0].startswith("edition_")} == {
            name for name, _, _ in triggers("sqlite")
        }
        words = []
        for change in (
            "UPDATE states_state SET name = 'Haryaana' WHERE code = 'HR'",
            "DELETE FROM states_categorymembership WHERE state_id = 'HR'",
            "INSERT INTO states_categorymembership (state_id, category, holds_from) VALUES ('HR', 'ut', '2021-06-01')",
        ):
            database.execute(change)
            words += database.execute("SELECT token FROM states_edition").fetchall()
    assert len(set(words)) == 3


@transactional
def test_a_change_draws_one_new_word_and_a_rollback_none(directory: None) -> None:
    before = word()
    with transaction.atomic():
        rename("Haryaana")
        State.objects.filter(code="HP").update(name="Himachal")
        transaction.set_rollback(True)
    assert word() == before
    rename("Haryaana")
    assert word() != before


@transactional
def test_what_the_public_does_not_read_draws_none(directory: None, figures: Any) -> None:
    figures({"HR": 990, "HP": 980}, OCTOBER, True)
    before = word()
    some = RankingList.objects.filter(status=Status.PUBLISHED).first()
    assert some is not None
    some.pk, some.status, some.revision, some.is_current, some.publication = (
        None,
        Status.PROVISIONAL,
        0,
        False,
        None,
    )
    some.save(force_insert=True)
    rename("Haryana")
    assert word() == before, "neither a provisional list nor a change to the same name is public news"


# --- on this machine --------------------------------------------------------------------------------------


@transactional
def test_the_pointer_is_down_from_the_first_write_to_the_end(directory: None, newest: Newest) -> None:
    before = newest.token()
    assert before == pointer().read() == word()
    with transaction.atomic():
        State.objects.count()
        assert pointer().read() == before
        rename("Haryaana")
        assert pointer().read() is None
        assert in_thread(newest.token) == before, "the change is not yet committed"
        assert pointer().read() is None, "nobody puts it up while the change is going on"
    assert pointer().read() == word() != before
    assert newest.token() == word()


@transactional
def test_a_rollback_lets_the_pointer_go_up_again(directory: None, newest: Newest) -> None:
    before = newest.token()
    with transaction.atomic():
        rename("Haryaana")
        transaction.set_rollback(True)
    assert pointer().read() is None
    assert newest.token() == before == pointer().read()


@transactional
def test_a_savepoint_that_is_rolled_back_and_a_second_try(directory: None, newest: Newest) -> None:
    before = newest.token()
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            rename_and_fail()
        rename("Hariyana")
        assert in_thread(newest.token) == before
        assert pointer().read() is None
    assert newest.token() == word() != before


@transactional
def test_of_two_changes_the_last_puts_the_pointer_up(directory: None, newest: Newest) -> None:
    newest.token()
    with transaction.atomic():
        rename("Haryaana")
        in_thread(lambda: State.objects.filter(code="HP").update(name="Himachal"))
        assert pointer().read() is None
        assert in_thread(newest.token) == in_thread(word)
    assert newest.token() == word() == pointer().read()


@transactional
def test_a_process_that_dies_in_mid_change_blocks_nobody(directory: None, newest: Newest) -> None:
    before = newest.token()
    code = (
        "import os, django; django.setup()\n"
        "from django.db import connections, transaction\n"
        f"connections['default'].settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from states.models import State\n"
        "with transaction.atomic():\n"
        "    State.objects.filter(code='HR').update(name='Haryaana')\n"
        "    print('changing', flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "changing\n"
        assert pointer().read() is None
        assert newest.token() == before
        assert pointer().read() is None
        process.send_signal(signal.SIGKILL)
    assert newest.token() == before == pointer().read()


def test_a_folder_that_cannot_be_written_spoils_nothing(tmp_path: Path) -> None:
    (tmp_path / "edition").write_text("in the way")
    blocked = Pointer(tmp_path / "edition")
    blocked.hold().release()
    assert not blocked.put_up(lambda: "word")
    assert blocked.read() is None


def test_a_pointer_without_a_word_stays_down(tmp_path: Path) -> None:
    assert not Pointer(tmp_path).put_up(lambda: "")
    assert Pointer(tmp_path).put_up(lambda: "word")
    assert Pointer(tmp_path).read() == "word"
    assert {one.name for one in tmp_path.iterdir()} == {"current", "lock"}


# --- on another machine -----------------------------------------------------------------------------------


@transactional
def test_another_machine_is_told_by_postgresql(
    directory: None, newest: Newest, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second machine has its own files; its next question comes an hour from now, but for the message."""
    monkeypatch.setattr("states.editions.newest.INTERVAL", 3600.0)
    settings.VAR_DIR = tmp_path
    other = Newest()
    try:
        before = other.token()
        settings.VAR_DIR = settings.VAR_DIR.parent
        rename("Haryaana")
        assert other._pointer.read() == before, "its pointer knows nothing"
        assert other.is_told(within=60_000), "PostgreSQL told it nothing"
        assert other.token() == word() != before
        assert other._pointer.read() == word()
    finally:
        other.close()


@transactional
def test_a_message_that_comes_with_another_answer_counts(
    directory: None, newest: Newest, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("states.editions.newest.INTERVAL", 3600.0)
    settings.VAR_DIR = tmp_path
    other = Newest()
    try:
        other.token()
        settings.VAR_DIR = settings.VAR_DIR.parent
        rename("Haryaana")
        assert other.is_told(within=60_000)
        assert other.row("SELECT 1", ()) == (1,)
        assert other.token() == word()
    finally:
        other.close()


@transactional
def test_without_a_connection_nothing_is_known_and_then_it_is_again(
    directory: None, newest: Newest, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newest.token()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE '%states_edition%' AND pid <> pg_backend_pid()"
        )
    assert newest.is_told(within=60_000)
    assert newest.token() is None
    assert newest.token() is None, "it does not try again at once"
    monkeypatch.setattr("time.monotonic", lambda: 10.0**9)
    assert newest.token() == before


def test_every_watched_table_is_one_of_ours() -> None:
    assert {"rankings_publication", "rankings_rankinglist", "submissions_caveat"} <= set(WATCHED)
