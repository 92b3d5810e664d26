"""Sentences that people said, with the verdicts that are right, on the installation as it ships."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.dashboard.reading import Page
from tests.insights.claims.reading import CASES, cases
from tests.servers.site import Served, Site

pytestmark = pytest.mark.slow

Sample = tuple[Site, Served]


def asked(served: Served, text: str) -> dict[str, Any]:
    answer = served.get(f"/api/v1/claims/read/?text={quote(text)}")
    assert answer.status == 200, text
    document: dict[str, Any] = json.loads(answer.text)
    return document


def posted(served: Served, path: str, body: str, kind: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=60)
    try:
        connection.request("POST", path, body=body.encode(), headers={"Content-Type": kind})
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def test_every_sentence_gets_the_verdict_that_it_deserves_or_none(sample_site: Sample) -> None:
    """The same by the API and on the page, in either language of the page."""
    _, served = sample_site
    wrong = []
    for number, (text, right) in enumerate(cases()):
        results = asked(served, text)["results"]
        verdicts = sorted({claim["verdict"] for result in results for claim in result["claims"]})
        language = ("", "/hi")[number % 2]
        page = Page(served.get(f"{language}/claims/?said={quote(text)}").text)
        shown = sorted(
            {kind.upper() for box in page.every("div", "verdict") for kind in box.classes - {"verdict"}}
        )
        if verdicts not in right or shown != verdicts:
            wrong.append((text, right, verdicts, shown))
    assert wrong == []


def test_the_press_note_pasted_as_one_gives_the_verdicts_of_its_sentences(sample_site: Sample) -> None:
    _, served = sample_site
    note = (CASES / "press-note.txt").read_text(encoding="utf-8")
    status, body = posted(served, "/api/v1/claims/read/", note, "text/plain; charset=utf-8")
    assert status == 200
    document = json.loads(body)
    told = [[claim["verdict"] for claim in result["claims"]] for result in document["results"]]
    assert document["count"] == len(told) == 25
    assert [verdicts for verdicts in told if verdicts] == [
        ["TRUE"], ["TRUE", "TRUE"], ["TRUE"], ["FALSE"], ["FALSE", "TRUE"], ["TRUE"], ["FALSE", "TRUE"], ["TRUE"],
        ["TRUE"], ["FALSE"], ["TRUE"],
    ]  # fmt: skip
    claims = [claim for result in document["results"] for claim in result["claims"]]
    nearest = next(claim["answer"] for claim in claims if claim["verdict"] == "FALSE")
    assert "first in 16 months" in nearest
    assert "Since June 2021 it was first in 20 months." in nearest
    status, page = posted(served, "/claims/", f"said={quote(note)}", "application/x-www-form-urlencoded")
    assert status == 200
    assert len(Page(page).every("div", "verdict")) == len(claims)


def test_each_claim_has_a_permanent_address_with_the_same_verdict(sample_site: Sample) -> None:
    _, served = sample_site
    for text in (
        "Himachal Pradesh was second in the country and first among hilly States in September 2023",
        "Haryana scored 99.97 in October 2023", "Uttarakhand is ahead of Telangana",
        "Bihar has never been in the top 10",
        "हरियाणा को 25 से अधिक मापदंडों में मिले 100 % अंक", "Haryana had full marks in CYB-01 in October 2023",
        "Haryana was first about 20 times since June 2021", "Haryana slipped to fifth place in January 2023",
    ):  # fmt: skip
        for claim in asked(served, text)["results"][0]["claims"]:
            page = Page(served.get(claim["url"].partition("#")[0]).text)
            box = page.one("div", "verdict")
            assert claim["verdict"].lower() in box.classes, text
            assert claim["reading"] in box.text


def test_the_record_is_never_passed_over(sample_site: Sample) -> None:
    """The sample agrees with the record everywhere, so no claim about it has a verdict of the record beside its own."""
    _, served = sample_site
    for text, _ in cases():
        for result in asked(served, text)["results"]:
            assert all("recorded_verdict" not in claim for claim in result["claims"]), text


def test_what_cannot_be_read_is_refused_with_its_reason(sample_site: Sample) -> None:
    _, served = sample_site
    assert served.get("/api/v1/claims/read/").status == 400
    for body, kind, status in (
        ("a" * 10_001, "text/plain", 400), ("", "text/plain", 400), ("Haryana was first", "application/json", 415),
    ):  # fmt: skip
        answer = posted(served, "/api/v1/claims/read/", body, kind)
        assert answer[0] == status
        assert json.loads(answer[1])["status"] == status
