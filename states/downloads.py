"""Files that go out: always as attachments, under a name that is safe, never sniffed by the browser."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.http import HttpResponse
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
