"""The compose file without Docker: what it promises stands in it, and its own commands run and live."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

from progress import health
from tests.servers.redis import free_port
from tests.servers.session import ROOT, Servers, clean_environment, settings_names
from tests.servers.watched import Watched

OURS = ("migrate", "web", "web2", "worker", "worker2", "beat")
PATIENCE = 120


class Compose(dict[str, Any]):
    """The file, with its anchors resolved."""

    @property
    def services(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self["services"]
        return found


@pytest.fixture(scope="module")
def compose() -> Compose:
    return Compose(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def test_no_service_can_write_gain_rights_or_take_the_host(compose: Compose) -> None:
    assert set(compose.services) == {*OURS, "postgres", "redis"}
    for name, one in compose.services.items():
        assert one["read_only"] is True, name
        assert one["user"] not in {"root", "0", 0}, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in one, name
        assert set(one["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert one["logging"]["options"], name
        assert ("healthcheck" in one) is (name != "migrate"), name


def test_images_are_pinned(compose: Compose) -> None:
    tags = [one["image"] for one in compose.services.values() if "build" not in one]
    tags += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(tags) == 4
    assert all(re.search(r":\d+\.\d+(\.\d+)?-(slim-)?bookworm$", tag) for tag in tags), tags


def test_secrets_come_from_files_and_every_setting_is_known(compose: Compose) -> None:
    known = settings_names()
    for name in OURS:
        for variable in compose.services[name]["environment"]:
            assert variable in known or variable.removesuffix("_FILE") in known, variable
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}
        assert f"> secrets/{name}" in text, name
    plain = set(compose.services["web"]["environment"])
    assert not plain & {"SECRET_KEY", "SIGNING_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"}


def test_nothing_starts_before_what_it_needs(compose: Compose) -> None:
    for name in OURS[1:]:
        assert compose.services[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert compose.services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert {name for name, one in compose.services.items() if one.get("profiles") == ["scale"]} == {
        "web2",
        "worker2",
    }


def test_only_the_web_is_reached_from_outside_and_only_by_a_proxy_on_this_host(compose: Compose) -> None:
    ports = {name: one["ports"] for name, one in compose.services.items() if "ports" in one}
    assert ports == {"web": ["127.0.0.1:8000:8000"], "web2": ["127.0.0.1:8001:8000"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose.services["postgres"]["networks"] == compose.services["redis"]["networks"] == ["inside"]


def test_the_image_holds_every_file_that_git_knows_of_the_service() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        part for line in re.findall(r"^COPY (?!--from)(.+)", text, re.MULTILINE) for part in line.split()[:-1]
    }
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert rooms | {"templates", "static", "locale", "manage.py", "requirements.lock"} <= copied
    for name in copied:
        assert (ROOT / name).exists(), name


# --- the commands, as they stand --------------------------------------------------------------------------------


class Host:
    """What the containers are given, on this machine: secrets as files, a var folder, the settings of the file."""

    def __init__(self, folder: Path, compose: Compose, addresses: dict[str, str]) -> None:
        self.compose, self.port = compose, free_port()
        secrets = {
            "secret_key": "a key of this test, and of nothing else, which is long enough to be taken",
            "signing_key": "c" * 43 + "=",
            "database_url": addresses["DATABASE_URL"],
            "redis_url": addresses["REDIS_URL"],
            "email_url": "smtp://127.0.0.1",
        }
        for name, value in secrets.items():
            (folder / name).write_text(value)
        given = {"ALLOWED_HOSTS": "pragati.example"}
        own = {}
        for name, value in compose.services["web"]["environment"].items():
            text = re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: given.get(found[1], found[2]), str(value))
            own[name] = text.replace("/run/secrets", str(folder))
        (folder / "tmp").mkdir()
        self.environment = clean_environment() | own | {
            "PRAGATI_VAR": str(folder / "var"), "TMPDIR": str(folder / "tmp"), "PORT": str(self.port),
            "PATH": f"{Path(sys.executable).parent}:{clean_environment()['PATH']}",
        }  # fmt: skip

    def command(self, parts: list[str]) -> list[str]:
        """Only the address and the port, and the folder of beat, are this machine's own."""
        own = {
            "0.0.0.0": "127.0.0.1",  # noqa: S104 what the container binds to, replaced
            "8000": str(self.port),
            "--schedule=/tmp/beat": f"--schedule={self.environment['TMPDIR']}/beat",
        }
        return [own.get(part, part) for part in parts]

    def start(self, service: str) -> Watched:
        command = self.command(self.compose.services[service]["command"])
        return Watched(command, environment=self.environment, folder=ROOT)

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(command), env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
            timeout=PATIENCE,
        )  # fmt: skip

    def healthy(self, service: str) -> subprocess.CompletedProcess[str]:
        test = self.compose.services[service]["healthcheck"]["test"]
        assert test[0] == "CMD"
        return self.run(test[1:])

    def wait_for_health(self, service: str) -> None:
        until = time.monotonic() + PATIENCE
        while (found := self.healthy(service)).returncode:
            assert time.monotonic() < until, found.stderr


@pytest.fixture
def host(compose: Compose, servers: Servers, tmp_path: Path) -> Iterator[Host]:
    with servers.database() as database, servers.cache() as cache:
        yield Host(tmp_path, compose, {"DATABASE_URL": database, "REDIS_URL": cache})


def test_its_commands_run_and_live(host: Host) -> None:
    for service in ("web", "worker", "beat"):
        assert host.healthy(service).returncode == 1, "nothing runs yet"
    done = host.run(host.compose.services["migrate"]["command"])
    assert done.returncode == 0, done.stderr
    assert "migrations applied" in done.stdout
    assert "Sample" not in done.stdout
    with ExitStack() as stack:
        for service in ("web", "worker", "beat"):
            process = host.start(service)
            stack.callback(process.stop)
        for service in ("web", "worker", "beat"):
            host.wait_for_health(service)
        invited = host.run(["python", "manage.py", "invite", "first@ncrb.example"])
        assert invited.returncode == 0, invited.stderr
        assert invited.stdout.splitlines()[1].startswith("https://pragati.example/people/invitation/")


def test_an_old_sign_of_life_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert health.problem_of("worker") == "worker: no sign of life yet"
    health.leave_sign("worker")
    assert health.problem_of("worker") == ""
    monkeypatch.setattr(time, "time", lambda: health.sign("worker").stat().st_mtime + 61)
    assert health.problem_of("worker") == "worker: no sign of life for 61 seconds"
    assert health.problem_of("everything") == "Say which: web, worker or beat."
