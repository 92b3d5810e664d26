"""Rows about pages and the API: answers a second of the same server, beside a hello view, bare bytes and a peer."""

from __future__ import annotations

import http.client
import json
import sqlite3
import sys
from pathlib import Path

from benchmarks.house import House
from benchmarks.runner import AtLeast, Pair, row
from tests.servers.redis import free_port

HELLO = "hello view, same server"
PAGE = "/rankings/2023-10/"
JSON = "/api/v1/rankings/2023-10/"
CODINGS = {"Accept-Encoding": "gzip, br"}


def beside_hello(house: House, path: str, *headers: str, status: int = 200) -> Pair:
    return Pair(ours=lambda: house.rate(path, *headers, status=status), theirs=lambda: house.rate("/hello"))


def answer(
    address: str, path: str, headers: dict[str, str] | None = None
) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of one answer, as they come."""
    connection = http.client.HTTPConnection(address, timeout=30)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return response.getheaders(), body


@row("page", measured="leaderboard page, published", against=HELLO, aim=AtLeast(4, aimed_at=5))
def page(house: House) -> Pair:
    return beside_hello(house, PAGE)


@row(
    "page-bare",
    measured="leaderboard page, published: answers for a CPU second",
    against="bare WSGI callable, same bytes",
    aim=AtLeast(0.65, aimed_at=0.75),
)
def page_bare(house: House) -> Pair:
    headers, body = answer(house.address, PAGE, CODINGS)
    own = [(name, value) for name, value in headers if name.lower() not in {"server", "date"}]
    (house.folder / "headers").write_text(json.dumps(own))
    (house.folder / "body").write_bytes(body)
    bare = house.served("benchmarks.bare:application", BARE_ANSWER=str(house.folder))
    assert answer(bare, PAGE, CODINGS)[1] == body
    return Pair(ours=lambda: house.rate_by_cpu(PAGE), theirs=lambda: house.rate_by_cpu(PAGE, address=bare))


@row("json", measured="rank JSON, published", against=HELLO, aim=AtLeast(2))
def rank_json(house: House) -> Pair:
    return beside_hello(house, JSON)


@row("304", measured="rank JSON, published: 304", against=HELLO, aim=AtLeast(3.5, aimed_at=4))
def not_modified(house: House) -> Pair:
    headers, _ = answer(house.address, JSON, CODINGS)
    etag = {name.lower(): value for name, value in headers}["etag"]
    return beside_hello(house, JSON, f"If-None-Match: {etag}", status=304)


def table_of(rows: list[dict[str, object]], file: Path) -> None:
    """A SQLite database with the rows of our answer, a State's names in columns of their own."""
    flat = [{**one, **one["state"]} for one in rows if isinstance(one["state"], dict)]
    names = [name for name in flat[0] if name != "state"]
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute(f"CREATE TABLE ranks ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        connection.executemany(
            f"INSERT INTO ranks VALUES ({marks})",  # noqa: S608 as many question marks as columns
            [tuple(one.get(name) for name in names) for one in flat],
        )
    connection.close()


@row(
    "json-datasette",
    measured="rank JSON, published",
    against="datasette, the same table as JSON",
    aim=AtLeast(40, aimed_at=50),
)
def rank_json_datasette(house: House) -> Pair:
    rows = json.loads(answer(house.address, JSON)[1])["results"]
    file, port = house.folder / "peer.db", free_port()
    table_of(rows, file)
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(file), "--port", str(port)]
    house.start(command, "Uvicorn running on")
    peer, path = f"127.0.0.1:{port}", "/peer/ranks.json?_shape=array"
    assert len(json.loads(answer(peer, path)[1])) == len(rows)
    return Pair(ours=lambda: house.rate(JSON), theirs=lambda: house.rate(path, address=peer))
