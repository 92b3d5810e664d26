"""Backup and restore: the drill on both databases, with the record alone; `make drill` plays it with the sample."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.drill.drill import drill, pair
from tests.servers.session import Servers
from tests.servers.site import Site

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_restored_serves_the_same_bytes(database: str, servers: Servers, tmp_path: Path) -> None:
    said: list[str] = []
    with pair(tmp_path, servers, database, PRAGATI_SAMPLE="0") as (living, restored):
        outcome = drill(living, restored, tmp_path / "backup", said.append, every=8)
    assert outcome.problems == ()
    assert outcome.equal == outcome.addresses > 30
    assert said[2].startswith("The audit trail holds: ")
    assert said[3] == "16 of 16 lists reproduced"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An installation with the States alone, and a backup of it beside it."""
    site = Site(tmp_path_factory.mktemp("small") / "var")
    site.told("migrate", "-v0")
    site.told("load_states")
    site.told("backup", str(site.var.parent / "backup"))
    return site


@pytest.fixture
def saved(small: Site, tmp_path: Path) -> Path:
    """A copy of that backup, which a test may break."""
    return Path(shutil.copytree(small.var.parent / "backup", tmp_path / "backup"))


def refused(site: Site, *arguments: str) -> str:
    done = site.manage(*arguments)
    assert done.returncode == 1
    return done.stderr


def test_a_folder_with_something_in_it_is_left_alone(small: Site, saved: Path) -> None:
    before = {path: path.read_bytes() for path in saved.iterdir()}
    assert "is there already" in refused(small, "backup", str(saved))
    assert {path: path.read_bytes() for path in saved.iterdir()} == before


def test_nothing_is_restored_over_data(small: Site, saved: Path) -> None:
    assert "holds data already" in refused(small, "restore", str(saved))


def test_a_broken_backup_is_known(saved: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    database = saved / "database.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "database.sqlite3 is missing or was changed" in refused(other, "restore", str(saved))
    database.unlink()
    assert "database.sqlite3 is missing or was changed" in refused(other, "restore", str(saved))
    (saved / "manifest.json").write_text("{}")
    assert "is a backup of another version" in refused(other, "restore", str(saved))
    (saved / "manifest.json").unlink()
    assert "no finished backup" in refused(other, "restore", str(saved))
    assert not (other.var / "pragati.sqlite3").exists()


def test_a_backup_of_another_database_is_told(saved: Path, postgres_site: Site) -> None:
    assert "The backup is one of sqlite" in refused(postgres_site, "restore", str(saved))


def test_without_its_client_postgresql_cannot_be_saved(postgres_site: Site, tmp_path: Path) -> None:
    postgres_site.environment["PATH"] = str(tmp_path)
    assert "pg_dump is not on the PATH" in refused(postgres_site, "backup", str(tmp_path / "backup"))


def test_no_key_is_in_a_backup(small: Site, saved: Path) -> None:
    manifest = json.loads((saved / "manifest.json").read_text())
    assert list(manifest["files"]) == ["database.sqlite3"]
    secret = (small.var / "secret_key").read_bytes().strip()
    assert len(secret) >= 50
    assert all(secret not in path.read_bytes() for path in saved.rglob("*") if path.is_file())
