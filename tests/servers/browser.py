"""A real browser: the system's Chromium or Chrome, else the distribution's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Run as root, Chromium has no sandbox of its own; and it must not call home from a closed network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class NoBrowserError(RuntimeError):
    """No browser could be had; the text says what to install."""


def browser_path() -> str | None:
    """The program to start, or None for the browser that Playwright carries. NoBrowserError where all fail."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True}
        subprocess.run(["apt-get", "update", "-qq"], check=False, timeout=300, **quiet)  # type: ignore[call-overload]
        packages = ["chromium", "fonts-noto-core"]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], check=False, timeout=900, **quiet)  # type: ignore[call-overload]
        found = _installed()
    if found is not None:
        return found
    own = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"],
        check=False,
        capture_output=True,
        timeout=900,
    )
    if own.returncode:
        raise NoBrowserError(
            "The browser tests need Chromium or Chrome, and none could be had. Install it "
            "(Debian: `sudo apt-get install chromium fonts-noto-core`), then run again."
        )
    return None


def _installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)
