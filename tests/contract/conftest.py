"""The served sample, and who asks it by the API."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.servers.site import Served, Site


@dataclass(frozen=True, slots=True)
class Api:
    """The served site, and tokens of Haryana's officer: one for uploads, one that only reads.

    `other` is for uploads, too, of Himachal Pradesh's officer.
    """

    url: str
    upload: str
    read: str
    other: str


@pytest.fixture(scope="session")
def api(sample_site: tuple[Site, Served]) -> Api:
    site, served = sample_site
    tokens = [
        site.told("create_token", name, "--scope", scope).split()[-1]
        for name, scope in (("officer.hr", "upload"), ("officer.hr", "read"), ("officer.hp", "upload"))
    ]
    return Api(served.url.rstrip("/"), *tokens)
