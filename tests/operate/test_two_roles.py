"""How a database comes to its two roles: where there was one, and in the container of the compose file."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.servers.postgres import client_folder
from tests.servers.session import APPLICATION, OWNER, ROOT, Servers
from tests.servers.site import Site

pytestmark = pytest.mark.slow

OPS = ROOT / "ops" / "postgres"


def test_an_installation_of_one_role_comes_to_two(servers: Servers, tmp_path: Path) -> None:
    """What the service's role owned before is the owner's once the grants were given."""
    with servers.databases_of_two_roles() as [roles]:
        before = Site(tmp_path / "var", DATABASE_URL=roles.owner)
        before.told("migrate", "--verbosity", "0")
        servers.psql(
            urlsplit(roles.owner).path[1:], "--command", f"REASSIGN OWNED BY {OWNER} TO {APPLICATION}"
        )
        site = Site(tmp_path / "var", DATABASE_URL=roles.application)
        assert "progress.W003" in site.manage("check", "--deploy").stderr
        servers.psql(urlsplit(roles.owner).path[1:], "--file", str(OPS / "grants.sql"))
        assert "progress.W003" not in site.manage("check", "--deploy").stderr
        site.told("load_states")


def test_the_database_of_compose_begins_with_the_two_roles(servers: Servers, tmp_path: Path) -> None:
    """The file that its container is begun with, with the folders of this machine in the place of the container's."""
    for name in ("postgres_owner_password", "postgres_app_password"):
        (tmp_path / name).write_text("it's a secret")
    text = (OPS / "compose.sql").read_text(encoding="utf-8")
    text = text.replace("/run/secrets", str(tmp_path)).replace("/ops/grants.sql", str(OPS / "grants.sql"))
    (tmp_path / "compose.sql").write_text(text)
    try:
        servers.psql("postgres", "--file", str(tmp_path / "compose.sql"))
        address = urlsplit(servers.environment["DATABASE_URL"])
        host = parse_qs(address.query)["host"][0]
        command = [
            str(client_folder() / "psql"),
            f"--host={host}",
            f"--username={APPLICATION}",
            "--dbname=pragati",
        ]
        done = subprocess.run(
            [*command, "--command", "CREATE TABLE one (number int)"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "permission denied for schema public" in done.stderr
    finally:
        servers.psql("postgres", "--command", "DROP DATABASE IF EXISTS pragati WITH (FORCE)")
        for role in (OWNER, APPLICATION):
            servers.psql("postgres", "--command", f"DROP ROLE IF EXISTS {role}")
