"""Files that go out: always as attachments, under a name that is safe, never sniffed by the browser."""

from __future__ import annotations

import io
import logging
import os
import re
import socket
import struct
import uuid
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {".xlsx": XLSX, ".csv": "text/csv; charset=utf-8"}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?\"<>|]+")
LONGEST_NAME = 100


def attachment(data: bytes, name: str, media_type: str = "") -> HttpResponse:
    """A download with an RFC 6266 file name.

    `media_type` where the content was looked at; else what is named neither CSV nor XLSX goes out as mere bytes.
    """
    safe = safe_name(name)
    kind = media_type or _TYPES.get(PurePosixPath(safe).suffix.lower(), "application/octet-stream")
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, safe) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def safe_name(name: str) -> str:
    """A file name without paths, control or direction characters, at most 100 characters, its ending kept.

    >>> safe_name("..\\\\up/HR\\u202excel.xlsx"), safe_name("")
    ('_up_HR_xcel.xlsx', 'file')
    """
    path = PurePosixPath(_UNSAFE.sub("_", name).strip(" ."))
    stem, ending = path.stem, path.suffix[:10]
    return (stem[: LONGEST_NAME - len(ending)] + ending) or "file"


# Receives the one file of a request in memory, up to a cap; what is beyond is read and dropped.


class CappedUploadHandler(FileUploadHandler):
    """Keeps at most one byte more than the cap, `most` bytes, which tells that the file was larger."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most = most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        room = self.most + 1 - self.kept.tell()
        if room > 0:
            self.kept.write(raw_data[:room])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        size = self.kept.tell()
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, self.file_name or "", self.content_type or "", size, self.charset
        )


# A virus scanner in front of what people send: clamd's INSTREAM protocol over a socket, without a library.

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


# Where uploaded files lie: under random names, outside the web root, readable by the service only.


def keep(data: bytes) -> uuid.UUID:
    """Write a file and return its name. It is on the disk before any row speaks of it."""
    name = uuid.uuid4()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return name


def fetch(name: uuid.UUID) -> bytes:
    """The bytes of a kept file; FileNotFoundError where it is gone."""
    return _path(name).read_bytes()


def discard(name: uuid.UUID) -> None:
    """Remove a file that no row came to speak of."""
    _path(name).unlink(missing_ok=True)


def _path(name: uuid.UUID) -> Path:
    return Path(settings.VAR_DIR) / "uploads" / name.hex[:2] / name.hex
