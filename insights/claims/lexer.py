"""Cuts what people say about the ranking into sentences, and each sentence into items with a role.

The words stand in `data/claim_words.toml`. A phrase is taken as long as it can be: "out of" before "of". What stands
in no list is an item of the role `UNKNOWN`, so that nobody can pass over it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from insights.claims.vocabulary import (
    COLON,
    MONTH,
    NUMBER,
    ORDINAL,
    STATE,
    TOKEN,
    UNKNOWN,
    YEAR,
    Amount,
    Lexicon,
    fold,
)

_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_SENTENCE_END = re.compile(r"[।॥!?\n\r•]+|\.(?=\s|$)")
_ABBREVIATIONS = frozenset(
    ["mr", "mrs", "ms", "dr", "smt", "shri", "sh", "no", "rs", "st", "vs", "i.e", "e.g", "nos"]
)
# Months whose names are words of their own in English; they count as months where they begin with a capital.
_HOMOGRAPHS = frozenset(("may", "march", "mar"))
YEARS = range(2000, 2100)
"""Years that a claim can be about: 1930 is a helpline."""


@dataclass(frozen=True, slots=True)
class Item:
    """A phrase with its role (a letter), its meaning, and its words as they were typed."""

    role: str
    value: Any
    words: tuple[str, ...]


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, trimmed, without empty ones.

    >>> list(sentences("Haryana scored 99.97. It was No. 1! हरियाणा प्रथम।"))
    ['Haryana scored 99.97', 'It was No. 1', 'हरियाणा प्रथम']
    """
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0] == "." and _abbreviated(text, end.start()):
            continue
        if sentence := text[start : end.start()].strip():
            yield sentence
        start = end.end()
    if sentence := text[start:].strip(" \t."):
        yield sentence


def _abbreviated(text: str, end: int) -> bool:
    """Whether the full stop at `end` belongs to an abbreviation or an initial."""
    start = max(text.rfind(" ", max(0, end - 8), end), text.rfind("\n", max(0, end - 8), end)) + 1
    word = text[start:end]
    return word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def items(sentence: str, known: Lexicon) -> list[Item]:
    """The items of a sentence in their order, with those that say nothing.

    >>> from insights.claims.vocabulary import lexicon
    >>> [item.role for item in items("Haryana was first 20 times", lexicon({"Haryana": "HR"}, {}))]
    ['S', 'w', 'O', 'N', 't']
    """
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), _plain(sentence))
    tokens = [(match.lastgroup or "", match[0]) for match in TOKEN.finditer(text)]
    spelt = [fold(word) for _, word in tokens]
    shouted = not any(sign.islower() or "ऀ" <= sign <= "ॿ" for sign in text)
    found: list[Item] = []
    place = 0
    while place < len(tokens):
        length, item = _phrase(tokens, spelt, place, known)
        if item is None or (item.role == MONTH and _homograph(tokens, spelt, place)):
            kind, word = tokens[place]
            length, item = 1, _single(kind, word, known, shouted=shouted)
        found.append(item)
        place += length
    return found


def _plain(text: str) -> str:
    """Digits of any script as 0–9, and one kind of apostrophe, so that the tokens are found."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)
    return re.sub(r"['’]s\b", "", plain.replace("’", "'"))


def _phrase(
    tokens: Sequence[tuple[str, str]], spelt: Sequence[str], place: int, known: Lexicon
) -> tuple[int, Item | None]:
    """The longest known phrase that begins here, and how many tokens it takes."""
    for length in range(min(known.longest.get(spelt[place], 0), len(tokens) - place), 0, -1):
        meaning = known.phrases.get(tuple(spelt[place : place + length]))
        if meaning is not None:
            words = tuple(word for _, word in tokens[place : place + length])
            return length, Item(*meaning, words)
    return 0, None


def _homograph(tokens: Sequence[tuple[str, str]], spelt: Sequence[str], place: int) -> bool:
    """Whether a month's name is the verb "may" or "march"."""
    followed = place + 1 < len(tokens) and tokens[place + 1][0] == "number"
    return spelt[place] in _HOMOGRAPHS and tokens[place][1][0].islower() and not followed


_MARKS = {",": ",", ";": ",", "&": ",", ":": COLON, "–": COLON, "—": COLON, "-": COLON, "%": "d"}


def _single(kind: str, word: str, known: Lexicon, *, shouted: bool) -> Item:
    """A token that stands in no list."""
    role: str = UNKNOWN
    value: Any = None
    if kind == "iso" and 1 <= int(word[5:]) <= 12:
        role, value = "D", ((int(word[:4]), int(word[5:])),)
    elif kind == "ordinal":
        role, value = ORDINAL, int("".join(sign for sign in word if sign.isdecimal()))
    elif kind == "number" and len(word) == 4 and word.isdigit() and int(word) in YEARS:
        role, value = YEAR, int(word)
    elif kind == "number":
        role, value = NUMBER, Amount(Decimal(word.replace(",", "")))
    elif kind == "mark":
        role = _MARKS.get(word, UNKNOWN)
    elif word.isupper() and word in known.codes and not shouted:
        role, value = STATE, word
    return Item(role, value, (word,))


def rewrite(
    found: Iterable[Item], pattern: str, made: Callable[[list[Item]], Sequence[Item] | None]
) -> list[Item]:
    """Replace each run of items whose roles fit `pattern` by what `made` gives for it; None leaves it."""
    given = list(found)
    roles = "".join(item.role for item in given)
    out: list[Item] = []
    at = 0
    for match in re.finditer(pattern, roles):
        new = made(given[match.start() : match.end()])
        if new is not None:
            out += given[at : match.start()]
            out += new
            at = match.end()
    return out + given[at:]


def joined(role: str, value: Any, run: Sequence[Item]) -> list[Item]:
    """One item in place of several, with all their words."""
    return [Item(role, value, tuple(word for item in run for word in item.words))]
