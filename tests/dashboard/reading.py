"""A page as a reader's machine takes it apart: elements with their attributes and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input", "img", "hr", "col", "wbr"}


@dataclass(slots=True)
class Element:
    """`text` is all text inside, with single spaces."""

    tag: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.parts)).strip()

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def every(self, tag: str, kind: str = "") -> list[Element]:
        """Every element below of this tag (and class), in order."""
        found = []
        for child in self.children:
            if child.tag == tag and (not kind or kind in child.classes):
                found.append(child)
            found += child.every(tag, kind)
        return found

    def one(self, tag: str, kind: str = "") -> Element:
        found = self.every(tag, kind)
        assert len(found) == 1, f"{len(found)} of <{tag} class={kind}>"
        return found[0]


class Page(HTMLParser):
    """A parsed page; `root` holds everything."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(source)
        self.close()
        assert [one.tag for one in self._open] == [""], f"not closed: {[one.tag for one in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.parts.append(data)

    def every(self, tag: str, kind: str = "") -> list[Element]:
        return self.root.every(tag, kind)

    def one(self, tag: str, kind: str = "") -> Element:
        return self.root.one(tag, kind)

    @property
    def h1(self) -> str:
        return self.one("h1").text

    @property
    def title(self) -> str:
        return self.one("head").one("title").text

    @property
    def main(self) -> Element:
        return self.one("main")

    def links(self) -> dict[str, str]:
        """The address of each link in the page's own content, by its text."""
        return {link.text: link.attributes["href"] for link in self.main.every("a")}

    def rows(self, kind: str = "") -> list[list[str]]:
        """The cells of the bodies of the page's tables (of one class), row by row, boxes to tick left out."""
        return [
            [cell.text for cell in row.children if cell.tag in {"th", "td"} and "tick" not in cell.classes]
            for table in self.every("table", kind)
            for body in table.every("tbody")
            for row in body.every("tr")
        ]
