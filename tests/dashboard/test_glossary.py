"""One word per thing, in Hindi as in English: the translations keep to the glossary."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from progress import messages

GLOSSARY = Path(__file__).parents[2] / "locale" / "glossary.csv"


@dataclass(frozen=True, slots=True)
class Term:
    """`words` are the Hindi forms of which one must stand in the translation; `not_in` are phrases that mean another
    thing by the word.
    """

    english: str
    words: tuple[str, ...]
    not_in: tuple[str, ...] = ()

    def named_in(self, text: str) -> bool:
        """Whether a message names it; a capital S makes the State, not the state of something."""
        for phrase in self.not_in:
            text = text.replace(phrase, "·")
        flags = 0 if self.english == "State" else re.IGNORECASE
        return re.search(rf"(?<![\w(]){re.escape(self.english)}(s|es)?(?![\w=])", text, flags) is not None


def glossary() -> list[Term]:
    with GLOSSARY.open(encoding="utf-8", newline="") as file:
        return [
            Term(
                row["english"],
                tuple(row["words_hi"].split("|")),
                tuple(filter(None, row["not_in"].split("|"))),
            )
            for row in csv.DictReader(file)
        ]


def translations() -> list[tuple[str, str]]:
    """Every message with its translation, plurals form by form."""
    pairs = []
    for path in messages.catalogues(messages.ROOT):
        for entry in messages.read(path):
            if not entry.id:
                continue
            asked = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            given = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
            pairs += [(one, other) for one, other in zip(asked, given, strict=True) if other]
    return pairs


def faults(term: Term, pairs: list[tuple[str, str]]) -> list[str]:
    return [
        f"{english} → {hindi}: “{term.english}” is one of {', '.join(term.words)}"
        for english, hindi in pairs
        if term.named_in(_without_names(english)) and not any(word in hindi for word in term.words)
    ]


def _without_names(text: str) -> str:
    """A message without its placeholders: what is put in there is not the translator's."""
    return re.sub(r"%\(\w+\)[a-zA-Z]", "·", text)


@pytest.mark.parametrize("term", glossary(), ids=lambda term: term.english)
def test_translations_keep_to_the_glossary(term: Term) -> None:
    assert faults(term, translations()) == []


def test_a_translation_that_strays_is_found() -> None:
    score = next(term for term in glossary() if term.english == "score")
    assert faults(score, [("The score of a board", "बोर्ड के अंक")])
    assert not faults(score, [("The scores of a board", "बोर्ड के स्कोर"), ("%(score)s", "%(score)s")])


def test_marks_and_scores_are_never_mixed() -> None:
    """The two words that a reader must tell apart: marks of a parameter, score of a board."""
    for english, hindi in translations():
        told = _without_names(english).lower()
        if "score" in told and not re.search(r"\bmarks?\b", told):
            assert not re.search(r"(?<!पूर्ण)(?<!पूर्णांकित) ?\bअंक\b", hindi), (english, hindi)
        if re.search(r"\bmarks\b", told) and "score" not in told:
            assert "स्कोर" not in hindi, (english, hindi)


def test_no_word_of_the_glossary_stands_for_two_things() -> None:
    words = [word for term in glossary() for word in term.words]
    assert len(words) == len(set(words))
