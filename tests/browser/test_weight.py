"""What the first view of a page weighs on the line: HTML, style sheets and scripts, before any chart."""

from __future__ import annotations

import gzip
import http.client
import re
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import PUBLIC, Entry
from tests.browser.stage import LANGUAGES, Stage

pytestmark = pytest.mark.slow

MOST, MOST_SCRIPT = 100_000, 30_000
"""Bytes as they come in, compressed as the server does it."""


# The try-it page is a tool for programmers, whose script is the tool.
WEIGHED = [one for one in PUBLIC if one.status == 200 and one.name != "api-docs"]


def fetched(stage: Stage, address: str) -> tuple[bytes, str]:
    """The body as it came over the line, and its text."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(urlsplit(stage.url).netloc, timeout=60)
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body, _plain(body, answer.getheader("Content-Encoding"))


def _plain(body: bytes, encoding: str | None) -> str:
    if encoding == "gzip":
        return gzip.decompress(body).decode()
    assert encoding is None
    return body.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", WEIGHED, ids=lambda one: one.label)
def test_first_view(stage: Stage, entry: Entry, language: str) -> None:
    page, html = fetched(stage, stage.address(entry, language))
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script [^>]*src="([^"]+)"', html)
    assert styles
    script_weight = sum(len(fetched(stage, one)[0]) for one in scripts)
    whole = len(page) + sum(len(fetched(stage, one)[0]) for one in styles) + script_weight
    assert script_weight <= MOST_SCRIPT
    assert whole <= MOST, f"{len(page)} of it the page itself"
