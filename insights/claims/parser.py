"""Reads what people say about the ranking, in English or Hindi: one sentence, or a whole press note.

A claim is read only where every number, name, month and content word of its sentence was used. What is left over makes
the sentence *not understood*, and the answer names those words: a verdict on another question than the one asked is
worse than none. Words that carry no fact (grammar, politeness, praise) are a list in `data/claim_words.toml`.

A sentence is cut into items with a role, each a letter; the grammar rewrites runs of letters (`Nt`, a number and
"times", is a count) until only months, States and predicates are left. These are then put together clause by clause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from common.months import Month
from insights.claims.grammar import PREDICATES, When, predicates, timed
from insights.claims.kinds import Claim
from insights.claims.lexer import (
    BECAUSE,
    BOARD,
    CATEGORY,
    COLON,
    DOUBT,
    NOT,
    NUMBER,
    PASSED,
    SAYING,
    STATE,
    THAT,
    UNKNOWN,
    Item,
    Lexicon,
    items,
    joined,
    rewrite,
    sentences,
)
from insights.claims.predicates import Facts, NotReadError, Setting, claims_of

Record = Callable[[str, str], tuple[Month, Month] | None]
"""The oldest and newest month on record of a board and category; None where there is none."""

LONGEST_NOTE = 10_000
"""Characters of a note."""
# What makes an aside more than one: numbers, months, places, marks.
_CHECKABLE = frozenset("NOMYDQFTfcpq")
_NO_RECORD = (Month(2000, 1), Month(2000, 1))


ParsedClaim = tuple[Claim, str, str]
"""A claim as it was read, with the board and the category that it is about; empty means the usual ones."""


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its claims in their order; `unread` are the words that were not understood.

    `checkable`: it speaks of places, months, marks or numbers, so that it may claim what lists decide. `stateless`: all
    was understood but no State is named.
    """

    text: str
    claims: tuple[ParsedClaim, ...] = ()
    unread: tuple[str, ...] = ()
    stateless: bool = False
    checkable: bool = True


_Clause = tuple[Facts, tuple[str, ...], str, str]
"""What stands between "and" and commas and says something of its own; States, board, category empty if not named."""


def parse_note(
    text: str,
    known: Lexicon,
    record: Record,
    categories: Mapping[str, str],
    board: str = "",
    category: str = "",
) -> list[ParsedSentence]:
    """Every sentence of a note of at most `LONGEST_NOTE` characters.

    A State that the last claims were about is carried on to sentences that say "we", or name none. `board` and
    `category` hold where a sentence names none; `categories` gives each State's category.
    """
    parsed = []
    carried = ""
    for sentence in sentences(text[:LONGEST_NOTE]):
        result = parse_sentence(sentence, known, record, categories, board, category, carried)
        about = {claim.state for claim, _, _ in result.claims}
        if about:
            carried = about.pop() if len(about) == 1 else ""
        parsed.append(result)
    return parsed


def parse_sentence(
    text: str, known: Lexicon, record: Record, categories: Mapping[str, str],
    board: str = "", category: str = "", carried: str = "",
) -> ParsedSentence:  # fmt: skip
    """Read one sentence; see `parse_note`.

    >>> from insights.claims.lexer import lexicon
    >>> names = lexicon({"Haryana": "HR"}, {})
    >>> def read(text: str) -> ParsedSentence:
    ...     return parse_sentence(text, names, lambda board, category: (Month(2021, 6), Month(2023, 10)), {})
    >>> ((claim, _, _),) = read("Haryana was first 20 times since June 2021").claims
    >>> claim.state, str(claim.kind), claim.count, str(claim.first), str(claim.last)
    ('HR', 'months_first', 20, '2021-06', '2023-10')
    >>> read("Haryana was first in 1066 villages").unread
    ('1066', 'villages')
    """
    claims: list[ParsedClaim] = []
    unread: list[str] = []
    asides: list[str] = []
    stateless = False
    for stretch in _stretches(items(text, known)):
        try:
            claims += list(_claims(_clauses(stretch), record, categories, board, category, carried))
        except NotReadError as problem:
            checkable = any(item.role in _CHECKABLE for item in stretch)
            (unread if checkable else asides).extend(problem.words)
            stateless |= problem.stateless
    words = unread if claims or unread else asides
    checkable = bool(claims or unread or stateless)
    return ParsedSentence(
        text, tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(words)), stateless, checkable
    )


def _stretches(found: list[Item]) -> Iterator[list[Item]]:
    """The parts of a sentence that are read for themselves.

    What stands before "that" is who said it, what follows a colon without a fact is whose words they were, and a
    consequence ("because of which …") is a sentence of its own.
    """
    roles = "".join(item.role for item in found)
    start = roles.rfind(THAT) + 1
    frame = roles[:start]
    if start and (SAYING not in frame or DOUBT in frame or NOT in frame):
        start = 0
    ends = [start, *(place for place in range(start, len(roles)) if roles[place] == BECAUSE), len(roles)]
    for first, last in pairwise(ends):
        stretch = found[first:last]
        colon = max((place for place, item in enumerate(stretch) if item.role == COLON), default=-1)
        if colon > 0 and not any(item.role in "SPNOMYDQ1FTRcd" for item in stretch[colon:]):
            stretch = stretch[:colon]
        yield [item for item in stretch if item.role not in (PASSED, BECAUSE)]


_COUNTED = (
    ("GN", lambda run: joined("N", replace(run[1].value, relation=run[0].value), run)),
    ("Ng", lambda run: joined("N", replace(run[0].value, relation=run[1].value), run)),
    (r"\*Np", lambda run: joined(UNKNOWN, None, run)),
    (r"\*p", lambda run: joined("4", None, run)),
    ("Np", lambda run: joined("4", run[0].value, run)),
)


def _clauses(stretch: list[Item]) -> list[_Clause]:
    """The clauses of a stretch, each with what it says. Raises NotReadError for words that were not understood."""
    strange = {UNKNOWN, THAT, SAYING, DOUBT}
    if any(item.role in strange for item in stretch):
        # A number beside words that were not understood was not understood either.
        strange.add(NUMBER)
        raise NotReadError([word for item in stretch if item.role in strange for word in item.words])
    found = [replace(item, role=",") if item.role == COLON else item for item in stretch]
    for pattern, made in _COUNTED:
        found = rewrite(found, pattern, made)
    found = predicates(timed(found))
    parts: list[list[Item]] = [[]]
    for item in found:
        if item.role == ",":
            parts.append([])
        else:
            parts[-1].append(item)
    clauses: list[list[Item]] = []
    waiting: list[Item] = []
    for part in parts:
        roles = {item.role for item in part}
        waiting += part
        if roles & PREDICATES or ("2" in roles and roles & set("RL")):
            clauses.append(waiting)
        elif "2" in roles and STATE in roles and clauses:  # "Haryana was first 20 times, Delhi twice"
            clauses.append([*waiting, *(item for item in clauses[-1] if item.role == "1")])
        else:
            continue
        waiting = []
    if waiting and clauses:
        clauses[-1] += waiting
    return [_clause(found) for found in clauses]


def _clause(found: list[Item]) -> _Clause:
    """Raises NotReadError for what stands there twice: two subjects, two boards, two times."""
    about = (STATE, BOARD, CATEGORY)
    named = [item for role in about for item in found if item.role == role]
    facts = Facts([*named, *(item for item in found if item.role not in (*about, "P"))])
    states, board, category = map(facts.forget, about)
    return facts, states or (), board or "", category or ""


def _claims(
    clauses: list[_Clause],
    record: Record,
    categories: Mapping[str, str],
    board: str,
    category: str,
    carried: str,
) -> Iterator[ParsedClaim]:
    """The claims of clauses; what one of them does not name, it takes from those around it."""
    boards = {own for _, _, own, _ in clauses if own}
    if len(boards) == 1:
        (board,) = boards
    subjects = {own for _, own, _, _ in clauses if own}
    states = next(iter(subjects)) if len(subjects) == 1 else ()
    if not subjects and carried:
        states = (carried,)
    among = ""
    for place, (facts, own_states, own_board, own_category) in enumerate(clauses):
        states = own_states or states
        if not states:
            raise NotReadError([], stateless=True)
        if not own_category and any(categories.get(code) != among for code in states):
            among = ""
        among = own_category or among
        lists = own_board or board, among or category
        months = record(*lists)
        setting = Setting(facts.when, _around(clauses, place), *(months or _NO_RECORD))
        for parts in claims_of(facts, setting):
            for state in states if months else ():
                yield Claim(state, *parts), *lists


def _around(clauses: Sequence[_Clause], place: int) -> When | None:
    """The months of the nearest clause before that names some, else of the nearest one after."""
    beside = [facts.when for facts, *_ in (*reversed(clauses[:place]), *clauses[place + 1 :])]
    return next((when for when in beside if when is not None), None)
