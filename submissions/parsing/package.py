"""The zip container of a workbook, opened so that no lie in it can cost more than the caps allow."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from submissions.problems import Problem, problem

MOST_MEMBERS = 200
MOST_UNPACKED = 24 * 2**20
# Deflate reaches 1032:1; a sheet full of formatted rows stays under 100:1. Small parts cannot hurt.
HIGHEST_RATIO, RATIO_FROM = 200, 2**20
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


class RefusedError(Exception):
    """The workbook is not read any further; `problem` says why. Never leaves this package."""

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.problem: Problem = problem(key, values=dict(values))


@dataclass(slots=True)
class Package:
    """The members of a workbook by lower-case name. Each is unpacked at most once."""

    archive: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    _read: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes) -> Package:
        """RefusedError for a damaged zip, and for one that declares more than the caps allow."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as found:
            raise RefusedError("not_a_spreadsheet.damaged") from found
        infos = [one for one in archive.infolist() if not one.filename.endswith("/")]
        total = sum(info.file_size for info in infos)
        if len(archive.infolist()) > MOST_MEMBERS or total > MOST_UNPACKED or any(map(_swells, infos)):
            raise RefusedError("too_large.unpacked")
        members = {info.filename.lower().lstrip("/"): info for info in infos}
        if len(members) < len(infos):
            raise RefusedError("not_a_spreadsheet.damaged")
        return cls(archive, members)

    def read(self, name: str) -> bytes:
        """A member's bytes; RefusedError where it is missing, damaged, encrypted or of another size than it says."""
        key = name.lower().lstrip("/")
        if key not in self._read:
            self._read[key] = self._unpacked(key)
        return self._read[key]

    def _unpacked(self, key: str) -> bytes:
        info = self.members.get(key)
        if info is None or info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise RefusedError("damaged_file")
        try:
            with self.archive.open(info) as part:
                # zipfile never gives more than the size declared, and those were added up before.
                data = part.read(info.file_size + 1)
        except _BROKEN as found:
            raise RefusedError("damaged_file") from found
        if len(data) != info.file_size:
            raise RefusedError("damaged_file")
        return data


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > RATIO_FROM and info.file_size > HIGHEST_RATIO * max(info.compress_size, 1)


# A walk over one XML part that costs at most what its caps allow, and admits no declarations of its own.

_CHUNK = 2**16
_LONGEST_TAG = 2**18
_DEEPEST = 40
_MOST_ELEMENTS, _MOST_ATTRIBUTES = 250_000, 500_000

Start = Callable[[str, Mapping[str, str], int], None]
"""Called with the element's namespace-qualified name (`uri}name`), its attributes and its place in the bytes."""
End = Callable[[str, int], None]


@dataclass(slots=True)
class Budget:
    """What is left for all parts of one workbook together."""

    elements: int = _MOST_ELEMENTS
    attributes: int = _MOST_ATTRIBUTES


def walk(data: bytes, budget: Budget, *, start: Start, end: End | None = None) -> None:
    """Call back for every element of a part, in order.

    RefusedError: `unsafe_xml` for declarations, `too_large.unpacked` past a cap, `damaged_file` for what is no XML
    in UTF-8.
    """
    parser = _Walker(budget, start, end).parser
    try:
        for at in range(0, len(data), _CHUNK):
            chunk = data[at : at + _CHUNK]
            parser.Parse(chunk, False)
            if at + len(chunk) - parser.CurrentByteIndex > _LONGEST_TAG:
                raise RefusedError("too_large.unpacked")
        parser.Parse(b"", True)
    except expat.ExpatError as found:
        raise RefusedError("damaged_file") from found


class _Walker:
    def __init__(self, budget: Budget, start: Start, end: End | None) -> None:
        self.budget, self.start, self.end, self.depth = budget, start, end, 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.on_start
        self.parser.EndElementHandler = self.on_end
        self.parser.StartDoctypeDeclHandler = self.on_declaration
        self.parser.EntityDeclHandler = self.on_declaration
        self.parser.XmlDeclHandler = self.on_xml

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.budget.elements -= 1
        self.budget.attributes -= len(attributes)
        if self.depth > _DEEPEST or self.budget.elements < 0 or self.budget.attributes < 0:
            raise RefusedError("too_large.unpacked")
        self.start(name, attributes, self.parser.CurrentByteIndex)

    def on_end(self, name: str) -> None:
        self.depth -= 1
        if self.end is not None:
            self.end(name, self.parser.CurrentByteIndex)

    def on_declaration(self, *_anything: object) -> None:
        raise RefusedError("unsafe_xml")

    def on_xml(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in {"utf-8", "utf8", "us-ascii"}:
            raise RefusedError("damaged_file")
