"""The bill of materials names every package of the lock, with its version and its hashes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.session import ROOT

pytestmark = pytest.mark.slow


def command() -> list[str]:
    """As the Makefile has it."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    [found] = re.findall(r"^\t@\$\(PYTHON\) -m (cyclonedx_py .+)$", text, re.MULTILINE)
    return str(found).split()


def test_every_locked_package_is_in_it(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    arguments = [str(file) if one == "var/sbom.cdx.json" else one for one in command()]
    subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, check=True, timeout=120)
    bill = json.loads(file.read_text())
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "pragati")
    # One package may be locked twice, for different versions of Python.
    found = {(one["name"].lower(), one["version"]): one for one in bill["components"]}
    locked = re.findall(
        r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE
    )
    assert len(locked) > 40
    for name, version in locked:
        one = found[name.lower(), version]
        assert f"@{version}" in one["purl"]
        assert all(each["hashes"] for each in one["externalReferences"])
