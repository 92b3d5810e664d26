"""What tests need beside Python, got before any of them runs: `python -m tests.servers.programs redis browser`.

Each program is the system's, else the distribution's package where this user may install one, else what stands in
`otherwise`. What cannot be had is named, all of it at once, and the status is 1.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.servers import browser, proxy, redis
from tests.servers.distribution import Packages, install, succeeds


@dataclass(frozen=True, slots=True)
class Program:
    """`name` is what a person calls it; `is_here` says whether it can be started, `otherwise` gets it another way."""

    name: str
    is_here: Callable[[], bool]
    packages: Packages
    otherwise: Callable[[], object] = bool


def _r_is_here() -> bool:
    return succeeds(["Rscript", "-e", "library(jsonlite)"], seconds=60)


PROGRAMS = {
    "redis": Program("redis-server or valkey-server", redis.is_here, redis.PACKAGES, redis.build),
    "browser": Program("Chromium or Chrome", browser.is_here, browser.PACKAGES, browser.fetch),
    "nginx": Program(
        "nginx", lambda: proxy.program() is not None,
        {"apt-get": ["nginx-light"], "dnf": ["nginx"], "apk": ["nginx"]},
    ),
    "curl": Program(
        "curl", lambda: shutil.which("curl") is not None, dict.fromkeys(("apt-get", "dnf", "apk"), ("curl",))
    ),
    "node": Program(
        "node (18 or later)", lambda: shutil.which("node") is not None,
        dict.fromkeys(("apt-get", "dnf", "apk"), ("nodejs",)),
    ),
    "r": Program(
        "Rscript with jsonlite", _r_is_here, {"apt-get": ["r-base-core", "r-cran-jsonlite"], "dnf": ["R", "R-jsonlite"]}
    ),
}  # fmt: skip


def missing(names: Iterable[str]) -> list[Program]:
    """Get these programs; returns those that could not be had."""
    wanted = [program for program in map(PROGRAMS.__getitem__, names) if not program.is_here()]
    if wanted:
        print(f"Getting {', '.join(program.name for program in wanted)} …", flush=True)
    for program in wanted:
        if not install(program.packages) or not program.is_here():
            program.otherwise()
    return [program for program in wanted if not program.is_here()]


def main(names: list[str]) -> int:
    absent = missing(names)
    for program in absent:
        packages = " ".join(program.packages["apt-get"])
        print(f"{program.name} is missing: install it (Debian, Ubuntu: `sudo apt-get install {packages}`).")
    if absent:
        print("No test has run: install what is missing, then run again.")
    return int(bool(absent))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
