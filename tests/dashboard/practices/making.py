"""Documents and entries of the register, as small as they can be and still be what they say."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from rankings.models import PracticeRevision
from rankings.practices.services import Content, add, take

NOW = datetime(2023, 12, 5, 6, 30, tzinfo=UTC)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT, SLIDES = "word/document.xml", "ppt/presentation.xml"
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"


def packed(**parts: bytes) -> bytes:
    """A zip of these parts; `__` stands for a slash and `_` for a dot, as in `word__document_xml`."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return made.getvalue()


DOCX = packed(word__document_xml=b"<w/>")
ODT = packed(mimetype=OPEN_TEXT, content_xml=b"<o/>")


def entered(
    title: str = "One desk for every FIR",
    *,
    state: str = "HR",
    year: int = 2023,
    title_hi: str = "",
    description: str = "Every FIR is looked at.\n\nIt is entered by noon.",
    description_hi: str = "",
    file: bytes | None = None,
    name: str = "report.pdf",
    sample: bool = False,
    at: datetime = NOW,
) -> PracticeRevision:
    """An entry by meera, with a document where `file` is one."""
    document = None if file is None else take(data=file, name=name, by="meera", at=at).pk
    content = Content(state, year, title, description, title_hi, description_hi, document)
    return add(content=content, by="meera", at=at, sample=sample)
