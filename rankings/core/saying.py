"""Reads a claim as people say it, in English or Hindi: who, what counter, how many, from when to when.

Nothing is guessed beyond the words: what was not understood stays empty, and the reader is shown how the rest was
taken. The four counters that are easily taken for one another are told apart as the domain has them: “20 times”
counts months, “six in a row” is a streak, “first in 2022” is an annual rank.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rankings.core.claims import ClaimKind
from states.months import Month

_MONTHS = (
    "january jan जनवरी", "february feb फरवरी", "march mar मार्च", "april apr अप्रैल", "may मई", "june jun जून",
    "july jul जुलाई", "august aug अगस्त", "september sep sept सितंबर", "october oct अक्टूबर अक्तूबर",
    "november nov नवंबर", "december dec दिसंबर",
)  # fmt: skip
_NUMBERS = (
    "zero शून्य", "one एक", "two twice second दो दूसरे दूसरा दूसरी", "three thrice third तीन तीसरे तीसरा तीसरी",
    "four fourth चार चौथे चौथा चौथी", "five fifth पांच पांचवें", "six sixth छह छः छठे छठा छठी", "seven seventh सात सातवें",
    "eight eighth आठ आठवें", "nine ninth नौ नौवें", "ten tenth दस दसवें", "eleven eleventh ग्यारह", "twelve twelfth बारह",
)  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLACES = _words(
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "दूसरे दूसरा तीसरे तीसरा चौथे चौथा पांचवें छठे छठा सातवें आठवें नौवें दसवें"
)
_FIRST = _words("first 1st topped प्रथम पहला पहले पहली अव्वल")
_ROW = _words("consecutive consecutively straight successive row लगातार")
_LONGEST = _words("longest लंबा लंबी लंबे")
_RANK = _words("rank ranked position place रैंक स्थान")
_TOP = _words("top शीर्ष")
_SINCE = _words("since from")
_FILLING = _words("the past last previous out पिछले अंतिम")
_TAKEN = "·"
_WORD = re.compile(r"[0-9]{4}-[0-9]{2}|[^\s,.;:!?।()…–—“”\"']+")
# Longer numbers are no counts of months.
_ORDINAL = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th|वें|वा|वी)")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as far as it was understood: `state` and `count` are None where the words do not tell them.

    `board` and `category` are empty where none is named.
    """

    state: str | None
    kind: ClaimKind
    count: int | None
    first: Month
    last: Month
    board: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class _Span:
    """Months that were named. `open`: from the first one on; `whole_year`: a year and nothing narrower."""

    first: Month
    last: Month
    open: bool
    whole_year: bool


def understood(text: str, names: Mapping[str, str], oldest: Month, newest: Month) -> Said:
    """Read a claim. `names` gives the code of a State for each of its names; the months are those on record.

    >>> said = understood("Haryana was first in 29 of 39 months from June 2021", {"Haryana": "HR"},
    ...                   Month(2021, 6), Month(2023, 10))
    >>> said.state, str(said.kind), said.count, str(said.first), str(said.last)
    ('HR', 'months_first', 29, '2021-06', '2024-08')
    """
    words = _WORD.findall(text)
    state, words = _state(words, names)
    tokens = [_folded(word) for word in words]
    span = _span(tokens, newest)
    count, length = _counted(tokens)
    window = _window(span, length, oldest, newest)
    kind, count = _kind(tokens, span, count, window, newest)
    return Said(state, kind, count, *window, *scope_said(text))


def scope_said(text: str) -> tuple[str, str]:
    """The board and the category that a sentence names; empty for one that it does not name.

    >>> scope_said("first on ICJS among hilly States"), scope_said("लद्दाख केंद्र शासित प्रदेशों में प्रथम")
    (('icjs', 'hilly-ne'), ('', 'ut'))
    """
    said = tokens_of(text)
    return tuple(  # type: ignore[return-value]
        next((code for code, words in known.items() if said & words), "") for known in (_BOARDS, _CATEGORIES)
    )


def tokens_of(text: str) -> frozenset[str]:
    """The words of a text, each in one spelling of many."""
    return frozenset(_folded(word) for word in _WORD.findall(text))


def _folded(word: str) -> str:
    """One spelling of many: case, nukta, chandrabindu and the two ways to write a nasal before b are evened out."""
    text = unicodedata.normalize("NFKD", word).casefold()
    for old, new in (("\u093c", ""), ("\u0901", "\u0902"), ("\u200c", ""), ("\u200d", ""), ("म्ब", "ंब")):
        text = text.replace(old, new)
    text = unicodedata.normalize("NFC", text)
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def _named(**lines: str) -> dict[str, frozenset[str]]:
    return {
        code.replace("_", "-"): frozenset(_folded(word) for word in words.split())
        for code, words in lines.items()
    }


_BOARDS = _named(
    cctns="cctns सीसीटीएनएस", icjs="icjs आईसीजेएस", itsso="itsso आईटीएसएसओ", overall="overall समग्र"
)
_CATEGORIES = _named(
    hilly_ne="hilly northeastern north-eastern north-east पर्वतीय पहाड़ी पूर्वोत्तर",
    major="major बड़े",
    ut="ut uts territories शासित",
)


def _table(lines: Iterable[str], start: int) -> dict[str, int]:
    return {_folded(word): number for number, line in enumerate(lines, start) for word in line.split()}


_MONTH_NUMBERS = _table(_MONTHS, 1)
_NUMBER_WORDS = _table(_NUMBERS, 0)


def _state(words: list[str], names: Mapping[str, str]) -> tuple[str | None, list[str]]:
    """The State, and the words without its name. A code counts only in capitals: `UP` is one, `up` is none."""
    for number, word in enumerate(words):
        if word.isupper() and word in names.values():
            return word, [*words[:number], _TAKEN, *words[number + 1 :]]
    tokens = [_folded(word) for word in words]
    for name in sorted(names, key=len, reverse=True):
        wanted = [_folded(word) for word in name.split()]
        for start in range(len(tokens) - len(wanted) + 1):
            if tokens[start : start + len(wanted)] == wanted:
                return names[name], [*words[:start], _TAKEN, *words[start + len(wanted) :]]
    return None, words


def _span(tokens: list[str], newest: Month) -> _Span | None:
    """The months that are named; their words are taken out, so that no year is counted."""
    months: list[Month] = []
    years: list[int] = []
    bare: list[tuple[int, int]] = []
    since = False
    for place, token in enumerate(tokens):
        number = _MONTH_NUMBERS.get(token)
        year = _year(tokens[place + 1]) if place + 1 < len(tokens) else None
        if number and year:
            months += [Month(year, one) for _, one in bare] + [Month(year, number)]
            since |= _opens(tokens, place, place + 2)
            tokens[place : place + 2] = [_TAKEN, _TAKEN]
            bare = []
        elif number:
            bare.append((place, number))
        elif "-" in token and (one := _iso(token)):
            months.append(one)
            since |= _opens(tokens, place, place + 1)
            tokens[place] = _TAKEN
        elif found := _year(token):
            years.append(found)
            since |= _opens(tokens, place, place + 1)
            tokens[place] = _TAKEN
    return _span_of(months, years, newest, since=since)


def _span_of(months: list[Month], years: list[int], newest: Month, *, since: bool) -> _Span | None:
    whole = not months
    ends = months or [month for year in years for month in (Month(year, 1), Month(year, 12))]
    if not ends:
        return None
    first, last = min(ends), max(ends)
    opens = since and (len(months) == 1 or (whole and len(years) == 1))
    return _Span(first, max(first, newest) if opens else last, opens, whole and len(years) == 1 and not since)


def _opens(tokens: Sequence[str], start: int, end: int) -> bool:
    """`since June 2021`, `जून 2021 से`: from that month on."""
    return (start > 0 and tokens[start - 1] in _SINCE) or (end < len(tokens) and tokens[end] == "से")


def _year(token: str) -> int | None:
    return int(token) if re.fullmatch(r"(19|20)[0-9]{2}", token) else None


def _iso(token: str) -> Month | None:
    try:
        return Month.parse(token)
    except ValueError:
        return None


def _number(token: str) -> int | None:
    ordinal = _ORDINAL.fullmatch(token)
    if ordinal and token not in _FIRST:
        return int(ordinal[1])
    return int(token) if re.fullmatch(r"[0-9]{1,3}", token) else _NUMBER_WORDS.get(token)


def _counted(tokens: Sequence[str]) -> tuple[int | None, int | None]:
    """The number, and of how many months: `29 of the past 39`, `39 में से 29`."""
    kept = [token for token in tokens if token not in _FILLING]
    for place, token in enumerate(kept):
        number = _number(token)
        if number is None:
            continue
        if place + 2 < len(kept) and kept[place + 1] == "of" and (whole := _number(kept[place + 2])):
            return number, whole
        if kept[place + 1 : place + 3] == ["में", "से"] and place + 3 < len(kept):
            return _number(kept[place + 3]), number
        return number, None
    return None, None


def _window(span: _Span | None, length: int | None, oldest: Month, newest: Month) -> tuple[Month, Month]:
    if span is None:
        return (newest.plus(1 - length) if length else oldest), newest
    if span.open and length:
        return span.first, span.first.plus(length - 1)
    return span.first, span.last


def _kind(
    tokens: Sequence[str], span: _Span | None, count: int | None, window: tuple[Month, Month], newest: Month
) -> tuple[ClaimKind, int | None]:
    said = set(tokens)
    if said & (_ROW | _LONGEST):
        current = not said & _LONGEST and window[1] == newest
        return (ClaimKind.CURRENT_STREAK if current else ClaimKind.LONGEST_STREAK), count
    year = span is not None and span.whole_year
    if said & _TOP:
        return ClaimKind.TOP, count
    if said & _FIRST:
        if count is None and span is not None and (year or span.first == span.last):
            return (ClaimKind.ANNUAL if year else ClaimKind.MONTHS_FIRST), 1
        return ClaimKind.MONTHS_FIRST, count
    if said & _RANK or said & _PLACES or any(_ORDINAL.fullmatch(token) for token in tokens):
        return (ClaimKind.ANNUAL if year else ClaimKind.RANK), count
    return ClaimKind.MONTHS_FIRST, count
