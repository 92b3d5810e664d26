"""One prepared installation with the sample, served by its own process, for everything that is asked of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.servers.site import Site


@dataclass(frozen=True, slots=True)
class Api:
    """The served site, and tokens of Haryana's officer: one for uploads, one that only reads.

    `other` is for uploads, too, of Himachal Pradesh's officer.
    """

    url: str
    upload: str
    read: str
    other: str


@pytest.fixture(scope="session")  # files of other folders come between these: made once all the same
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    site = Site(tmp_path_factory.mktemp("contract") / "var")
    with site.serve("--prepare", seconds=600) as served:
        tokens = [
            site.told("create_token", name, "--scope", scope).split()[-1]
            for name, scope in (("officer.hr", "upload"), ("officer.hr", "read"), ("officer.hp", "upload"))
        ]
        yield Api(served.url.rstrip("/"), *tokens)
