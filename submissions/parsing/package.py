"""The zip container of a workbook, opened so that no lie in it can cost more than the caps allow."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

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
        total = sum(one.file_size for one in infos)
        if len(archive.infolist()) > MOST_MEMBERS or total > MOST_UNPACKED or any(map(_swells, infos)):
            raise RefusedError("too_large.unpacked")
        members = {one.filename.lower().lstrip("/"): one for one in infos}
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
