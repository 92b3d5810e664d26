"""A walk over one XML part that costs at most what its caps allow, and admits no declarations of its own.

Every part is walked so before openpyxl reads it: a DTD or an entity, a tag of megabytes, endless nesting and
parts with too many elements are refused while they are read, not after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from submissions.parsing.package import RefusedError

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
