"""`make guide`: the pictures of the officers' guide, in both languages, anew under `docs/images/`."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from progress import messages
from tests.browser.guided import Walk
from tests.browser.stage import LANGUAGES, Stage, context_of, staged
from tests.servers.browser import ARGUMENTS, browser_or_exit
from tests.servers.session import ROOT, clean_environment
from tests.servers.site import Site
from tests.visiting import File

FOLDER = ROOT / "docs" / "images"
WIDTH, HIGHEST, COLOURS = 820, 680, 48
LARGEST = 1_000_000
"""Bytes of all pictures together, for they are kept with the code."""

PICTURES = (
    ("invitation", "invitation"),
    ("app", "app"),
    ("codes", "codes"),
    ("desk", "desk"),
    ("month", "month"),
    ("problems", "problems"),
    ("figures", "figures"),
    ("submit", "draft"),
    ("returned", "returned"),
    ("objection", "objections"),
    ("stations", "stations"),
)
"""Each picture, and the step of the walk (`guided.py`) that it shows."""


def names(language: str) -> list[str]:
    """The files of a language, in the order of the guide."""
    return [f"officer-{name}.{language}.png" for name, _ in PICTURES]


class BrowserWalker:
    """Walks in a browser, by the words on the page, as `tests.visiting.Visitor` does over HTTP."""

    def __init__(self, browser: Browser, stage: Stage) -> None:
        self._context = context_of(browser, width=WIDTH)
        self._url = stage.url
        self._page = self._context.new_page()
        self.cookies: dict[str, str] = {}

    def open(self, address: str) -> None:
        for name, value in self.cookies.items():
            self._context.add_cookies([{"name": name, "value": value, "url": self._url}])
        self._page.goto(self._url + address)

    def press(self, button: str, filled: Mapping[str, str] | None = None, file: File | None = None) -> None:
        form = self._form(button)
        for label, value in (filled or {}).items():
            form.get_by_label(label, exact=True).fill(value)
        if file is not None:
            name, data = file
            form.locator("input[type=file]").set_input_files(
                {"name": name, "mimeType": "text/csv", "buffer": data}
            )
        form.get_by_role("button", name=button, exact=True).click()
        self._page.wait_for_load_state()

    def _form(self, button: str) -> Locator:
        pressed = self._page.get_by_role("button", name=button, exact=True)
        return self._page.locator("main form").filter(has=pressed).first

    def follow(self, link: str) -> None:
        self._page.locator("main").get_by_role("link", name=link, exact=True).click()
        self._page.wait_for_load_state()

    def download(self, address: str) -> bytes:
        return self._context.request.get(self._url + address).body()

    @property
    def key(self) -> str:
        return self._page.locator("code.secret").inner_text()

    @property
    def text(self) -> str:
        return self._page.locator("body").inner_text()

    @property
    def page(self) -> Page:
        return self._page

    def close(self) -> None:
        self._context.close()


def main() -> int:
    """Take them all anew."""
    messages.compile_all(ROOT)
    browser = browser_or_exit()
    with tempfile.TemporaryDirectory() as folder, staged(Site(Path(folder) / "var")) as stage:
        _speak(Path(folder) / "words")
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        for language in LANGUAGES:
            _take(browser, stage, language)
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{len(PICTURES) * len(LANGUAGES)} pictures under {FOLDER.relative_to(ROOT)}/, {size // 1024} KB")  # noqa: T201
    return 0


def _speak(var: Path) -> None:
    """Make the words of the site known to this process, by settings of no installation."""
    environment = clean_environment() | {
        "PRAGATI_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "progress.settings",
    }
    os.environ.clear()
    os.environ.update(environment)
    django.setup()


def _take(program: str, stage: Stage, language: str) -> None:
    files = {step: name for (_, step), name in zip(PICTURES, names(language), strict=True)}
    with sync_playwright() as playwright, ExitStack() as stack:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        stack.callback(chromium.close)

        def walker() -> BrowserWalker:
            made = BrowserWalker(chromium, stage)
            stack.callback(made.close)
            return made

        for step, seen in Walk(stage, language, walker).steps():
            if step in files:
                assert isinstance(seen, BrowserWalker)
                (FOLDER / files[step]).write_bytes(picture(seen.page))


def picture(page: Page) -> bytes:
    """The page's own content from its top, in few colours: it is kept with the code, and text stays sharp."""
    box = page.locator("main").bounding_box()
    assert box is not None
    clip = {"x": 0.0, "y": box["y"], "width": float(WIDTH), "height": min(box["height"] + 8, HIGHEST)}
    shot = page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]
    image = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
