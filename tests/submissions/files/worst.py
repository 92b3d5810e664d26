"""Files that cost the most, each within the caps or a little over them, and a child process that reads them.

`python -m tests.submissions.files.worst FILE…` reads one file after the other under the memory limit, as a server's
process would, and prints a line of JSON for each. With `--marked` it marks each one up, too.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from submissions.markup import marked_up
from tests.submissions.files import corpus_attacks, corpus_csv
from tests.submissions.files.books import (
    MAIN,
    number_cell,
    row_of,
    sheet_of,
    strings_of,
    table,
    text_cell,
    with_strings,
    xlsx,
    xlsx_parts,
    zipped,
)  # fmt: skip
from tests.submissions.files.support import HEADER, csv_of, verdict

MEMORY, SECONDS = 512 * 2**20, 20
FULL = 5 * 2**20
# As many parts as the caps let through, all at once.
ELEMENTS = 240_000
TOP = ",".join(HEADER) + "\n"


def _mixed(length: int) -> Iterator[int]:
    """Numbers without a pattern, so that what is made of them does not pack too well to be let in."""
    state = 1
    for _ in range(length):
        state = state * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        yield state >> 8


def _filled(piece: str, start: str = TOP) -> bytes:
    """A text file of 5 MB out of one piece."""
    first, one = start.encode(), piece.encode()
    return first + one * ((FULL - len(first)) // len(one))


def _all_faulty() -> bytes:
    return csv_of([(f"REG-{one:04}", "1,2,3", "x%", "????") for one in range(2_000)]).encode()


def _long_remarks() -> bytes:
    return csv_of([(f"REG-{one:04}", "1", "2", "बाढ़" * 200) for one in range(2_000)]).encode()[:FULL]


def _one_row() -> bytes:
    cells = "".join(f"<c><v>{one}</v></c>" for one in range(8_000))
    return xlsx(["<row>" + cells + "</row>"] * 15)


def _many_rows() -> bytes:
    cells = [text_cell(f"{letter}{{0}}", "x") for letter in "ABCDEFGHIJKLMN"]
    rows = [f'<row r="{at}">{"".join(cells).replace("{0}", str(at))}</row>' for at in range(2, 2_001)]
    return xlsx([row_of(1, HEADER), *rows])


def _empty_rows() -> bytes:
    return xlsx([*table(), *(f'<row ht="{one}"><c s="1"/></row>' for one in _mixed(ELEMENTS // 2 - 100))])


def _strings() -> bytes:
    return with_strings(strings_of(*(f"a{one}" for one in range(ELEMENTS // 2 - 200))), table())


def _runs() -> bytes:
    """One shared string made of very many pieces."""
    runs = "".join(f"<r><t>{one}</t></r>" for one in _mixed(ELEMENTS // 2 - 100))
    return with_strings(f'<sst xmlns="{MAIN}"><si>{runs}</si></sst>', table())


def _digits() -> str:
    return "".join(f"{one % 1_000:03}{one % 1_000:03}" * 4 for one in _mixed(800_000))


def _long_text() -> bytes:
    letters = "".join(f"\N{CRICKET BAT AND BALL}{one % 10_000}" for one in _mixed(2_000_000))
    return with_strings(strings_of(letters), table())


def _long_cell() -> bytes:
    return xlsx([row_of(1, HEADER), f'<row r="2">{text_cell("A2", _digits())}</row>'])


def _long_number() -> bytes:
    return xlsx([row_of(1, HEADER), f'<row r="2">{number_cell("B2", "1." + _digits())}</row>'])


def _styles() -> bytes:
    formats = "".join(f'<xf numFmtId="{one}"/>' for one in _mixed(65_000))
    sheet = f'<styleSheet xmlns="{MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>'
    return xlsx(more={"xl/styles.xml": sheet})


def _merges() -> bytes:
    merges = "".join(f'<mergeCell ref="A{one % 10_000 + 1}:XFD1048576"/>' for one in _mixed(ELEMENTS - 200))
    return xlsx(after=f"<mergeCells>{merges}</mergeCells>")


def _names() -> bytes:
    """Very many tags, each with names of its own, under the longest that a tag may be."""
    tags = ("<a " + " ".join(f'b{one}_{at}=""' for at in range(15_000)) + "/>" for one in range(32))
    return xlsx(after="".join(tags))


def _members() -> bytes:
    """A zip whose list of members alone fills the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in range(50_000):
            archive.writestr(f"{one}", b"")
    return out.getvalue()[:FULL]


def _sheets() -> bytes:
    cells = "".join(f"<row><c><v>{one}</v></c></row>" for one in range(1_999))
    return zipped(xlsx_parts({f"s{one}": sheet_of([cells]) for one in range(12)}))


FILES: dict[str, Callable[[], bytes]] = {
    "line ends": lambda: _filled("\n"),
    "commas": lambda: _filled(","),
    "blank cells": lambda: _filled(" ,"),
    "quotes": lambda: _filled('"'),
    "quoted blanks": lambda: _filled('"",'),
    "short rows": lambda: _filled("a\n"),
    "rows of blanks": lambda: _filled(",,,\n"),
    "one long line": lambda: _filled("x", ""),
    "joiners": lambda: _filled("\u200d"),
    "a header of 5 MB": lambda: _filled("a,", ""),
    "UTF-16": lambda: b"\xff\xfe" + ("१," * (FULL // 4 - 1)).encode("utf-16-le"),
    "half a letter at the end": lambda: _filled("a\n")[:-2] + b"\xe0\xa4",
    "2,000 faulty rows": _all_faulty,
    "2,000 long remarks": _long_remarks,
    "15 rows of 8,000 cells": _one_row,
    "2,000 rows of 14 texts": _many_rows,
    "rows of formats": _empty_rows,
    "shared strings": _strings,
    "pieces of one string": _runs,
    "a long shared string": _long_text,
    "a long cell": _long_cell,
    "a long number": _long_number,
    "cell styles": _styles,
    "merged cells": _merges,
    "names of attributes": _names,
    "members": _members,
    "twelve sheets": _sheets,
} | {
    one.name: one.make
    for one in (*corpus_attacks.FILES, *corpus_csv.FILES)
    if "bomb" in one.name or "20,000" in one.name or "world" in one.name or "entities" in one.name
}


def main(arguments: list[str]) -> None:
    """A line for each file: its name, the codes found, seconds of reading and of marking up, peak memory in MB."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for path in (Path(one) for one in arguments if one != "--marked"):
        data = path.read_bytes()
        times = [time.perf_counter()]
        checked = verdict(data)
        times.append(time.perf_counter())
        if "--marked" in arguments:
            marked_up(data, checked.problems, "hi")
        times.append(time.perf_counter())
        line = {
            "name": path.name,
            "codes": sorted({one.code for one in checked.problems}),
            "read": times[1] - times[0],
            "marked": times[2] - times[1],
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
