"""A dump loads elsewhere: every list is reproduced there, whichever database it came from and goes to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.servers.site import Site

pytestmark = pytest.mark.slow


def act(site: Site, name: str, dump: Path) -> dict[str, Any]:
    """Run a function of `dumping` in that installation; what it found."""
    said = site.told(
        "shell", "--no-imports", "-c", f"from tests.progress import dumping; dumping.{name}({str(dump)!r})"
    )
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize("from_sqlite", [True, False])
def test_a_dump_loads_elsewhere(
    from_sqlite: bool, sqlite_site: Site, postgres_site: Site, tmp_path: Path
) -> None:
    sites = (sqlite_site, postgres_site) if from_sqlite else (postgres_site, sqlite_site)
    before = act(sites[0], "here", tmp_path / "dump.json")
    assert re.search(r"^([1-9]\d*) of \1 lists reproduced$", before["published"], re.MULTILINE)

    after = act(sites[1], "there", tmp_path / "dump.json")
    refused = after.pop("refused")
    assert after == before
    assert all("a published list rests on this methodology version" in one for one in refused[:2]), refused
    assert refused[2], "a dump was loaded over published lists"
