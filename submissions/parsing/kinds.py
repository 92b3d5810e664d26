"""Which kind of file this is, by its content alone; the name that came with it proves nothing."""

from __future__ import annotations

import codecs

from submissions.parsing.shapes import LARGEST_FILE, Grid, Kind
from submissions.problems import Problem, problem

_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FOREIGN = (
    b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x1f\x8b", b"7z\xbc\xaf",
    b"Rar!\x1a", b"\x7fELF", b"{\\rtf", b"SQLite format 3\x00", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE = 8192
_TEXT_CONTROLS = frozenset(b"\t\r\n")


def kind_of(data: bytes) -> Kind | Problem:
    """`csv` or `xlsx`, or the problem that shuts the file out; whether the content is sound shows later."""
    if len(data) > LARGEST_FILE:
        return problem("too_large", values={"limit": LARGEST_FILE // 2**20})
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        return problem("blank_file")
    if data.startswith(_OLE2):
        return _compound(data)
    if data.startswith(_ZIP):
        return "xlsx"
    foreign = _foreign(data)
    return foreign or "csv"


def shut_out(found: Problem, kind: Kind | None = None) -> Grid:
    """A file of which nothing can be read, and why."""
    return Grid(kind, problems=(found,), whole=False)


def _compound(data: bytes) -> Problem:
    """The container of old Office files: an encrypted workbook, an old workbook, or something else."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return problem("encrypted_file")
    if holds("Workbook") or holds("Book"):
        return problem("not_a_spreadsheet.old_xls")
    return problem("not_a_spreadsheet")


def _foreign(data: bytes) -> Problem | None:
    """A problem where the bytes are plainly no text with separators."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return problem("encoding.named", values={"looks": "UTF-32"})
    if data.startswith(UTF16):
        return None
    start = data[:64].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith(_FOREIGN) or start.startswith(b"<"):
        return problem("not_a_spreadsheet")
    if _is_bare_utf16(data[:64]):
        looks = ("UTF-16 without a byte order mark", "बिना बाइट-क्रम चिह्न की UTF-16")
        return problem("encoding.named", values={"looks": looks})
    return None if _is_text(data) else problem("not_a_spreadsheet")


def _is_bare_utf16(start: bytes) -> bool:
    """Plain letters in UTF-16 are every other byte a NUL; the header is plain letters."""
    half = len(start) // 2
    return half >= 8 and max(start[::2].count(0), start[1::2].count(0)) > half * 3 // 4


def _is_text(data: bytes) -> bool:
    """Text has hardly any control characters; bytes that are neither UTF-8 nor free of them are no text."""
    sample = data[:_SAMPLE]
    controls = sum(1 for one in sample if one < 32 and one not in _TEXT_CONTROLS)
    if controls * 10 > len(sample):
        return False
    if controls == 0:
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
