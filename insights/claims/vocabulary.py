"""The words that claims about the ranking are made of, each with its role; spelling is evened out.

They stand in `data/claim_words.toml`, with the names of States and parameters beside them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from common.folding import folded
from insights.claims.kinds import Relation

WORDS = Path(__file__).parent.parent / "data" / "claim_words.toml"
# One letter a role, so that the grammar can be written as patterns over a sentence's letters.
UNKNOWN, PASSED, STATE, PARAMETER, MONTH, YEAR, NUMBER, ORDINAL = "x", ".", "S", "q", "M", "Y", "N", "O"
BOARD, CATEGORY, BEFORE, AFTER, TIMES_COUNTED, COLON = "E", "K", "G", "g", "Q", ":"
THAT, SAYING, DOUBT, BECAUSE, NOT = "{", "[", "?", "}", "!"
ROLES = {
    "times": "t", "months": "m", "years": "y", "parameters": "p", "score_unit": "c", "percent": "d", "scored": "s",
    "with_after": "k", "full": "f", "first": "F", "rank": "r", "no": "z", "top": "T", "outside": "v",
    "outside_after": "X", "streak": "R", "streak_of": "l", "longest": "L", "since": "<", "from_hindi": ">",
    "until": "~", "between": "W", "past": "H", "this_year": "Z", "newest": "n", "never": NOT, "not": NOT, "ever": "e",
    "every": "*", "of": "o", "of_hindi": "%", "ahead_before": "A", "ahead_after": "a", "behind_before": "B",
    "behind_after": "b", "improved": "I", "rose": "u", "fell": "u", "and": ",", "our": "P", "present": "h",
    "past_tense": "w", "for": "i", "both": "j", "that": THAT, "saying": SAYING, "places": UNKNOWN, "doubting": DOUBT,
    "because": BECAUSE,
}  # fmt: skip
_BY_CODE = {"boards": BOARD, "categories": CATEGORY, "parameters": PARAMETER}
TOKEN = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}(?![0-9-]))"
    r"|(?P<ordinal>[0-9]{1,3}(?:st|nd|rd|th|वें|वां|वीं|वे|वा|वी)(?![^\W\d_]))"
    r"|(?P<number>[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?)"
    r"|(?P<mark>[,;:–—/%&₹$#@*+=|~]|(?<=\s)-(?=\s))"
    r"|(?P<word>[^\s0-9.,;:!?।॥()\[\]{}<>…–—“”\"/%&₹$#@*+=|~\-•‘`]+)"
)
_ORDINAL_SUFFIXES = ("वां", "वें", "वीं", "वा", "वे", "वी")

Phrase = tuple[str, ...]
"""Folded words."""
Meaning = tuple[str, Any]
"""A role and what it stands for: a code, a number, the name of the role."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what was said of it: `more than 20`."""

    value: Decimal
    relation: Relation = Relation.EXACTLY

    @property
    def whole(self) -> int | None:
        """The number where it is a whole one below 10,000."""
        return int(self.value) if self.value == int(self.value) and self.value < 10_000 else None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every phrase that is known, as folded words, with its role and meaning; `longest` by first word."""

    phrases: Mapping[Phrase, Meaning]
    longest: Mapping[str, int]
    codes: frozenset[str]


def folded_words(text: str) -> frozenset[str]:
    """The words of a text, each in one spelling of many."""
    return frozenset(phrase_of(text))


def fold(word: str) -> str:
    """One spelling of many, as in the search; marks stay as they are.

    >>> fold("Haryana"), fold("%")
    ('haryana', '%')
    """
    return folded(word) or word


def phrase_of(text: str) -> Phrase:
    """The words of a text in their order, each in one spelling of many."""
    return tuple(fold(match[0]) for match in TOKEN.finditer(text))


@cache
def _vocabulary() -> dict[Phrase, Meaning]:
    """The phrases of the file; where one stands there twice, the later one counts."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    known: dict[Phrase, Meaning] = {
        phrase_of(phrase): (ORDINAL, number) if ordinal else (NUMBER, Amount(Decimal(number)))
        for phrase, number, ordinal in _number_words(table["numbers"])
    }
    for text, role, value in _lines(table):
        for phrase in text.replace("\n", " ").split(";"):
            if words := phrase_of(phrase):
                known[words] = (role, value)
    return known


def _lines(table: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, Any]]:
    """Every line of phrases with its role and value."""
    for text in table["passing"].values():
        yield text, PASSED, None
    for section, role in _BY_CODE.items():
        for code, text in table[section].items():
            yield text, role, code
    for name, text in table["roles"].items():
        yield text, ROLES[name], name
    for name, text in table["comparisons"].items():
        yield text, AFTER if name.endswith("_after") else BEFORE, Relation(name.removesuffix("_after"))
    for number, names in enumerate(table["months"]["names"].split(), 1):
        yield names.replace("/", ";"), MONTH, number
    for number, word in enumerate(("once", "twice", "thrice"), 1):
        yield word, TIMES_COUNTED, number


def _number_words(table: Mapping[str, str]) -> Iterator[tuple[str, int, bool]]:
    """Every number word: the phrase, the number, and whether it is an ordinal."""
    for word in table["zero"].split(";"):
        yield word, 0, False
    units, tens = table["english"].split(), table["tens"].split()
    ordinals, ordinal_tens = table["ordinals"].split(), table["ordinal_tens"].split()
    for number, (unit, ordinal) in enumerate(zip(units, ordinals, strict=True), 1):
        yield unit, number, False
        yield ordinal, number, True
    for ten, (word, ordinal) in enumerate(zip(tens, ordinal_tens, strict=True), 2):
        yield word, 10 * ten, False
        yield ordinal, 10 * ten, True
        for number in range(1, 10):
            yield f"{word} {units[number - 1]}", 10 * ten + number, False
            yield f"{word} {ordinals[number - 1]}", 10 * ten + number, True
    yield "hundred", 100, False
    yield "hundredth", 100, True
    for number, spellings in enumerate(table["hindi_ordinals"].split(), 1):
        for spelling in spellings.split("/"):
            yield spelling, number, True
    for number, spellings in enumerate(table["hindi"].split(), 1):
        for spelling in spellings.split("/"):
            yield spelling, number, False
            for suffix in _ORDINAL_SUFFIXES:
                yield spelling + suffix, number, True


def lexicon(states: Mapping[str, str], parameters: Mapping[str, str]) -> Lexicon:
    """The vocabulary with the names of the States and of the parameters, each with its code."""
    return _lexicon(tuple(sorted(states.items())), tuple(sorted(parameters.items())))


@cache
def _lexicon(states: tuple[tuple[str, str], ...], parameters: tuple[tuple[str, str], ...]) -> Lexicon:
    codes = frozenset(code for _, code in states)
    phrases = dict(_vocabulary())
    names = [
        *((name, PARAMETER, code) for name, code in parameters),
        *((name, STATE, code) for name, code in states),
    ]
    names += [(code, PARAMETER, code) for _, code in parameters]
    for name, role, code in names:
        words = phrase_of(name)
        if phrases.get(words, ("", None))[0] != UNKNOWN:  # "New Delhi" is where a note was written
            phrases[words] = (role, code)
    longest: dict[str, int] = {}
    for words in phrases:
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return Lexicon(phrases, longest, codes)
