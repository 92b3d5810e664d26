"""Programs from the distribution's packages, where this user may install them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

INSTALLERS: dict[str, list[list[str]]] = {
    "apt-get": [["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends"]],
    "dnf": [["install", "-y", "-q"]],
    "apk": [["add", "--quiet"]],
}
"""The steps of each tool, in the order in which the tools are looked for; the packages stand behind the last step."""

Packages = Mapping[str, Sequence[str]]
"""The names of the packages, by the tool that installs them."""


def install(packages: Packages) -> bool:
    """Install packages as root, or by `sudo` where it asks for no password; whether that came through."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        if not succeeds(["sudo", "-n", "true"], seconds=10):
            return False
        before = ["sudo", "-n"]
    else:
        before = []
    for tool, steps in INSTALLERS.items():
        if shutil.which(tool) and packages.get(tool):
            *first, last = steps
            done = [
                succeeds([*before, tool, *step], seconds=600) for step in (*first, [*last, *packages[tool]])
            ]
            return done[-1]
    return False


def succeeds(command: Sequence[str], *, seconds: int) -> bool:
    """Whether a command ran through in time."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=seconds, env=environment)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
