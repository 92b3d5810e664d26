"""A real browser: the system's Chromium or Chrome, else the distribution's package, else Playwright's own.

A program counts only when it starts: some distributions put a stub in the place of one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
# How a distribution installs one, tried in this order where its tool is there. The fonts draw Devanagari.
INSTALLERS: dict[str, list[list[str]]] = {
    "apt-get": [["update", "-qq"], ["install", "-y", "-qq", "chromium", "fonts-noto-core"]],
    "dnf": [["install", "-y", "-q", "chromium", "google-noto-sans-devanagari-fonts"]],
    "apk": [["add", "--quiet", "chromium", "font-noto-devanagari"]],
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
    found = _installed() or _from_distribution() or _from_playwright()
    if found is None:
        raise NoBrowserError(MISSING)
    return found


def browser_or_exit() -> str:
    """The program to start, for a command, which ends with status 1 and says what to install where there is none."""
    try:
        return browser_path()
    except NoBrowserError as problem:
        raise SystemExit(str(problem)) from None


def _installed() -> str | None:
    named = (shutil.which(name) for name in NAMES)
    candidates = [*filter(None, named), *map(str, APPLICATIONS)]
    return next((path for path in candidates if _starts(path)), None)


def _from_distribution() -> str | None:
    """Install the package where we may, which is as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    for tool, steps in INSTALLERS.items():
        if shutil.which(tool):
            for step in steps:
                _done([tool, *step], seconds=600)
            return _installed()
    return None


def _from_playwright() -> str | None:
    """Playwright's own, fetched where it is not there yet, with the libraries that it needs where we may."""
    carried = _carried()
    if carried is None or _starts(carried):
        return carried
    playwright = [sys.executable, "-m", "playwright"]
    _done([*playwright, "install", "chromium"], seconds=900)
    if not _starts(carried) and hasattr(os, "geteuid") and os.geteuid() == 0:
        _done([*playwright, "install-deps", "chromium"], seconds=600)
    return carried if _starts(carried) else None


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


def _starts(path: str) -> bool:
    return _done([path, "--version"], seconds=60)


def _done(command: list[str], *, seconds: int) -> bool:
    """Whether a command ran through in time."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=seconds, env=environment)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
