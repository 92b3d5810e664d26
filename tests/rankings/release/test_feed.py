"""The Atom feed: valid, stable, in both languages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from rankings.models import Publication
from rankings.publish import Signatures, withdraw
from tests.rankings.conftest import AT

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, path: str = "/rankings/feed.atom") -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 (our own bytes)


def text(parent: ET.Element, tag: str) -> str:
    """The text of a child that stands exactly once."""
    found = parent.findall(ATOM + tag)
    assert len(found) == 1, tag
    return found[0].text or ""


@pytest.mark.parametrize("path", ["/rankings/feed.atom", "/hi/rankings/feed.atom"])
def test_it_is_atom(history: list[Publication], client: Client, path: str) -> None:
    """What RFC 4287 asks of a feed and of each entry."""
    feed = read(client, path)
    assert feed.tag == f"{ATOM}feed"
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert text(one, "id")
        assert text(one, "title")
        assert datetime.fromisoformat(text(one, "updated")).utcoffset() == timedelta(0)
        assert [link.attrib["rel"] for link in one.findall(f"{ATOM}link")].count("alternate") == 1
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    assert [link.attrib["href"] for link in feed.findall(f"{ATOM}link") if link.attrib["rel"] == "self"] == [
        f"http://testserver{path}"
    ]
    ids = [text(one, "id") for one in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 5
    for link in feed.iter(f"{ATOM}link"):
        address = urlsplit(link.attrib["href"])
        assert client.get(f"{address.path}?{address.query}").status_code == 200, link.attrib["href"]


def test_one_entry_for_each_publication_the_latest_first(history: list[Publication], client: Client) -> None:
    entries = read(client).findall(f"{ATOM}entry")
    assert [text(one, "title") for one in entries] == [
        "Ranking of August 2023, revision 2",
        "Ranking of October 2023",
        "Ranking of September 2023",
        "Ranking of August 2023",
        "Ranking of June 2023 as the press reported it, revision 1",
    ]
    assert "Reason for the revision: Delhi’s figures were corrected." in text(entries[0], "summary")
    assert text(entries[1], "summary").startswith("CCTNS · All India: 1. Haryana 99.")
    assert text(entries[1], "summary").endswith(". 6 of 36 ranked, 30 not reported.")
    assert {text(one, "updated") for one in entries} == {"2023-11-27T06:30:00Z"}


def test_ids_stay_whatever_comes_after(
    history: list[Publication], client: Client, publish_month: Any
) -> None:
    before = [text(one, "id") for one in read(client).findall(f"{ATOM}entry")]
    publish_month(history[2].month, "again")
    after = [text(one, "id") for one in read(client).findall(f"{ATOM}entry")]
    assert after[1:] == before
    assert read(client, "/hi/rankings/feed.atom").findall(f"{ATOM}entry")[0].find(f"{ATOM}id") is not None


def test_hindi(history: list[Publication], client: Client) -> None:
    feed = read(client, "/hi/rankings/feed.atom")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "hi"
    assert "हरियाणा" in text(feed.findall(f"{ATOM}entry")[1], "summary")
    english = {text(one, "id") for one in read(client).findall(f"{ATOM}entry")}
    assert english.isdisjoint(text(one, "id") for one in feed.findall(f"{ATOM}entry"))


def test_a_withdrawn_release_says_so(
    history: list[Publication], publishers: Signatures, client: Client
) -> None:
    later = AT + timedelta(days=3)
    withdraw(publication=history[2].number, signatures=publishers, reason="Wrong \x07 month", at=later)
    entry = read(client).findall(f"{ATOM}entry")[1]
    assert text(entry, "title") == "Withdrawn: ranking of October 2023, revision 1"
    assert "Wrong  month" in text(entry, "summary"), "what XML cannot hold is left out"
    assert (text(entry, "published"), text(entry, "updated")) == (
        "2023-11-27T06:30:00Z",
        "2023-11-30T06:30:00Z",
    )


def test_before_anything_is_published(directory: None, client: Client) -> None:
    feed = read(client)
    assert text(feed, "updated") == "2021-06-01T00:00:00Z"
    assert feed.findall(f"{ATOM}entry") == []


def test_not_sent_twice_and_few_queries(
    history: list[Publication], client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        first = client.get("/rankings/feed.atom")
    again = client.get("/rankings/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.post("/rankings/feed.atom").status_code == 405
