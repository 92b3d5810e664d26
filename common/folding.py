"""Finding by name, in English and Hindi at once: what a reader types, folded, against names, folded.

>>> things = [Named("HR", ("Haryana", "हरियाणा")), Named("OD", ("Odisha", "Orissa", "ओडिशा"))]
>>> found("ORISSA", things), found("हरियाणा", things), found("hary", things)
(('OD',), ('HR',), ('HR',))
>>> near("hariyana", things)
('HR',)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

LONGEST = 100
"""Letters of a query that are read, counted as they are compared: one sign can stand for eighteen letters."""

_NUKTA, _VIRAMA, _ANUSVARA = "\u093c", "\u094d", "\u0902"
# A nasal before a letter of its own row is written as a dot by some and as half a letter by others.
_NASALS = re.compile(f"[ङञणनम]{_VIRAMA}(?=[क-म])")
_DROPPED = {ord(one): None for one in f"{_NUKTA}\u200c\u200d"} | {ord("\u0901"): _ANUSVARA}
_DIGITS = {ord("०") + number: str(number) for number in range(10)}
_NEAR = 0.74


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that can be found, by any of its names in any language. `key` is the caller's."""

    key: str
    names: tuple[str, ...]


def folded(text: str) -> str:
    """Words in one spelling: no case, no accents, one way of writing nasals, digits 0–9, single spaces.

    >>> folded("  J&K "), folded("सितम्बर २०२३") == folded("सितंबर 2023"), folded("मिज़ोरम") == folded("मिजोरम")
    ('j and k', True, True)
    """
    composed = unicodedata.normalize("NFKC", text[: 4 * LONGEST])[:LONGEST].casefold()
    plain = unicodedata.normalize("NFD", composed)[:LONGEST]
    plain = "".join(one for one in plain if not ("\u0300" <= one <= "\u036f"))
    plain = _NASALS.sub(_ANUSVARA, plain.translate(_DROPPED).translate(_DIGITS)).replace("&", " and ")
    letters = (one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in plain)
    return " ".join("".join(letters).split())


def found(query: str, things: Iterable[Named]) -> tuple[str, ...]:
    """The keys of what the query names, best first: the very name, its beginning, words of it, parts of it."""
    wanted = folded(query)
    graded = [(grade, place, one.key) for place, one in enumerate(things) if (grade := _grade(wanted, one))]
    return tuple(key for _, _, key in sorted(graded))


def near(query: str, things: Iterable[Named], *, most: int = 3) -> tuple[str, ...]:
    """The keys of what has a name spelt nearly like the query, nearest first."""
    wanted = folded(query)
    if len(wanted) < 3:
        return ()
    graded = [(-_nearness(wanted, one), place, one.key) for place, one in enumerate(things)]
    return tuple(key for grade, _, key in sorted(graded)[:most] if -grade >= _NEAR)


def _grade(wanted: str, thing: Named) -> int:
    """1 to 4, or 0 where nothing fits."""
    return min(filter(None, (_fit(wanted, folded(name)) for name in thing.names)), default=0)


def _fit(wanted: str, name: str) -> int:
    if not wanted or not name:
        return 0
    if wanted == name:
        return 1
    if len(wanted) > 1 and name.startswith(wanted):
        return 2
    words = wanted.split()
    if max(map(len, words)) > 1 and all(any(one.startswith(word) for one in name.split()) for word in words):
        return 3
    return 4 if min(map(len, words)) > 2 and all(word in name for word in words) else 0


def _nearness(wanted: str, thing: Named) -> float:
    """How alike the spellings are, from 0 to 1; to order suggestions by, nothing more."""
    return max(SequenceMatcher(None, wanted, folded(name)).ratio() for name in thing.names)
