"""The compose file without Docker: what it promises stands in it. Its own commands run in tests/soak/."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from progress import celery as health
from tests.servers.compose import Compose, compose_file
from tests.servers.session import ROOT, settings_names

pytestmark = pytest.mark.slow

OURS = ("migrate", "web", "web2", "worker", "worker2", "beat")


@pytest.fixture(scope="module")
def compose() -> Compose:
    return compose_file()


def test_no_service_can_write_gain_rights_or_take_the_host(compose: Compose) -> None:
    assert set(compose.services) == {*OURS, "proxy", "postgres", "redis"}
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
    assert len(tags) == 5
    assert all(re.search(r":\d+\.\d+(\.\d+)?-(slim-)?(bookworm|trixie)$", tag) for tag in tags), tags


def test_the_image_can_install_nothing() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    _, first, second = re.split(r"^FROM ", text, flags=re.MULTILINE)
    assert re.search(r"\.venv/bin/python -m pip uninstall --yes setuptools pip$", first, re.MULTILINE)
    [removed] = re.findall(r"^RUN python -m pip uninstall --yes (.+) && rm -rf (\S+)$", second, re.MULTILINE)
    assert removed == ("setuptools wheel pip", "/usr/local/lib/python3.11/ensurepip")


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


def test_the_migration_alone_signs_in_as_the_owner_of_the_tables(compose: Compose) -> None:
    knowing = {name for name in OURS if "owner_database_url" in compose.services[name]["secrets"]}
    assert knowing == {"migrate"}
    for name in OURS:
        address = compose.services[name]["environment"]["DATABASE_URL_FILE"]
        assert address == f"/run/secrets/{'owner_' if name == 'migrate' else ''}database_url"
        assert address.removeprefix("/run/secrets/") in compose.services[name]["secrets"]
    begun = compose.services["postgres"]["volumes"]
    assert "./ops/postgres/compose.sql:/docker-entrypoint-initdb.d/compose.sql:ro" in begun
    assert "./ops/postgres/grants.sql:/ops/grants.sql:ro" in begun
    assert "POSTGRES_USER" not in compose.services["postgres"]["environment"], (
        "the superuser is nobody of ours"
    )


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


def test_only_the_proxy_is_reached_from_outside_and_only_on_this_host(compose: Compose) -> None:
    ports = {name: one["ports"] for name, one in compose.services.items() if "ports" in one}
    assert ports == {"proxy": ["127.0.0.1:8000:8000"]}
    assert compose.services["web2"]["networks"]["inside"] == {"aliases": ["web"]}
    assert compose["networks"]["inside"] == {"internal": True}
    assert compose.services["postgres"]["networks"] == compose.services["redis"]["networks"] == ["inside"]


def test_the_image_holds_every_file_that_git_knows_of_the_service() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        part for line in re.findall(r"^COPY (?!--from)(.+)", text, re.MULTILINE) for part in line.split()[:-1]
    }
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "tools"}
    assert rooms | {"templates", "static", "locale", "manage.py", "requirements.lock"} <= copied
    for name in copied:
        assert (ROOT / name).exists(), name


def test_an_old_sign_of_life_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert health.problem_of("worker") == "worker: no sign of life yet"
    health.leave_sign("worker")
    assert health.problem_of("worker") == ""
    monkeypatch.setattr(time, "time", lambda: health.sign("worker").stat().st_mtime + 61)
    assert health.problem_of("worker") == "worker: no sign of life for 61 seconds"
    assert health.problem_of("everything") == "Say which: web, worker or beat."
