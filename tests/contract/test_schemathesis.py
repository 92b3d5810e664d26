"""Schemathesis over the committed schema, against the served process: every check, chained calls among them.

The short run is the same each time; the long one also covers every bound of every parameter.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.conftest import Api
from tests.servers.session import ROOT

pytestmark = pytest.mark.slow

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PHASES = "examples,coverage,fuzzing,stateful" if LONG else "examples,fuzzing,stateful"


CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.mark.parametrize("signed_in", [False, True])
def test_nothing_departs_from_the_schema(api: Api, signed_in: bool, tmp_path: Path) -> None:
    """Without a token everything that is read; with one of an officer what is sent, too, up to handing in."""
    command: list[str | Path] = [
        Path(sys.executable).with_name("schemathesis"), "--config-file", CONFIG, "run",
        ROOT / "docs" / "openapi.yaml", "--url", api.url, "--checks", "all", "--phases", PHASES,
        "--max-examples", "50" if LONG else "2", "--generation-deterministic", "--workers", "2",
        "--request-timeout", "60", "--max-response-time", "60", "--warnings", "off", "--no-color",
    ]  # fmt: skip
    if signed_in:
        command += ["--header", f"Authorization: Bearer {api.other}"]
    else:
        command += ["--exclude-path-regex", "submissions|jobs"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SCHEMATHESIS_HOOKS": "tests.contract.hooks"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
