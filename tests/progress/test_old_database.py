"""A database of version 0.1 is refused with a sentence that says how to begin anew; nothing in it is touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.servers.site import Site


def test_a_database_of_0_1_is_refused_before_anything_is_changed(sqlite_site: Site) -> None:
    file = sqlite_site.var / "pragati.sqlite3"
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name) VALUES ('states', '0002_audit_is_append_only')"
        )
        database.commit()
    for command in ("prepare", "migrate"):
        refused = sqlite_site.manage(command)
        assert refused.returncode == 1
        assert "belongs to version 0.1" in refused.stderr
        assert "Begin anew with an empty database" in refused.stderr
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("django_migrations",)]
        assert database.execute("SELECT count(*) FROM django_migrations").fetchone() == (1,)
