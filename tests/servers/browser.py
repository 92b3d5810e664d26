"""A real browser: the system's Chromium or Chrome, else the distribution's package, else Playwright's own.

A program counts only when it starts: some distributions put a stub in the place of one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.distribution import install, succeeds

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
# Run as root, Chromium has no sandbox of its own; and it must not call home from a closed network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PACKAGES = {
    "apt-get": ["chromium", "fonts-noto-core"],  # the fonts draw Devanagari
    "dnf": ["chromium", "google-noto-sans-devanagari-fonts"],
    "apk": ["chromium", "font-noto-devanagari"],
}
MISSING = (
    "The browser tests need Chromium or Chrome, and none could be had: none is installed, the distribution's package "
    "could not be installed, and Playwright's own could not be fetched or does not start. Install one (Debian: "
    "`sudo apt-get install chromium fonts-noto-core`; Fedora: `sudo dnf install chromium`), then run again."
)


class NoBrowserError(RuntimeError):
    """No browser could be had; the text says what to install."""


def browser_path() -> str:
    """The program to start. NoBrowserError where every way fails."""
    path = _here() or (install(PACKAGES) and _here()) or fetch()
    if not path:
        raise NoBrowserError(MISSING)
    return path


def browser_or_exit() -> str:
    """The program to start, for a command, which ends with status 1 and says what to install where there is none."""
    try:
        return browser_path()
    except NoBrowserError as problem:
        raise SystemExit(str(problem)) from None


def is_here() -> bool:
    """Whether a browser can be started without getting one."""
    return _here() is not None


def _here() -> str | None:
    """One that starts: the system's, else Playwright's own."""
    named = (shutil.which(name) for name in NAMES)
    candidates = [*filter(None, named), *map(str, APPLICATIONS)]
    return next((path for path in candidates if _starts(path)), None) or _starting(_carried())


def fetch() -> str | None:
    """Playwright's own, fetched, with the libraries that it needs where we may; None where that fails."""
    playwright = [sys.executable, "-m", "playwright"]
    succeeds([*playwright, "install", "chromium"], seconds=900)
    carried = _carried()
    if carried and not _starts(carried) and hasattr(os, "geteuid") and os.geteuid() == 0:
        succeeds([*playwright, "install-deps", "chromium"], seconds=600)
    return _starting(carried)


def _carried() -> str | None:
    """Where Playwright keeps its own browser, whether or not it is there."""
    code = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    try:
        return subprocess.check_output([sys.executable, "-c", code], text=True, timeout=60).strip()
    except (OSError, subprocess.SubprocessError):
        return None


def _starting(path: str | None) -> str | None:
    return path if path and _starts(path) else None


def _starts(path: str) -> bool:
    return succeeds([path, "--version"], seconds=60)
