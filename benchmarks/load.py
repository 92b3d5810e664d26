"""Asks a server for one path, again and again, and counts: `python -m benchmarks.load HOST:PORT PATH STATUS`.

A process of its own, so that it does not share an interpreter with what it measures. Reads every answer to its
end; an answer with another status ends the measurement.
"""

from __future__ import annotations

import argparse
import json
import socket
import statistics
import sys
import threading
import time
from io import BufferedReader
from typing import Any


class UnexpectedAnswerError(RuntimeError):
    """The server did not answer as it should; the text says what came."""


def ask(connection: socket.socket, answers: BufferedReader, request: bytes, status: int) -> bool:
    """One request and its whole answer; says whether the connection stays open."""
    connection.sendall(request)
    line = answers.readline()
    length, stays, chunked = 0, True, False
    while (header := answers.readline().strip().lower()) != b"":
        name, _, value = header.partition(b":")
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            chunked = True
        elif name == b"connection" and value.strip() == b"close":
            stays = False
    while chunked and (length := int(answers.readline() or b"0", 16)):
        answers.read(length + 2)
    answers.read(2 if chunked else length)
    if line.split(b" ")[1:2] != [str(status).encode()]:
        raise UnexpectedAnswerError(
            f"expected status {status}, got: {line.decode('latin-1').strip() or 'nothing'}"
        )
    return stays


def hammer(address: tuple[str, int], request: bytes, status: int, until: float, took: list[float]) -> None:
    """Ask until the clock says `until`; appends the seconds that each answer took."""
    while time.perf_counter() < until:
        with (
            socket.create_connection(address, timeout=30) as connection,
            connection.makefile("rb") as answers,
        ):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stays = True
            while stays and time.perf_counter() < until:
                began = time.perf_counter()
                stays = ask(connection, answers, request, status)
                took.append(time.perf_counter() - began)


def load(
    address: str, path: str, status: int, headers: list[str], *, seconds: float, connections: int
) -> dict[str, Any]:
    """Answers a second, and the median and the 99th percentile of an answer's seconds."""
    host, _, port = address.rpartition(":")
    lines = [f"GET {path} HTTP/1.1", f"Host: {address}", "Accept-Encoding: gzip, br", *headers]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
    took: list[list[float]] = [[] for _ in range(connections)]
    faults: list[Exception] = []

    def work(mine: list[float]) -> None:
        try:
            hammer((host, int(port)), request, status, began + seconds, mine)
        except (OSError, UnexpectedAnswerError) as fault:
            faults.append(fault)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(mine,)) for mine in took]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    if faults:
        raise faults[0]
    every = sorted(one for mine in took for one in mine)
    return {
        "answers": len(every),
        "rate": len(every) / spent,
        "median": statistics.median(every),
        "p99": every[int(0.99 * (len(every) - 1))],
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("address", metavar="HOST:PORT")
    parser.add_argument("path")
    parser.add_argument("status", type=int)
    parser.add_argument("headers", nargs="*", metavar="'NAME: VALUE'")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--connections", type=int, default=8)
    told = vars(parser.parse_args())
    try:
        print(json.dumps(load(**told)))
    except (OSError, UnexpectedAnswerError) as fault:
        sys.exit(str(fault))
    return 0


if __name__ == "__main__":
    sys.exit(main())
