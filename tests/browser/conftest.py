"""One prepared installation with the sample, served for all browser tests, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.servers.browser import ARGUMENTS, NoBrowserError, browser_path
from tests.servers.session import Servers
from tests.servers.site import Site


@dataclass(frozen=True, slots=True)
class Stage:
    """The served site and the demo accounts' password."""

    url: str
    password: str


@pytest.fixture(scope="session")
def stage(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with servers.database() as address:
        site = Site(tmp_path_factory.mktemp("stage") / "var", DATABASE_URL=address)
        with site.serve("--prepare", seconds=600) as served:
            yield Stage(served.url.rstrip("/"), (site.var / "demo_password").read_text())


@pytest.fixture(scope="package")  # while it is open, its event loop keeps Django from the database
def browser() -> Iterator[Browser]:
    try:
        path = browser_path()
    except NoBrowserError as problem:
        pytest.exit(str(problem), returncode=1)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What went wrong in the pages of a test: errors on the console, requests to other origins."""

    url: str
    errors: list[str]
    foreign: list[str]

    def over(self, page: Page) -> None:
        page.on("console", lambda one: self.errors.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((self.url, "data:", "blob:"))
                else self.foreign.append(request.url)
            ),
        )


@pytest.fixture
def watch(stage: Stage) -> Iterator[Watch]:
    """Fails the test where a page logged an error or asked another origin for anything."""
    found = Watch(stage.url, [], [])
    yield found
    assert found.errors == []
    assert found.foreign == []


def context_of(
    browser: Browser, *, width: int = 1280, scripts: bool = True, scheme: str = "light"
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )


def shots_folder() -> Path:
    folder = Path("var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
