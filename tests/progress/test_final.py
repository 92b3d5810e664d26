"""What is on record is neither replaced nor added to, by any connection, nor emptied by TRUNCATE."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import IntegrityError, connection, transaction

from metrics.models import FigureSet
from rankings.models import RankingList
from tests.progress.test_triggers import rules
from tests.rankings.conftest import PublishMonth, RecordMonth, publish_month, publishers, record_month
from tests.servers.site import Site

__all__ = ["publish_month", "publishers", "record_month"]

PREPARE = (
    "from tests.faults.act import prepare; prepare(); from django.core.management import call_command; "
    "call_command('publish', '2023-11', '--by', 'meera', '--second', 'arjun')"
)
ADDED_ROW = (
    "INSERT INTO rankings_listrow (position, rank, score, reason, source, list_id, state_id) "
    "SELECT 99, 1, 100, '', '', id, 'HR' FROM rankings_rankinglist WHERE board = 'cctns' AND category = 'hilly-ne'"
)
ADDED_EVENT = (
    "INSERT INTO accounts_auditevent (number, at, actor, address, action, subject, previous_hash, hash) "
    "SELECT MAX(number) + 2, MAX(at), 'x', '', 'x', 'x', '', 'x' FROM accounts_auditevent"
)
REPLACED = {
    "accounts_auditevent": "number",
    "rankings_publication": "number",
    "rankings_rankinglist": "id",
    "rankings_listrow": "id",
    "metrics_figureset": "id",
    "metrics_figure": "id",
}
"""Tables in which nothing is replaced, whatever the connection, with their keys."""


def replace(table: str) -> str:
    """A statement that puts the same row in the place of the first one."""
    return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY {REPLACED[table]} LIMIT 1"  # noqa: S608 our own words


def replace_by_another_key(database: sqlite3.Connection) -> str:
    """A new event that takes the place of an older one because it has its hash, which is unique too."""
    columns = [row[1] for row in database.execute("PRAGMA table_info(accounts_auditevent)")]
    new = "(SELECT MAX(number) + 1 FROM accounts_auditevent)"
    taken = ", ".join(new if name == "number" else name for name in columns)
    return (
        f"INSERT OR REPLACE INTO accounts_auditevent SELECT {taken} FROM accounts_auditevent WHERE number = 1"  # noqa: S608
    )


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation on SQLite with one month on record."""
    site = Site(tmp_path_factory.mktemp("final") / "var")
    site.told("migrate", "--verbosity", "0")
    site.told("shell", "--no-imports", "-c", PREPARE)
    return site


@pytest.fixture
def database(published: Site) -> Iterator[sqlite3.Connection]:
    """A connection as any program opens one, without a setting of ours; what it does is undone."""
    with closing(sqlite3.connect(published.var / "pragati.sqlite3")) as opened:
        yield opened
        opened.rollback()


@pytest.mark.slow
@pytest.mark.parametrize("table", REPLACED)
def test_no_row_is_replaced_by_any_connection_to_sqlite(database: sqlite3.Connection, table: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(replace(table))


@pytest.mark.slow
@pytest.mark.parametrize("statement", [ADDED_ROW, ADDED_EVENT])
def test_nothing_is_added_in_sqlite(database: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)


def test_our_own_connections_to_sqlite_replace_nothing_by_any_key(published: Site) -> None:
    """Also not by another unique column than the primary key: the triggers against removal hold for REPLACE."""
    with closing(sqlite3.connect(published.var / "pragati.sqlite3")) as opened:
        statement = replace_by_another_key(opened)
    script = (
        "import json\nfrom django.db import connection, IntegrityError\nsaid = 'accepted'\n"
        f"try:\n    connection.cursor().execute({statement!r})\n"
        "except IntegrityError as problem:\n    said = str(problem)\nprint(json.dumps(said))"
    )
    said = json.loads(published.told("shell", "--no-imports", "-c", script).splitlines()[-1])
    assert said == "the audit trail is append-only"


@pytest.mark.parametrize("table", sorted({rule.table for rule in rules() if rule.event == "DELETE"}))
@pytest.mark.django_db
def test_no_table_is_truncated_in_postgresql(table: str) -> None:
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert "_no_truncate()" in str(caught.value)


@pytest.mark.parametrize("statement", [ADDED_ROW, ADDED_EVENT])
def test_nothing_is_added_in_postgresql(
    record_month: RecordMonth, publish_month: PublishMonth, statement: str
) -> None:
    record_month({"HR": 999})
    publish_month()
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert "is final" in str(caught.value) or "append-only" in str(caught.value)


def test_sample_lists_take_no_row_either(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    record_month({"HR": 999}, sample=True)
    publish_month()
    assert FigureSet.objects.get().sample
    assert RankingList.objects.filter(sample=True).exists()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADDED_ROW)
