"""`docs/operate.md`, followed to the letter: its settings start, its commands run, its first month is published."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.guides import DOCS, blocks
from tests.operate.first_month import PATIENCE, bureau, run_a_month
from tests.servers.mail import Mailbox, mailbox
from tests.servers.postgres import client_folder
from tests.servers.redis import free_port
from tests.servers.session import APPLICATION, OWNER, ROOT, Roles, Servers, clean_environment
from tests.servers.watched import Watched

pytestmark = pytest.mark.slow

TEXT = (DOCS / "operate.md").read_text(encoding="utf-8")
MIGRATE = ROOT / "ops" / "systemd" / "pragati-migrate.service"
UNITS = sorted((ROOT / "ops" / "systemd").glob("*.service"))


@contextmanager
def database_of_the_guide(servers: Servers) -> Iterator[Roles]:
    """The roles and the database that the guide makes, by its own lines; neither role is a superuser."""
    address = urlsplit(servers.environment["DATABASE_URL"])
    socket = parse_qs(address.query)["host"][0]
    environment = clean_environment() | {"PGHOST": socket, "PGUSER": str(address.username)}

    def run(command: str, given: str = "") -> None:
        program, *arguments = command.split()
        subprocess.run(
            [client_folder() / program, *arguments], env=environment, cwd=ROOT, input=given, text=True, check=True,
            timeout=PATIENCE, capture_output=True, start_new_session=True,  # no terminal: it reads the password
        )  # fmt: skip

    made = re.findall(r"^runuser -u postgres -- (.+)$", TEXT, re.MULTILINE)
    assert [one.split()[0] for one in made] == ["createuser", "createuser", "createdb", "psql"]
    try:
        for command in made:
            run(command, "PASSWORD\nPASSWORD\n" if command.startswith("createuser") else "")
        owner, application = (
            f"postgres://{role}:PASSWORD@/pragati?host={socket}" for role in (OWNER, APPLICATION)
        )
        yield Roles(owner, application)
    finally:
        run("dropdb --if-exists --force pragati")
        run(f"dropuser --if-exists {APPLICATION}")
        run(f"dropuser --if-exists {OWNER}")


@pytest.fixture
def letters() -> Iterator[Mailbox]:
    with mailbox() as server:
        yield server


@pytest.fixture
def environment(servers: Servers, tmp_path: Path, letters: Mailbox) -> Iterator[dict[str, str]]:
    """The settings file of the guide, with this machine's own values where the guide says PASSWORD and the like."""
    [example] = blocks(TEXT, "ini")
    with database_of_the_guide(servers) as database, servers.cache() as cache:
        own = {
            "DATABASE_URL": database.application, "REDIS_URL": cache, "PRAGATI_VAR": str(tmp_path / "var"),
            "SIGNS_FOLDER": str(tmp_path / "var"), "EMAIL_URL": letters.url,
            "SECRET_KEY": "a key of this test, and of nothing else, which is long enough to be taken",
            "SIGNING_KEY": "c" * 43 + "=",
        }  # fmt: skip
        lines = [line.partition("=") for line in example.splitlines()]
        assert set(own) < {name for name, _, _ in lines}
        file = tmp_path / "pragati.env"
        file.write_text("\n".join(f"{name}={own.get(name, value)}" for name, _, value in lines))
        (tmp_path / "tmp").mkdir()
        yield clean_environment() | {
            "PRAGATI_ENV_FILE": str(file), "PRAGATI_BACKUPS": str(tmp_path / "backups"), "PORT": str(free_port()),
            "TMPDIR": str(tmp_path / "tmp"), "OWNER": database.owner,
            "PATH": f"{client_folder()}{os.pathsep}{clean_environment()['PATH']}",
        }  # fmt: skip


def command_of(unit: Path) -> str:
    """What a unit starts, below the folder of the project."""
    [command] = re.findall(r"^ExecStart=/srv/pragati/(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    return str(command)


def units(environment: dict[str, str]) -> Iterator[Watched]:
    """Web, worker and beat by the command of their unit, once that of the migration has ended."""
    subprocess.run(
        command_of(MIGRATE).split(), cwd=ROOT, env=environment | {"DATABASE_URL": environment["OWNER"]},
        capture_output=True, text=True, check=True, timeout=240,
    )  # fmt: skip
    for unit in UNITS:
        if unit == MIGRATE:
            continue
        command = command_of(unit)
        own = command.replace(" 8000", f" {environment['PORT']}").replace(
            "/var/lib/pragati/beat", f"{environment['TMPDIR']}/beat"
        )
        program, *arguments = own.split()
        yield Watched([str(ROOT / program), *arguments], environment=environment, folder=ROOT)


def followed(block: str, environment: dict[str, str]) -> str:
    """Run a block of the guide; what it printed."""
    done = subprocess.run(
        ["bash", "-ec", block], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=240
    )  # fmt: skip
    assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_from_a_bare_machine_to_the_first_published_list(
    environment: dict[str, str], letters: Mailbox
) -> None:
    """Every command of the guide in its order, and in the browser what it tells between them."""
    assert len(UNITS) == 4
    assert len(blocks(TEXT, "sh")) >= 6
    told = ""
    with ExitStack() as stack:
        for written in blocks(TEXT, "sh"):
            block = written
            if "progress.celery web" in written:
                for process in units(environment):
                    stack.callback(process.stop)
                block = (
                    f"for try in $(seq 60); do (\n{written}) && exit 0; done; exit 1\n"  # once they are up
                )
            said = followed(block, environment)
            if "manage.py invite" in written:
                told = said
            if "manage.py open_month" in written:
                people = stack.enter_context(bureau(int(environment["PORT"]), letters))
                run_a_month(people, told, said.split()[0], letters)
            if "verify_published" in written:
                reproduced = re.search(r"^(\d+) of (\d+) lists reproduced$", said, re.MULTILINE)
                assert reproduced is not None
                assert reproduced[1] == reproduced[2]


def test_the_units_are_closed() -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        for line in (
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "PrivateTmp=yes",  # else there is no folder for temporary files under `strict`
            "User=pragati",
            "Type=oneshot" if unit == MIGRATE else "Restart=always",
            "MemoryMax=",
        ):
            assert line in text, unit.name
        assert ("EnvironmentFile=/etc/pragati/owner.env" in text) is (unit == MIGRATE), "the owner's password"
