"""Which coding a client gets, and which address an answer is kept under."""

from __future__ import annotations

import gzip

import brotli
import pytest

from rankings.core.stored import negotiate, pack, unpack, variant
from rankings.views.addresses import canonical

BODY = ("क्षेत्र " * 500).encode()
HEADERS = [("Content-Type", "text/html"), ("Content-Length", "99"), ("ETag", '"abc"'), ("Vary", "Accept")]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.3, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("GZIP", "gzip"),
        ("gzip;q=nonsense", "identity"),
        ("deflate", "identity"),
    ],
)
def test_the_coding_that_is_wanted_most(accepted: str, coding: str) -> None:
    assert negotiate(accepted) == coding


def test_every_coding_gives_the_same_body() -> None:
    stored = pack(HEADERS, BODY)
    assert unpack(stored) == BODY
    assert variant(stored, "identity").body == BODY
    assert gzip.decompress(variant(stored, "gzip").body) == BODY
    assert brotli.decompress(variant(stored, "br").body) == BODY


def test_each_coding_has_its_own_tag_and_length() -> None:
    stored = pack(HEADERS, BODY)
    for coding, etag in (("identity", '"abc"'), ("gzip", '"abc-gzip"'), ("br", '"abc-br"')):
        one = variant(stored, coding)
        told = dict(one.headers)
        assert (one.etag, told["ETag"], told["Content-Length"]) == (etag, etag, str(len(one.body)))
        assert told.get("Content-Encoding") == (None if coding == "identity" else coding)
        assert dict(one.unmodified) == {"ETag": etag, "Vary": "Accept"}


def test_the_same_body_gives_the_same_bytes() -> None:
    assert pack(HEADERS, BODY) == pack(HEADERS, BODY)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/", "/"),
        ("/hi/", "/hi/"),
        ("/?board=icjs", "/?board=icjs"),
        ("/hi/rankings/2023-10/?board=icjs&category=ut", "/hi/rankings/2023-10/?board=icjs&category=ut"),
        ("/rankings/2023-10/rev/2/?origin=recorded", "/rankings/2023-10/rev/2/?origin=recorded"),
        ("/?category=ut&board=icjs", None),  # the page would lead to itself in this spelling
        ("/?board=cctns", None),
        ("/?board=ICJS", None),
        ("/?as_of=2024-01-15", None),
        ("/rankings/2023-10", None),
        ("/rankings/latest/", None),
        ("/rankings/2023-10/rev/0/", None),
        ("/states/", "/states/"),
        ("/states/?board=icjs", None),
        ("/states/HR/", None),
        ("/api/v1/rankings/latest/?category=all&board=cctns", "/api/v1/rankings/latest/?category=all&board=cctns"),
        ("/api/v1/rankings/2023-10/?category=ut&board=icjs", "/api/v1/rankings/2023-10/?category=ut&board=icjs"),
        ("/api/v1/rankings/2023-10/?format=json", "/api/v1/rankings/2023-10/?format=json"),
        ("/api/v1/rankings/2023-10/?format=csv", "/api/v1/rankings/2023-10/?format=csv"),
        ("/api/v1/rankings/2023-10/?board=", None),
        ("/api/v1/rankings/2023-10/?board=icjs&board=icjs", None),
        ("/api/v1/rankings/2023-10/?as_of=2024-01-15", None),
        ("/api/v1/rankings/2023-10/?format=xml", None),
        ("/api/v1/rankings/", None),
        ("/api/v1/states/", "/api/v1/states/"),
        ("/api/v1/datapackage.json", "/api/v1/datapackage.json"),
        ("/api/v1/rankings/latest/datapackage.json", "/api/v1/rankings/latest/datapackage.json"),
        ("/api/v1/rankings/2023-10/datapackage.json?format=zip", None),
        ("/api/v1/rankings/changes/", "/api/v1/rankings/changes/"),
        ("/api/v1/rankings/changes/?since=2023-11-27", None),
        ("/submissions/", None),
    ],
)  # fmt: skip
def test_what_is_kept_under_which_address(asked: str, kept: str | None) -> None:
    path, _, query = asked.partition("?")
    assert canonical(path, query) == kept


def test_the_format_that_is_preferred() -> None:
    path = "/api/v1/rankings/2023-10/"
    assert canonical(path, "", wanted="csv") == f"{path}?format=csv"
    assert canonical(path, "board=icjs", wanted="csv") == f"{path}?board=icjs&format=csv"
    assert canonical(path, "format=json", wanted="csv") == f"{path}?format=json"
    assert canonical(path, "", wanted="xlsx") is None
