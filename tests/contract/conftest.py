"""One prepared installation with the sample, served by its own process, for everything that is asked of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.servers.site import Site


@dataclass(frozen=True, slots=True)
class Api:
    """The served site, and tokens of Haryana's officer: one for uploads, one that only reads."""

    url: str
    upload: str
    read: str


@pytest.fixture(scope="package")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    site = Site(tmp_path_factory.mktemp("contract") / "var")
    with site.serve("--prepare", seconds=600) as served:
        tokens = [
            site.told("create_token", "officer.hr", "--scope", scope).split()[-1]
            for scope in ("upload", "read")
        ]
        yield Api(served.url.rstrip("/"), tokens[0], tokens[1])
