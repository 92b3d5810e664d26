"""Compressed answers: a coding that was asked for, its own strong entity tag, and the same bytes each time."""

from __future__ import annotations

import zlib
from typing import Any

import brotli
import pytest
from django.test import Client

from rankings.models import RankingList
from tests.dashboard.api.conftest import ROOT, Get

PATHS = ["rankings/2023-10/", "rankings/2023-10/?format=csv", "states/HR/history/", "rankings/changes/",
         "datapackage.json", "history.jsonl", "schema/?format=yaml"]  # fmt: skip


def body_of(response: Any) -> bytes:
    return b"".join(response) if response.streaming else bytes(response.content)


def decoded(response: Any) -> bytes:
    body = body_of(response)
    coding = response.headers.get("Content-Encoding")
    if coding == "br":
        found: bytes = brotli.decompress(body)
        return found
    return zlib.decompress(body, 31) if coding == "gzip" else body


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_same_content_in_each_coding(
    autumn: dict[str, RankingList], get: Get, path: str, coding: str
) -> None:
    plain = get(path)
    coded = get(path, accept_encoding=coding)
    assert "Content-Encoding" not in plain.headers
    assert coded.headers["Content-Encoding"] == coding
    assert coded.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-{coding}"'
    for one in (plain, coded):
        assert "accept-encoding" in one.headers["Vary"].lower()
    again = get(path, accept_encoding=coding)
    bytes_of_it = body_of(again)
    assert decoded(coded) == decoded(get(path))
    assert body_of(get(path, accept_encoding=coding)) == bytes_of_it, (
        "a strong entity tag stands for the very bytes"
    )


@pytest.mark.parametrize("path", PATHS)
def test_an_entity_tag_of_any_coding_is_known(autumn: dict[str, RankingList], get: Get, path: str) -> None:
    tags = {
        coding: get(path, accept_encoding=coding).headers["ETag"] for coding in ("br", "gzip", "identity")
    }
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        answer = get(path, accept_encoding=coding, if_none_match=tag)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag)
        assert "Content-Encoding" not in answer.headers
        assert "accept-encoding" in answer.headers["Vary"].lower()
        if path != "history.jsonl":
            assert get(path, if_match=tag).status_code == 200


def test_head_tells_the_length_of_the_coding(
    autumn: dict[str, RankingList], get: Get, client: Client
) -> None:
    full = get("streaks/", accept_encoding="br")
    head = client.head(f"{ROOT}streaks/", headers={"accept-encoding": "br"})
    assert head.content == b""
    for name in ("ETag", "Content-Encoding", "Content-Length", "Vary"):
        assert head.headers[name] == full.headers[name]
    assert int(head.headers["Content-Length"]) == len(full.content)


@pytest.mark.parametrize("path", ["rankings/2023-10/?format=xlsx", "datapackage.json?format=zip"])
def test_what_is_packed_already_stays_as_it_is(autumn: dict[str, RankingList], get: Get, path: str) -> None:
    answer = get(path, accept_encoding="br, gzip")
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["ETag"] == get(path).headers["ETag"]


def test_an_error_is_not_compressed(db: None, get: Get) -> None:
    answer = get("nothing/", accept_encoding="gzip")
    assert answer.json()["code"] == "not_found"
    assert "Content-Encoding" not in answer.headers


def test_what_is_behind_a_token_is_not_compressed(db: None, client: Client) -> None:
    answer = client.get(f"{ROOT}submissions/", headers={"accept-encoding": "br"})
    assert "Content-Encoding" not in answer.headers
