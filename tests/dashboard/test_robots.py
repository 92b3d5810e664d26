"""What machines ask a site for."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from common.build import build
from common.signing import public_key
from rankings.models import RankingList

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.slow
def test_the_sitemap_holds_every_page_in_both_languages(
    autumn: dict[str, RankingList], client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://pragati.example"
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 our own answer
    found = {str(one.findtext("s:loc", namespaces=NAMES)): one for one in root.findall("s:url", NAMES)}
    pages = {one.removeprefix("https://pragati.example") for one in found}
    assert {"/", "/hi/", "/states/HR/", "/hi/rankings/2023-10/", "/parameters/REG-01/", "/policies/"} <= pages
    assert not pages & {"/search/", "/submissions/", "/rankings/feed.atom"}
    assert len(pages) % 2 == 0
    one = found["https://pragati.example/hi/rankings/2023-09/"]
    assert one.findtext("s:lastmod", namespaces=NAMES) == "2023-10-26"
    assert {link.attrib["hreflang"]: link.attrib["href"] for link in one.findall("x:link", NAMES)} == {
        "en": "https://pragati.example/rankings/2023-09/",
        "hi": "https://pragati.example/hi/rankings/2023-09/",
        "x-default": "https://pragati.example/rankings/2023-09/",
    }
    assert [path for path in sorted(pages) if client.get(path).status_code != 200] == []


def test_robots_may_read_what_is_public(db: None, client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://pragati.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://pragati.example/sitemap.xml" in lines
    for one in ("/submissions/", "/hi/submissions/", "/search/", "/hi/people/"):
        assert f"Disallow: {one}" in lines
    assert "Disallow: /" not in lines


def test_security_contacts_are_told_where_set(db: None, client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT, settings.SITE_URL = "mailto:cert@example.org", "https://pragati.example"
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert lines["Contact"] == "mailto:cert@example.org"
    assert lines["Canonical"] == "https://pragati.example/.well-known/security.txt"
    ahead = datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert timedelta(days=179) < ahead < timedelta(days=365)


def test_the_fingerprint_of_the_key_of_the_lists_stands_in_public(
    db: None, client: Client, settings: Any
) -> None:
    """Where readers find it who trust nothing in a pack; retired keys too, and stored pages of before go stale."""
    settings.SECURITY_CONTACT, old = "mailto:cert@example.org", public_key()
    wanted = [hashlib.sha256(bytes.fromhex(old)).hexdigest()]
    built = build.__wrapped__()
    for retired in (False, True):
        if retired:
            settings.SIGNING_KEY, settings.SIGNING_KEYS_RETIRED = bytes(range(32)), (old,)
            wanted.insert(0, hashlib.sha256(bytes.fromhex(public_key())).hexdigest())
        for page in ("/.well-known/security.txt", "/methodology/", "/hi/methodology/"):
            text = client.get(page).content.decode()
            assert re.findall(r"\b[0-9a-f]{64}\b", text) == wanted, page
    assert build.__wrapped__() != built
