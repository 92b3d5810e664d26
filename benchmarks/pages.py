"""Rows about pages and the API: answers a second against a hello view of the same server."""

from __future__ import annotations

import http.client

from benchmarks.house import House
from benchmarks.runner import AtLeast, Pair, row

HELLO = "hello view, same server"
PAGE = "/rankings/2023-10/"
JSON = "/api/v1/rankings/2023-10/"


def beside_hello(house: House, path: str, *headers: str, status: int = 200) -> Pair:
    return Pair(ours=lambda: house.rate(path, *headers, status=status), theirs=lambda: house.rate("/hello"))


@row("page", measured="leaderboard page, published", against=HELLO, aim=AtLeast(2.0))
def page(house: House) -> Pair:
    return beside_hello(house, PAGE)


@row("json", measured="rank JSON, published", against=HELLO, aim=AtLeast(2.0))
def rank_json(house: House) -> Pair:
    return beside_hello(house, JSON)


@row("304", measured="rank JSON, published: 304", against=HELLO, aim=AtLeast(2.5))
def not_modified(house: House) -> Pair:
    connection = http.client.HTTPConnection(house.address, timeout=30)
    connection.request("GET", JSON, headers={"Accept-Encoding": "gzip, br"})
    etag = connection.getresponse().getheader("ETag")
    connection.close()
    return beside_hello(house, JSON, f"If-None-Match: {etag}", status=304)
