"""Workbooks that are no plain XLSX, are broken, or were made to do harm, and some that are merely too much."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.submissions.files.books import (
    MAIN,
    OFFICE,
    RELATIONS,
    number_cell,
    row_file,
    row_of,
    sheet_of,
    sheets_of,
    strings_of,
    table,
    with_strings,
    xlsx,
    xlsx_parts,
    zipped,
)
from tests.submissions.files.nasty import NastyFile, whole
from tests.submissions.files.support import Told

FILES: list[NastyFile] = []
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
BOMB = 40 * 2**20


def _file(name: str, make: bytes | Callable[[], bytes], *expected: Told) -> None:
    made = make if callable(make) else lambda: make
    FILES.append(NastyFile(f"xlsx: {name}", made, expected))


def _workbooks() -> None:
    many = [row_of(1, ["parameter", "numerator", "denominator", "remarks"])]
    many += [row_of(number, ["REG-01", "1", "1", "x"]) for number in range(2, 20_002)]
    _file("20,000 rows", lambda: xlsx(many), whole("too_many_rows"))
    two = sheets_of(October=sheet_of(table()), November=sheet_of(table()))
    _file("two months in one file", two, whole("several_sheets"))
    _file(
        "thirteen sheets",
        sheets_of(**{f"s{one}": sheet_of([]) for one in range(13)}),
        whole("too_many_sheets"),
    )
    _file("no header", xlsx(table()[1:]), (1, None, None, "wrong_header"))
    _file("an empty sheet", xlsx([]), whole("blank_file"))
    _file("no sheet", sheets_of(), whole("blank_file"))
    _file("only formats", xlsx(['<row r="1"><c r="A1" s="1"/></row>']), whole("blank_file"))


def _foreign() -> None:
    _file("macros", xlsx(more={"xl/vbaProject.bin": b"x"}), whole("macro_file"))
    kinds = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    _file("a workbook made for macros", xlsx(more={"[Content_Types].xml": kinds}), whole("macro_file"))
    _file("controls", xlsx(more={"xl/activeX/activeX1.xml": b"<x/>"}), whole("macro_file"))
    _file("macros of old", xlsx(more={"xl/macrosheets/sheet1.xml": b"<x/>"}), whole("macro_file"))
    _file("a binary workbook", xlsx(more={"xl/workbook.bin": b"x"}), whole("macro_file"))
    _file("another file inside", xlsx(more={"xl/embeddings/oleObject1.bin": b"x"}), whole("embedded_object"))
    _file("a password", OLE2 + "EncryptedPackage".encode("utf-16-le"), whole("encrypted_file"))
    _file("an old workbook", OLE2 + "Workbook".encode("utf-16-le"), whole("not_a_spreadsheet"))
    _file("another old document", OLE2 + "WordDocument".encode("utf-16-le"), whole("not_a_spreadsheet"))
    _file(
        "a letter",
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}),
        whole("not_a_spreadsheet"),
    )
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
    _file("OpenDocument", zipped(ods), whole("not_a_spreadsheet"))
    _file("some other archive", zipped({"a.txt": b"x"}), whole("not_a_spreadsheet"))
    _file("an empty archive", zipped({}), whole("not_a_spreadsheet"))
    strict = f'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="{OFFICE}"><sheets/></workbook>'
    _file("strict Open XML", xlsx(more={"xl/workbook.xml": strict}), whole("not_a_spreadsheet"))
    _file("cut short", xlsx()[:-40], whole("not_a_spreadsheet"))
    _file("a first page only", b"PK\x03\x04" + bytes(100), whole("not_a_spreadsheet"))


def _swollen() -> bytes:
    return xlsx(more={"xl/media/image1.png": bytes(BOMB)})


def _lying() -> bytes:
    """A sheet of 40 MB that says it has 1,000 bytes."""
    data = xlsx(more={"xl/worksheets/sheet1.xml": b" " * BOMB})
    return data.replace(struct.pack("<I", BOMB), struct.pack("<I", 1_000))


def _crowded() -> bytes:
    return zipped({**xlsx_parts(), **{f"xl/media/{one}": b"" for one in range(300)}})


def _wide() -> bytes:
    return xlsx(['<row r="1">' + '<c s="0"/>' * 500_000 + "</row>"])


def _deep() -> bytes:
    return xlsx(after="<a>" * 100_000 + "</a>" * 100_000)


def _attribute() -> bytes:
    return xlsx(more={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" a="{"x" * 3_000_000}"/>'})


def _attributes() -> bytes:
    many = " ".join(f'a{one}="{one}"' for one in range(200_000))
    return xlsx(more={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" {many}/>'})


def _strings() -> bytes:
    return with_strings(strings_of(*("x" for _ in range(300_000))), table())


def _styles() -> bytes:
    formats = "".join(f'<xf numFmtId="{one}"/>' for one in range(70_000))
    return xlsx(
        more={"xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'}
    )


def _bombs() -> None:
    makers = (_swollen, _crowded, _wide, _deep, _attribute, _attributes, _strings, _styles)
    for make in makers:
        _file(f"a bomb: {make.__name__[1:]}", make, whole("too_large"))
    _file("a bomb: lying", _lying, whole("damaged_file"))


def _broken() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = sheet_of(table()).replace("REG-01", "&b;")
    _file("entities", zipped(xlsx_parts({"F": laughs + sheet})), whole("unsafe_xml"))
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    _file(
        "an entity from outside", zipped(xlsx_parts({"F": outside + sheet_of(table())})), whole("unsafe_xml")
    )
    _file("entities in the strings", with_strings(laughs + strings_of("&b;"), table()), whole("unsafe_xml"))
    _file("entities in the styles", xlsx(more={"xl/styles.xml": laughs + "<x/>"}), whole("unsafe_xml"))
    _file(
        "a string that is not there",
        row_file(2, '<c r="A2" t="s"><v>7</v></c>', "1", "1", ""),
        whole("damaged_file"),
    )
    _file("rows that go back up", xlsx([*table(), table()[1]]), whole("damaged_file"))
    _file(
        "cells that go back",
        xlsx([f'<row r="1">{number_cell("B1", "1")}{number_cell("A1", "1")}</row>']),
        whole("damaged_file"),
    )
    _file(
        "a cell of another row", xlsx([f'<row r="1">{number_cell("A2", "1")}</row>']), whole("damaged_file")
    )
    _file(
        "a row within a cell", xlsx([f'<row r="1"><c r="A1">{table()[1]}</c></row>']), whole("damaged_file")
    )
    _file(
        "a number that is none",
        row_file(2, "REG-01", number_cell("B2", "abc"), "395", ""),
        whole("damaged_file"),
    )
    _file(
        "a thousand digits",
        row_file(2, "REG-01", number_cell("B2", "9" * 5_000), "395", ""),
        whole("damaged_file"),
    )
    _file("XML cut short", zipped(xlsx_parts({"F": sheet_of(table())[:-20]})), whole("damaged_file"))
    gone = xlsx_parts()
    del gone["xl/worksheets/sheet1.xml"]
    wide = "<?xml version='1.0' encoding='UTF-16'?>" + sheet_of(table())
    _file(
        "XML in UTF-16",
        zipped(xlsx_parts({"F": ""}, more={"xl/worksheets/sheet1.xml": wide.encode("utf-16")})),
        whole("damaged_file"),
    )
    _file(
        "a sheet that is gone",
        zipped(gone),
        whole("damaged_file"),
    )
    _file("another packing", zipped(xlsx_parts(), zipfile.ZIP_LZMA), whole("damaged_file"))
    _file(
        "a wrong checksum",
        xlsx().replace(struct.pack("<I", zlib.crc32(sheet_of(table()).encode())), bytes(4)),
        whole("damaged_file"),
    )
    upper = zipped({**xlsx_parts(), "XL/workbook.xml": b"<x/>"})
    _file("a part twice", upper, whole("not_a_spreadsheet"))
    link = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="../../../etc/x"/>'
    outer = f'<Relationships xmlns="{RELATIONS}">{link}</Relationships>'
    _file(
        "a path out of the archive", xlsx(more={"xl/_rels/workbook.xml.rels": outer}), whole("damaged_file")
    )


_workbooks()
_foreign()
_bombs()
_broken()
