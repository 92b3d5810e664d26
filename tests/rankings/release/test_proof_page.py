"""The page of proofs, in both languages, and the pack that it offers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from common import signing
from rankings.models import Publication, RankingList
from rankings.publish import Signatures, withdraw
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.reading import Page
from tests.rankings.conftest import AT
from tests.rankings.release.conftest import Verify
from tests.rankings.release.packs import opened

OCTOBER = "/rankings/2023-10/proof/"


def read(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path)
    assert response.status_code == status, path
    return Page(response.content.decode())


def test_what_it_says(history: list[Publication], client: Client) -> None:
    one = RankingList.objects.get(month="2023-10", board="cctns", category="all")
    page = read(client, OCTOBER)
    assert page.h1 == "Proof of the list of October 2023 · CCTNS · All India"
    codes = [code.text for code in page.main.every("code")]
    for told in (one.digest, one.previous_digest, one.signature, one.inputs_digest, signing.public_key()):
        assert told in codes
    assert f"python verify.py pragati-2023-10-cctns-all-computed-r1.zip --key {signing.public_key()}" in codes
    text = page.main.text
    assert "list 3 of 4 on this board and in this category" in text
    assert f"by the key {signing.key_id(signing.public_key())}" in text
    assert page.links()["September 2023, revision 1"] == "/rankings/2023-09/proof/?origin=computed"
    assert not re.search(r"None|\{\{|%\(", text)


def test_in_hindi_at_an_address_of_its_own(history: list[Publication], client: Client) -> None:
    page = read(client, f"/hi{OCTOBER}?board=itsso&category=ut")
    assert page.one("html").attributes["lang"] == "hi"
    assert page.one("div", "owner").every("a")[0].attributes["href"] == f"{OCTOBER}?board=itsso&category=ut"
    digest = RankingList.objects.get(month="2023-10", board="itsso", category="ut").digest
    assert digest in page.main.text


def test_every_link_leads_somewhere(history: list[Publication], client: Client) -> None:
    for path in (OCTOBER, "/rankings/2023-06/proof/", "/rankings/2023-08/proof/?revision=1"):
        for name, href in read(client, path).links().items():
            assert client.get(href).status_code == 200, (path, name, href)


def test_the_pack(history: list[Publication], client: Client, verify: Verify) -> None:
    for path in (
        OCTOBER,
        "/hi/rankings/2023-06/proof/",
        "/rankings/2023-08/proof/?revision=1",
        "/rankings/latest/proof/",
    ):
        response = client.get(path + ("&" if "?" in path else "?") + "format=zip")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/zip"
        assert re.fullmatch(
            r'attachment; filename="pragati-2023-\d\d-cctns-all-(computed|recorded)-r1.zip"',
            response.headers["Content-Disposition"],
        )
        superseded = path.endswith("revision=1")
        assert verify(response.content, "--key", signing.public_key()).status == (2 if superseded else 0)


def test_a_pack_is_not_sent_twice(history: list[Publication], client: Client) -> None:
    first = client.get(OCTOBER + "?format=zip")
    again = client.get(OCTOBER + "?format=zip", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_older_revision_says_that_it_is_superseded(history: list[Publication], client: Client) -> None:
    page = read(client, "/rankings/2023-08/proof/?revision=1")
    assert (
        page.links()["This revision was superseded by revision 2."]
        == "/rankings/2023-08/proof/?origin=computed"
    )
    assert "revision 2" in read(client, "/rankings/2023-08/proof/").main.text


def test_a_list_from_the_record_has_no_figures(history: list[Publication], client: Client) -> None:
    page = read(client, "/rankings/2023-06/proof/")
    assert "The list stands as it was loaded from the published record" in page.main.text
    assert "nothing: the chain begins here" in page.main.text
    assert "Digest of the figures" not in page.main.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rankings/2030-01/proof/", 404),
        ("/rankings/2023-10/proof/?board=x", 404),
        ("/rankings/2023-10/proof/?revision=9", 404),
        ("/rankings/2023-10/proof/?format=tar", 400),
        ("/rankings/2023-10/proof/?revision=x", 400),
        ("/rankings/2023-10/proof/?revision=0", 400),
        ("/rankings/2023-10/proof/?origin=x", 400),
        ("/rankings/x/proof/", 404),
    ],
)
def test_what_is_not_there(history: list[Publication], client: Client, path: str, status: int) -> None:
    assert read(client, path, status).h1


def test_a_withdrawn_list_has_a_tombstone_and_stays_in_the_chain(
    history: list[Publication], publishers: Signatures, client: Client, verify: Verify
) -> None:
    withdraw(publication=history[1].number, signatures=publishers, reason="Wrong month", at=AT)
    assert "Wrong month" in read(client, "/rankings/2023-09/proof/", 410).main.text
    pack = client.get(OCTOBER + "?format=zip").content
    assert verify(pack).status == 0
    assert b'"reason": "Wrong month"' in pack


def test_a_list_without_a_signature(directory: None, client: Client) -> None:
    """As lists were before they were signed: the page says so, and there is no pack."""
    publish_list("2023-10", (Place("HR", 1, "99.97"), Place("HP", 2, "99.85")))
    page = read(client, OCTOBER)
    assert "published before lists were signed here" in page.main.text
    assert "How to check, in three steps" not in page.main.text
    read(client, OCTOBER + "?format=zip", 404)


def test_a_signature_of_a_key_that_is_not_listed(
    history: list[Publication], client: Client, settings: Any, verify: Verify
) -> None:
    old = signing.public_key()
    settings.SIGNING_KEY = bytes(32)
    assert "a key that is not listed here" in read(client, OCTOBER).main.text
    assert (
        "list.sig: not signed with a trusted key" in verify(client.get(OCTOBER + "?format=zip").content).said
    )
    settings.SIGNING_KEYS_RETIRED = (old,)
    page = read(client, OCTOBER)
    assert "a key that is not listed here" not in page.main.text
    assert f"{signing.key_id(old)} retired; its signatures still hold" in page.main.text
    pack = client.get(OCTOBER + "?format=zip").content
    assert verify(pack, text=opened(pack)["verify.py"].decode()).status == 0
    assert verify(pack, "--key", signing.public_key(), old).status == 0
    assert verify(pack).status == 1, "the list was signed with the old key"


def test_few_queries_however_long_the_chain(
    history: list[Publication], client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        client.get(OCTOBER)
    with django_assert_max_num_queries(24):
        client.get(OCTOBER + "?format=zip")
