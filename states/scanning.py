"""A virus scanner in front of what people send: clamd's INSTREAM protocol over a socket, without a library."""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 2**16
PATIENCE = 15
"""Seconds for which the scanner may be silent."""

_CLEAN, _FOUND = "stream: OK", " FOUND"
_LONGEST_ANSWER = 4096
_log = logging.getLogger(__name__)


class ScannerUnavailableError(OSError):
    """The scanner could not be asked, or did not give a verdict."""


def threat_found(data: bytes) -> str:
    """What the scanner of the settings calls the threat in a file that came in; empty where it finds none.

    Without a scanner in the settings nothing is asked. Raises ScannerUnavailableError: such a file is not taken.
    """
    if not settings.CLAMD:
        return ""
    try:
        threat = threat_in(data, settings.CLAMD)
    except ScannerUnavailableError as trouble:
        _log.error("the virus scanner did not answer: %s", trouble)
        raise
    if threat:
        _log.warning("an upload was refused: the virus scanner found %s", threat)
    return threat


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
