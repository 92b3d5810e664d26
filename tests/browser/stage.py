"""The served site that browser tests and `make screenshots` open, with one of everything, and who is signed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.measures import WATCH_SHIFTS
from tests.browser.pages import Entry
from tests.servers.site import Site

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "hi")
UNHURRIED = {"SESSION_IDLE_MINUTES": "480"}
"""Settings of the served site: whoever is signed in may wait for their turn longer than a session may idle."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The served site, the password of its accounts, and what addresses of single things need."""

    url: str
    password: str
    known: Mapping[str, str] = field(default_factory=dict)

    def address(self, entry: Entry, language: str) -> str:
        prefix = "/hi" if language == "hi" else ""
        return f"{self.url}{prefix}{entry.path.format(**self.known)}"


@contextmanager
def staged(site: Site) -> Iterator[Stage]:
    """Prepare an installation with the sample and one of everything, and serve it."""
    with site.serve("--prepare", seconds=600) as served:
        password = (site.var / "demo_password").read_text()
        code = f"from tests.browser.staging import run; run({password!r})"
        answer = site.told("shell", "--verbosity", "0", "--command", code)
        yield Stage(served.url.rstrip("/"), password, json.loads(answer.splitlines()[-1]))


def context_of(
    browser: Browser, *, width: int = 1280, scripts: bool = True, scheme: str = "light"
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        color_scheme="dark" if scheme == "dark" else "light",
        accept_downloads=True,
    )
    context.add_init_script(WATCH_SHIFTS)
    return context


def sign_in(page: Page, stage: Stage, username: str, language: str = "") -> None:
    """Sign in with the password alone, as demo accounts may; others have a session that was made before."""
    session = stage.known.get(f"session {username}")
    if session is not None:
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": stage.url}])
        return
    page.goto(f"{stage.url}{language}/accounts/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", stage.password)
    page.click("main button:not([formaction])")
    page.wait_for_load_state()


class Rooms:
    """One browser context for each account, signed in once; pages are opened in them."""

    def __init__(self, browser: Browser, stage: Stage) -> None:
        self._browser, self._stage = browser, stage
        self._contexts: dict[str, BrowserContext] = {}

    def page(self, account: str) -> Page:
        """A new page where `account` is signed in; nobody is where it is empty."""
        context = self._contexts.get(account)
        if context is None:
            context = self._contexts[account] = context_of(self._browser)
            if account:
                page = context.new_page()
                sign_in(page, self._stage, account)
                page.close()
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@dataclass
class Watch:
    """What went wrong in the pages of a test: errors on the console, requests to other origins."""

    url: str
    errors: list[str]
    foreign: list[str]

    def over(self, page: Page, *, status: int = 200) -> None:
        """Watch a page; that its own address answers `status` is no error."""
        told = f"the server responded with a status of {status} "
        page.on(
            "console",
            lambda one: (
                self.errors.append(one.text) if one.type == "error" and told not in one.text else None
            ),
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((f"{self.url}/", "data:", "blob:"))
                else self.foreign.append(request.url)
            ),
        )
