"""`make screenshots`: a picture of every page, in both languages and widths, under `var/screenshots/`.

They are looked at one by one by a person; the browser tests hold what a machine can judge.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from progress import messages
from tests.browser.pages import EVERY
from tests.browser.stage import LANGUAGES, UNHURRIED, WIDTHS, Rooms, Stage, staged
from tests.servers.browser import ARGUMENTS, browser_or_exit
from tests.servers.session import ROOT
from tests.servers.site import Site

FOLDER = ROOT / "var" / "screenshots"


def main() -> int:
    """Take them all anew; the wide ones light, the narrow ones once light and once dark."""
    messages.compile_all(ROOT)
    browser = browser_or_exit()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, staged(Site(Path(folder) / "var", **UNHURRIED)) as stage:
        taken = _take(browser, stage)
    print(f"{taken} pictures of {len(EVERY)} pages under {FOLDER.relative_to(ROOT)}/")  # noqa: T201
    return 0


def _take(browser: str, stage: Stage) -> int:
    taken = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=ARGUMENTS)
        rooms = Rooms(chromium, stage)
        for entry in EVERY:
            page = rooms.page(entry.account)
            for language, width in product(LANGUAGES, WIDTHS):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(stage.address(entry, language))
                for scheme in ("light", "dark") if width == min(WIDTHS) else ("light",):
                    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                    name = f"{entry.account or 'public'}.{entry.label}.{language}.{width}.{scheme}.png"
                    page.screenshot(path=FOLDER / name, full_page=True)
                    taken += 1
            page.close()
        rooms.close()
        chromium.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
