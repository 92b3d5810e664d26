"""One prepared installation with the sample, served for all browser tests, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.stage import UNHURRIED, Rooms, Stage, Watch, staged
from tests.servers.browser import ARGUMENTS, NoBrowserError, browser_path
from tests.servers.session import Servers
from tests.servers.site import Site


@pytest.fixture(scope="session")  # files of other folders come between these: made once all the same
def stage(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with (
        servers.database() as address,
        staged(Site(tmp_path_factory.mktemp("stage") / "var", DATABASE_URL=address, **UNHURRIED)) as stage,
    ):
        yield stage


@pytest.fixture(scope="package")  # while it is open, its event loop keeps Django from the database
def browser() -> Iterator[Browser]:
    try:
        path = browser_path()
    except NoBrowserError as problem:
        pytest.fail(str(problem), pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def rooms(browser: Browser, stage: Stage) -> Iterator[Rooms]:
    rooms = Rooms(browser, stage)
    yield rooms
    rooms.close()


@pytest.fixture
def watch(stage: Stage) -> Iterator[Watch]:
    """Fails the test where a page logged an error or asked another origin for anything."""
    found = Watch(stage.url, [], [])
    yield found
    found.end()
    assert found.errors == []
    assert found.foreign == []
