"""A virus scanner in front of what people send: clamd's INSTREAM protocol over a socket, without a library."""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

PIECE = 2**16
PATIENCE = 15
"""Seconds for which the scanner may be silent."""

_CLEAN, _FOUND = "stream: OK", " FOUND"
_LONGEST_ANSWER = 4096


class ScannerUnavailableError(OSError):
    """The scanner could not be asked, or did not give a verdict."""


def threat_in(data: bytes, address: str) -> str:
    """What the scanner calls the threat in `data`; empty where it finds none.

    `address` is `tcp://host:3310` or `unix://localhost/path/of/socket`. Raises ScannerUnavailableError.
    """
    try:
        with closing(_connected(address)) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                scanner.sendall(struct.pack("!L", len(piece)) + piece)
            scanner.sendall(struct.pack("!L", 0))
            answer = _answer(scanner)
    except OSError as problem:
        raise ScannerUnavailableError(str(problem)) from problem
    if answer == _CLEAN:
        return ""
    if answer.startswith("stream: ") and answer.endswith(_FOUND):
        return answer.removeprefix("stream: ").removesuffix(_FOUND)
    raise ScannerUnavailableError(f"no verdict: {answer[:80]}")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(PATIENCE)
        try:
            scanner.connect(parts.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)


def _answer(scanner: socket.socket) -> str:
    """Up to the zero byte that ends an answer."""
    told = b""
    while b"\0" not in told and len(told) < _LONGEST_ANSWER:
        piece = scanner.recv(_LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()
