"""The role of the service works with rows and changes no rule; the owner's role migrates and serves nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from tests.servers.session import Roles, Servers
from tests.servers.site import Site

pytestmark = pytest.mark.slow

KEY = "a key of this test, and of nothing else, which is long enough to be taken"


@pytest.fixture(scope="module")
def migrated(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Roles]]:
    """The installation as it works, on tables that the owner has made, with the record on it."""
    folder = tmp_path_factory.mktemp("roles") / "var"
    with servers.databases_of_two_roles() as [roles]:
        settings = {
            "PRAGATI_SAMPLE": "0", "ALLOWED_HOSTS": "pragati.example", "SECRET_KEY": KEY,
            "SIGNING_KEY": b64encode(bytes(range(32))).decode(),
        }  # fmt: skip
        Site(folder, DATABASE_URL=roles.owner, **settings).told("prepare")
        yield Site(folder, DATABASE_URL=roles.application, **settings), roles


@pytest.fixture
def cursor(migrated: tuple[Site, Roles]) -> Iterator[Any]:
    """A console of the service's role."""
    with closing(psycopg2.connect(migrated[1].application)) as connection, connection.cursor() as cursor:
        yield cursor
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_auditevent",
        "TRUNCATE common_job",
        "ALTER TABLE accounts_auditevent DISABLE TRIGGER USER",
        "DROP TRIGGER audit_no_delete ON accounts_auditevent",
        "CREATE OR REPLACE FUNCTION audit_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "DROP FUNCTION audit_no_delete() CASCADE",
        "DROP TABLE accounts_auditevent",
        "CREATE TABLE another (number int)",
        "ALTER TABLE rankings_listrow DROP CONSTRAINT ranked_or_said_why_not",
        "SET session_replication_role = replica",
        "SET ROLE pragati_owner",
    ],
)
def test_the_service_changes_no_rule(cursor: Any, statement: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_the_service_owns_nothing_and_works_with_every_row(cursor: Any) -> None:
    cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'pragati'::regrole")
    assert cursor.fetchone() == (0,)
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND "
        "CASE relkind WHEN 'r' THEN NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') "
        "AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')) "
        "WHEN 'S' THEN NOT has_sequence_privilege(oid, 'USAGE') ELSE false END"
    )
    assert cursor.fetchall() == []


def test_an_installation_works_as_the_service(migrated: tuple[Site, Roles]) -> None:
    site, roles = migrated
    assert re.search(r"^([1-9]\d*) of \1 lists reproduced$", site.told("verify_published"), re.MULTILINE)
    assert site.told("verify_audit").startswith("The audit trail holds: ")
    assert "progress.W003" not in site.manage("check", "--deploy").stderr
    owner = Site(site.var, **{**site.environment, "DATABASE_URL": roles.owner})
    assert "progress.W003" in owner.manage("check", "--deploy").stderr
    assert "owns the tables" in owner.manage("check", "--deploy").stderr
