"""The suite's ground: real servers, started before Django reads its settings, and stopped with the run.

`python -m pytest` alone is enough, for one file or for all. Nothing is skipped for want of a server.
"""

from __future__ import annotations

import atexit
import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db.backends.signals import connection_created
from django.utils import translation
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker

from progress import messages
from progress.env import caches as in_process
from tests import loaded, signing_in
from tests.common.cache import public
from tests.servers.session import ROOT, Servers, clean_environment
from tests.servers.site import Served, Site

STARTED = time.monotonic()

if settings.configured or "DJANGO_SETTINGS_MODULE" in os.environ:
    raise SystemExit(
        "The tests set DJANGO_SETTINGS_MODULE themselves, after their servers: unset it, then run again."
    )

_servers = Servers()
atexit.register(_servers.stop)
_environment = clean_environment() | _servers.environment | {"DJANGO_SETTINGS_MODULE": "progress.settings"}
os.environ.clear()
os.environ.update(_environment)
messages.compile_all(ROOT)
django.setup()
signing_in.always()
connection_created.connect(public.guard_connection)
# Tests ask for more pages a minute than any reader; tests/security/test_limits.py puts the limit back. What is counted
# stays in this process, where each test can begin anew at no cost.
settings.MIDDLEWARE.remove("progress.middleware.Throttled")
settings.CACHES["counts"] = in_process("")["counts"]
# Each test client makes the middleware anew, for which WhiteNoise would read some thousand files each time.
settings.WHITENOISE_AUTOREFRESH = True
# Tests make many people; a slow hash protects nobody here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# `make test` draws the same examples every time, so that a failure belongs to the change at hand. What the long run of
# `make test-all` finds is written down as an example.
hypothesis.register_profile("quick", max_examples=25, deadline=None, derandomize=True)
hypothesis.register_profile("long", max_examples=2000, deadline=None, print_blob=True)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Before the processes that run the tests start: each brings its own servers, and this one needs none."""
    _servers.stop()
    del os.environ["DJANGO_SETTINGS_MODULE"]


LONGEST = ("browser", "faults", "operate", "soak", "drill", "contract", "submissions/stations", "progress")
"""Folders whose tests start processes and wait for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that take longest first; else as they stand, the same in every process."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.parent, len(places)))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is a failed run: every test has the servers and the browser that it needs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Behind the slowest tests, which `--durations` lists: how long all of it took."""
    minutes, seconds = divmod(round(time.monotonic() - STARTED), 60)
    terminalreporter.write_line(f"Wall time: {minutes} min {seconds} s. Load: {os.getloadavg()[1]:.1f}.")
    if terminalreporter.stats.get("skipped"):
        terminalreporter.write_line(
            "A skipped test fails the run: give it what it needs, or remove it.", red=True
        )


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name static files by their hashed names, which exist once they are collected."""
    from progress import staticfiles  # noqa: PLC0415 (it reads settings, which the servers come before)

    staticfiles.BROTLI_QUALITY = 1  # three seconds quicker; nobody here minds their size
    staticfiles.collect()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Each database has the States and the methodologies from the start."""
    loaded.survives_emptying()
    with django_db_blocker.unblock():
        loaded.load()


@pytest.fixture
def directory(db: None) -> None:
    """All 36 States, and the methodology versions as they ship."""


@pytest.fixture
def nothing_loaded(db: None) -> None:
    """A database without States and methodologies."""
    loaded.unload()


@pytest.fixture(autouse=True)
def no_anchors() -> Iterator[None]:
    """Each test begins its own audit trail, and so its own file of anchors."""
    yield
    settings.AUDIT_ANCHORS.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address has asked for anything yet, and each request falls into another minute, unless a test says else."""
    caches["counts"].clear()
    minutes = itertools.count()
    monkeypatch.setattr("accounts.throttles.ReadThrottle.timer", lambda _: 60.0 * next(minutes))


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """A request in Hindi leaves its thread in Hindi, which decides what `reverse` and `resolve` answer afterwards."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def servers() -> Servers:
    return _servers


@pytest.fixture
def sqlite_site(tmp_path: Path) -> Site:
    """A fresh installation on SQLite, as `make run` makes it, without anything loaded."""
    return Site(tmp_path / "var")


@pytest.fixture
def postgres_site(tmp_path: Path, servers: Servers) -> Iterator[Site]:
    """A fresh installation on a PostgreSQL database of its own, without anything loaded."""
    with servers.database() as database, servers.cache() as cache:
        yield Site(tmp_path / "var", DATABASE_URL=database, REDIS_URL=cache)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Served]]:
    """An installation with the sample on SQLite, served by its own process, for all who ask a site as it ships."""
    site = Site(tmp_path_factory.mktemp("sample") / "var")
    with site.serve("--prepare", seconds=600) as served:
        yield site, served
