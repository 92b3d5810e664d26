"""The served site that browser tests and `make screenshots` open, with one of everything, and who is signed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

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
        self._tabs: dict[str, Page] = {}

    def tab(self, account: str) -> Page:
        """One page for all that an account opens there: a new one costs the browser more than most pages do."""
        if account not in self._tabs:
            self._tabs[account] = self.page(account)
        return self._tabs[account]

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
    _over: list[tuple[Page, str, Callable[[Any], None]]] = field(default_factory=list)

    def over(self, page: Page, *, status: int = 200) -> None:
        """Watch a page; that its own address answers `status` is no error."""
        told = f"the server responded with a status of {status} "

        def heard(one: ConsoleMessage) -> None:
            if one.type == "error" and told not in one.text:
                self.errors.append(one.text)

        def asked(one: Request) -> None:
            if not one.url.startswith((f"{self.url}/", "data:", "blob:")):
                self.foreign.append(one.url)

        self._listen(page, "console", heard)
        self._listen(page, "pageerror", lambda error: self.errors.append(str(error)))
        self._listen(page, "request", asked)

    def _listen(self, page: Page, event: str, handler: Callable[[Any], None]) -> None:
        page.on(event, handler)  # type: ignore[call-overload]
        self._over.append((page, event, handler))

    def end(self) -> None:
        """Watch no more: a page that stays open is the next test's."""
        for page, event, handler in self._over:
            page.remove_listener(event, handler)
