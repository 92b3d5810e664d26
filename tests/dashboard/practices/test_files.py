"""What is a document and what is none, by its content; and what becomes of one that comes in."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as own

from common import files
from rankings.models import PracticeDocument
from rankings.practices.core import LARGEST_DOCUMENT, FileFault, file_fault
from rankings.practices.services import WAITS, RefusedDocumentError, take, waiting
from tests.dashboard.practices.making import DOCX, NOW, ODT, OPEN_TEXT, PDF, entered, packed
from tests.submissions.desk.test_scanning import BAD, TcpScanner

ODP = packed(mimetype=b"application/vnd.oasis.opendocument.presentation")
SOUND = {
    "a.pdf": PDF, "A.PDF": PDF, "b.docx": DOCX, "c.pptx": packed(ppt__presentation_xml=b"<p/>"), "d.odt": ODT,
    "e.odp": ODP,
}  # fmt: skip
OLD = bytes.fromhex("d0cf11e0a1b11ae1")
WRONG = [
    (b"", "a.pdf", FileFault.EMPTY),
    (PDF + bytes(LARGEST_DOCUMENT + 1 - len(PDF)), "a.pdf", FileFault.TOO_LARGE),
    (b"MZ\x90", "a.exe", FileFault.NOT_TAKEN),
    (b"<html>", "a.pdf", FileFault.NOT_TAKEN),
    (OLD + b"WordDocument", "a.doc", FileFault.NOT_TAKEN),
    (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", FileFault.LOCKED),
    (packed(xl__workbook_xml=b"<x/>"), "a.xlsx", FileFault.NOT_TAKEN),
    (packed(mimetype=b"application/epub+zip"), "a.odt", FileFault.NOT_TAKEN),
    (packed(mimetype=bytes(2**20 + 1)), "a.odt", FileFault.DAMAGED),
    (packed(**{f"part{number}": b"" for number in range(5001)}), "a.docx", FileFault.NOT_TAKEN),
    (PDF, "a.docx", FileFault.MISNAMED),
    (PDF, "a.pdf.exe", FileFault.MISNAMED),
    (DOCX, "a", FileFault.MISNAMED),
    (PDF.removesuffix(b"%%EOF\n"), "a.pdf", FileFault.DAMAGED),
    (DOCX[:-10], "a.docx", FileFault.DAMAGED),
    (PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "a.pdf", FileFault.LOCKED),
    (packed(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "a.docx", FileFault.CODE),
    (packed(mimetype=OPEN_TEXT, Basic__Standard__Module1_xml=b"x"), "a.odt", FileFault.CODE),
]  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_is_taken(name: str) -> None:
    assert file_fault(SOUND[name], name) is None


@pytest.mark.parametrize(("data", "name", "fault"), WRONG, ids=range(len(WRONG)))
def test_what_is_not_taken(data: bytes, name: str, fault: FileFault) -> None:
    assert file_fault(data, name) == fault


def test_the_largest_document_is_taken() -> None:
    head, tail = PDF[:-7], PDF[-7:]
    assert file_fault(head + bytes(LARGEST_DOCUMENT - len(PDF)) + tail, "a.pdf") is None


def test_an_open_document_with_a_password_is_told() -> None:
    manifest = b'<manifest:encryption-data manifest:checksum="x"/>'
    data = packed(**{"mimetype": OPEN_TEXT, "META-INF__manifest_xml": manifest})
    assert file_fault(data, "a.odt") == FileFault.LOCKED
    locked = bytearray(DOCX)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + flags] |= 1
    assert file_fault(bytes(locked), "a.docx") == FileFault.LOCKED


def kept() -> int:
    return sum(1 for one in (Path(own.VAR_DIR) / "uploads").rglob("*") if one.is_file())


def test_a_document_lies_under_a_random_name_outside_what_is_served(directory: None) -> None:
    taken = take(data=PDF, name="../..\\evil\r\nX:\u202e.pdf", by="meera", at=NOW)
    path = Path(own.VAR_DIR) / "uploads" / taken.pk.hex[:2] / taken.pk.hex
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (PDF, 0o600)
    assert not path.is_relative_to(own.STATIC_ROOT)
    assert (taken.size, taken.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert taken.name == "_.._evil_X_.pdf"


def test_what_the_scanner_finds_is_kept_nowhere(directory: None, scanner: TcpScanner) -> None:
    before = kept()
    with pytest.raises(RefusedDocumentError) as refused:
        take(data=PDF.replace(b"Catalog", BAD), name="a.pdf", by="meera", at=NOW)
    assert refused.value.threat == "Eicar-Test"
    assert (kept(), PracticeDocument.objects.count()) == (before, 0)
    take(data=PDF, name="a.pdf", by="meera", at=NOW)
    assert scanner.seen[-1] == PDF


def test_without_the_scanners_answer_nothing_is_taken(directory: None, settings: Any) -> None:
    settings.CLAMD = "tcp://127.0.0.1:1"
    with pytest.raises(RefusedDocumentError) as refused:
        take(data=PDF, name="a.pdf", by="meera", at=NOW)
    assert (refused.value.fault, refused.value.threat) == (None, "")
    assert not PracticeDocument.objects.exists()


def test_a_document_waits_for_whoever_sent_it(directory: None) -> None:
    taken = take(data=PDF, name="a.pdf", by="meera", at=NOW)
    assert waiting(str(taken.pk), by="meera") == taken
    for name, by in (
        (str(taken.pk), "arjun"),
        (str(uuid.uuid4()), "meera"),
        ("../../etc", "meera"),
        ("", ""),
    ):
        assert waiting(name, by=by) is None
    used = entered(file=PDF)
    assert waiting(str(used.document_id), by="meera") is None


@pytest.mark.django_db(transaction=True)
def test_what_nothing_came_to_speak_of_is_removed_after_a_day(directory: None) -> None:
    left, used = take(data=PDF, name="left.pdf", by="meera", at=NOW), entered(file=PDF)
    take(data=PDF, name="soon.pdf", by="meera", at=NOW + WAITS)
    assert PracticeDocument.objects.filter(pk=left.pk).exists()
    take(data=PDF, name="late.pdf", by="meera", at=NOW + WAITS + timedelta(seconds=1))
    assert set(PracticeDocument.objects.values_list("name", flat=True)) == {
        "report.pdf",
        "soon.pdf",
        "late.pdf",
    }
    with pytest.raises(FileNotFoundError):
        files.fetch(left.pk)
    assert used.document_id is not None
    assert files.fetch(used.document_id) == PDF
