"""Which kind of document a file is, by its content: PDF, or the open formats of word processors and slides.

Nothing is unpacked but two small parts whose size is bounded beforehand: what a document says is for people to
read, here only its container is looked at.

>>> file_fault(b"%PDF-1.7 ... %%EOF", "report.pdf") is None
True
>>> file_fault(b"MZ\\x90", "report.pdf"), file_fault(b"%PDF-1.7 ... %%EOF", "report.exe")
(<FileFault.NOT_TAKEN: 'not taken'>, <FileFault.MISNAMED: 'misnamed'>)
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

LARGEST_DOCUMENT = 10 * 2**20
"""Bytes: a report with pictures. What is larger belongs on a site of its own."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
"""What is taken, by the ending of its name."""

_MAIN_PARTS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_PARTS, _LARGEST_PART = 5000, 2**20
_ENCRYPTED = 0x1
# The dictionary at the end of a PDF says by this entry that one needs a password.
_PDF_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_PDF_END, _PDF_TAIL = b"%%EOF", 2048
_CODE = re.compile(r"(?:^|/)(?:vbaproject\.bin|basic/|scripts/)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


class FileFault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    NOT_TAKEN = "not taken"
    MISNAMED = "misnamed"
    DAMAGED = "damaged"
    LOCKED = "locked"
    CODE = "code"


def file_fault(data: bytes, name: str) -> FileFault | None:
    """What is wrong with a file that calls itself `name`; None where it is one of `MEDIA_TYPES` and so named."""
    if not data:
        return FileFault.EMPTY
    if len(data) > LARGEST_DOCUMENT:
        return FileFault.TOO_LARGE
    kind = _kind(data)
    if isinstance(kind, FileFault):
        return kind
    return None if ending(name) == kind else FileFault.MISNAMED


def ending(name: str) -> str:
    """The ending of a file name in small letters, without its dot.

    >>> ending("Report.PDF"), ending("report")
    ('pdf', '')
    """
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _kind(data: bytes) -> str | FileFault:
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(_OLE2):
        # An office document with a password is wrapped in the container of the old formats.
        return FileFault.LOCKED if "EncryptedPackage".encode("utf-16-le") in data else FileFault.NOT_TAKEN
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _packed(archive)
        except _BROKEN:
            return FileFault.DAMAGED
    return FileFault.NOT_TAKEN


def _pdf(data: bytes) -> str | FileFault:
    if _PDF_END not in data[-_PDF_TAIL:]:
        return FileFault.DAMAGED
    return FileFault.LOCKED if _PDF_LOCKED.search(data) else "pdf"


def _packed(archive: zipfile.ZipFile) -> str | FileFault:
    """A document in a zip; raises one of `_BROKEN` where the zip is damaged."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS:
        return FileFault.NOT_TAKEN
    kind = next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
    if kind is None:
        told = _part(archive, "mimetype").decode("ascii", "replace") if "mimetype" in names else ""
        kind = next((one for one, media_type in MEDIA_TYPES.items() if media_type == told.strip()), None)
    if kind is None:
        return FileFault.NOT_TAKEN
    if any(_CODE.search(name) for name in names):
        return FileFault.CODE
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return FileFault.LOCKED
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in _part(archive, manifest):
        return FileFault.LOCKED
    return kind


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part of a document; ValueError where it is not small."""
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise ValueError(name)
    with archive.open(name) as part:
        return part.read(_LARGEST_PART)
