"""Cuts what people say about the ranking into sentences, and each sentence into items with a role.

The words stand in `data/claim_words.toml`, with the names of States and parameters beside them; spelling is evened
out. A phrase is taken as long as it can be: "out of" before "of". What stands in no list is an item of the role
`UNKNOWN`, so that nobody can pass over it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


# A text in sentences, a sentence in items.

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
