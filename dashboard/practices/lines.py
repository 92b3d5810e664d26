"""A good practice as pages show it: its texts, its line in a list, its document; and those of a State on its page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext

from common.asking import Choice
from rankings.lists import labels, links
from rankings.models import PracticeDocument, PracticeRevision
from rankings.practices import wording as words
from rankings.practices.core import ending
from states.models import State

EXCERPT_WORDS = 36
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the register; `language` is empty where it is the page's own."""

    text: str
    language: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return [one.strip() for one in re.split(r"\n\s*\n", self.text) if one.strip()]


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """A document: its name, and `PDF, 120 KB`."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice in a list."""

    title: Said
    url: str
    state: Choice
    year: int
    excerpt: Said
    document: str
    sample: bool


@dataclass(frozen=True, slots=True)
class StatePractices:
    """What a State's page shows of the register."""

    lines: tuple[PracticeLine, ...]
    more: Choice


def state_practices(own: Sequence[PracticeRevision], state: State) -> StatePractices:
    """A State's practices, newest year first; `more` leads to the register."""
    label = gettext("Good practices of all States and UTs")
    return StatePractices(tuple(line(one) for one in own), Choice(label, links.page("practices")))


def document_told(document: PracticeDocument | None, url: str) -> DocumentTold | None:
    if document is None:
        return None
    return DocumentTold(document.name, _about(document), url)


def _about(document: PracticeDocument) -> str:
    """`PDF, 120 KB`"""
    return f"{ending(document.name).upper()}, {words.file_size(document.size)}"


def line(one: PracticeRevision) -> PracticeLine:
    description = either(one.description, one.description_hi)
    excerpt = Truncator(" ".join(description.text.split())).words(EXCERPT_WORDS)
    return PracticeLine(
        title=either(one.title, one.title_hi),
        url=links.page("practice", one.practice_id),
        state=Choice(labels.state_name(one.state), links.page("state", one.state_id)),
        year=one.year,
        excerpt=Said(excerpt, description.language),
        document="" if one.document is None else _about(one.document),
        sample=one.practice.sample,
    )


def either(english: str, hindi: str) -> Said:
    """The text in the reader's language; the English one, marked as such, where there is no Hindi."""
    if not labels.in_hindi():
        return Said(english)
    return Said(hindi) if hindi else Said(english, ENGLISH)
