"""Claims checked against the lists on record: one in its parts, and what people say in words, up to a whole note."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from django.utils.translation import gettext

from common.asking import MalformedQueryError, UnknownNameError
from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, Relation, Verdict
from insights.claims.lexer import Lexicon, lexicon
from insights.claims.parser import ParsedSentence, parse_note
from insights.claims.verdicts import Evidence, check
from metrics.models import Parameter
from rankings.annual.queries import DEFAULT_TIES, ties_of
from rankings.lists import asked
from rankings.lists.asked import LONGEST_WINDOW
from rankings.lists.histories import Scope, history
from rankings.lists.history import History
from rankings.lists.marks import marks_view, months_with_marks
from rankings.lists.ranks import Ties
from rankings.models import Origin
from states.models import State
from states.selectors import categories_in, membership, other_names, state_by_code

COUNTERS = (ClaimKind.MONTHS_FIRST, ClaimKind.CURRENT_STREAK, ClaimKind.LONGEST_STREAK)
"""Three counters that are easily taken for one another."""
MOST_MONTHS = 3_000
"""Months that the claims of one note may ask for, together: a press note asks for some four hundred."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`counters` holds the evidence by each of `COUNTERS`; empty for a claim of a rank.

    `recorded` is the verdict of the published record alone where it says the opposite, else None. `whole` counts
    first places over all that is on record, where a claim counts them in a part of it.
    """

    evidence: Evidence
    counters: tuple[Evidence, ...]
    scope: Scope
    recorded: Verdict | None = None
    whole: Evidence | None = None


ReadSentence = tuple[ParsedSentence, tuple[Checked, ...], bool]
"""A sentence, its claims checked, and whether the sentences before it took all the months that one note may ask for.

Then it was not checked.
"""


class Lists:
    """The lists that claims are checked against, with the origin and day of `asked`; each history is read once."""

    def __init__(self, asked: Scope, states: Sequence[State]) -> None:
        self.asked, self.states = asked, states
        self.names = {state.code: state.name for state in states}
        self.history, self._members, self.marks_of = cache(history), cache(membership), cache(self._marks_of)

    def scope(self, board: str, category: str) -> Scope:
        """The history of a board and category; empty means those that were asked for."""
        return replace(self.asked, board=board or self.asked.board, category=category or self.asked.category)

    def record(self, board: str, category: str) -> tuple[Month, Month] | None:
        """The oldest and the newest month on record."""
        lists = self.history(self.scope(board, category))
        return (min(lists), max(lists)) if lists else None

    def checked(self, claim: Claim, scope: Scope) -> Checked:
        """The claim by the lists of `scope`, and by the published record where that says the opposite."""
        evidence = self.check(claim, scope)
        counters: tuple[Evidence, ...] = ()
        if claim.kind in COUNTERS:
            counters = tuple(
                evidence if kind is claim.kind else self.check(replace(claim, kind=kind), scope)
                for kind in COUNTERS
            )
        return Checked(evidence, counters, scope, self._opposite(evidence, scope), self._whole(claim, scope))

    def _whole(self, claim: Claim, scope: Scope) -> Evidence | None:
        bounds = self.record(scope.board, scope.category)
        if claim.kind is not ClaimKind.MONTHS_FIRST or bounds is None or bounds == (claim.first, claim.last):
            return None
        return self.check(replace(claim, first=bounds[0], last=bounds[1]), scope)

    def parameter(self, code: str) -> tuple[str, str]:
        """The name of a parameter in English and Hindi, by the newest version that has it; else its code."""
        named = (
            Parameter.objects.filter(code=code)
            .order_by("-methodology__holds_from")
            .values_list("name", "name_hi")
        )
        return named.first() or (code, code)

    def _opposite(self, evidence: Evidence, scope: Scope) -> Verdict | None:
        """TRUE where the record says so and the lists that were asked say FALSE, and the other way round."""
        if scope.origin is not None or evidence.verdict is Verdict.UNPROVEN:
            return None
        recorded = self.check(evidence.claim, replace(scope, origin=Origin.RECORDED)).verdict
        return None if recorded in (Verdict.UNPROVEN, evidence.verdict) else recorded

    def check(self, claim: Claim, scope: Scope) -> Evidence:
        """The verdict by the lists of `scope`, and what it rests on. Recorded lists say nothing of marks."""
        lists, marks = self.history(scope), self.marks_of
        if scope.origin == Origin.RECORDED:
            marks = cache(lambda state, month: None)
        ties = ties_for(claim, lists)
        return check(claim, lists, self.names, self._members(scope.category), ties, marks)

    @cached_property
    def _months(self) -> frozenset[Month]:
        return frozenset(months_with_marks(self.asked.as_of))

    def _marks_of(self, code: str, month: Month) -> tuple[frozenset[str], frozenset[str]] | None:
        """The parameters at full marks, and all that apply; None where no computed list stands."""
        if month not in self._months:
            return None
        state = next(state for state in self.states if state.code == code)
        rows = marks_view(state, str(month), self.asked.as_of).rows
        return (
            frozenset(row.parameter for row in rows if row.full_marks),
            frozenset(row.parameter for row in rows if row.status != "not_applicable"),
        )


def ties_for(claim: Claim, history: History) -> Ties:
    """The rule for equal means of the year that an annual claim is about; no other claim asks for one."""
    if claim.kind is not ClaimKind.ANNUAL:
        return DEFAULT_TIES
    return ties_of({month: one for month, one in history.items() if month.year == claim.first.year})


def read_note(text: str, lists: Lists) -> list[ReadSentence]:
    """What people say in words, English or Hindi: every sentence with its claims, each checked."""
    left = MOST_MONTHS
    read = []
    for sentence in parse_note(text, claim_words(lists.states), lists.record, categories_in()):
        left -= sum(_months(claim) for claim, _, _ in sentence.claims)
        over = bool(sentence.claims) and left < 0
        claims = () if over else sentence.claims
        checked = tuple(lists.checked(claim, lists.scope(*about)) for claim, *about in claims)
        read.append((sentence, checked, over))
    return read


def _months(claim: Claim) -> int:
    """How many months a claim asks for; the ranking of a year counts as four of them, as it costs."""
    months = claim.last.ordinal - claim.first.ordinal + 1
    return 4 * months if claim.kind is ClaimKind.ANNUAL else months


def claim_words(states: Iterable[State]) -> Lexicon:
    """The vocabulary of claims with the names of these States and of every parameter. One query."""
    others = other_names()
    names = {
        name: state.code
        for state in states
        for name in (state.name, state.name_hi, *others.get(state.code, ()))
    }
    parameters = Parameter.objects.values_list("name", "name_hi", "code").distinct()
    return lexicon(names, {name: code for *both, code in parameters for name in both})


# Claims that were made in public, each with its source and what the lists on record say of it.

FILE = Path(__file__).parent.parent / "data" / "claims.csv"
PublicClaim = tuple[Claim, Scope, str, Evidence, Evidence]
"""A claim as it was made, the lists that it is about, where it stood, and what the lists say of it.

First by the lists that are shown by default, then by what the press reported alone.
"""


def public_claims(states: Sequence[State]) -> list[PublicClaim]:
    """The claims of the shipped file, in its order. Queries grow with their boards, not with the lists."""
    shown, recorded = Lists(Scope("", ""), states), Lists(Scope("", "", Origin.RECORDED), states)
    public = []
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            window = Month.parse(row["from"]), Month.parse(row["to"])
            claim = Claim(row["state"], ClaimKind(row["kind"]), int(row["count"]), *window)
            evidence, of_record = (
                lists.check(claim, lists.scope(row["board"], row["category"])) for lists in (shown, recorded)
            )
            public.append((claim, Scope(row["board"], row["category"]), row["source"], evidence, of_record))
    return public


# A claim as an address asks it in its parts: the permanent address of a claim and its verdict.

OTHERS = (ClaimKind.AHEAD, ClaimKind.BEHIND)
"""Kinds that compare with a second State."""
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,5}", re.ASCII)


def query_of(claim: Claim) -> dict[str, str]:
    """The parts of a claim as an address says them, without its months."""
    query = {"kind": claim.kind.value, "state": claim.state, "count": number_text(claim.kind, claim.count)}
    if claim.relation is not Relation.EXACTLY:
        query["relation"] = claim.relation.value
    return query | ({"other": claim.other} if claim.other else {})


def claim_in(
    query: Mapping[str, str],
    record: tuple[Month, Month] | None,
    *,
    state: str = "state",
    count: str = "count",
) -> Claim | None:
    """The claim that a query makes; None where it names no State or no number.

    Months that are left out are the first and the last on record. `state` and `count` are what the address calls
    them. Raises UnknownStateError, UnknownNameError and MalformedQueryError, which say how to mend it.
    """
    kind = ClaimKind(asked.one_of(query.get("kind"), "kind", ClaimKind) or ClaimKind.MONTHS_FIRST)
    relation = Relation(asked.one_of(query.get("relation"), "relation", Relation) or Relation.EXACTLY)
    code = state_by_code(query[state]).code if query.get(state) else None
    number = _count(query.get(count), kind, count)
    other = _other(query.get("other"), kind)
    first, last = asked.window(query.get("from"), query.get("to"))
    if record is not None and (first is None or last is None):
        first, last = first or min(record[0], last or record[0]), last or max(record[1], first or record[1])
    if code is None or number is None or first is None or last is None:
        return None
    try:
        return Claim(code, kind, number, first, last, relation, other)
    except ValueError:
        told = gettext("An annual rank is of a calendar year: ask from %(first)s to %(last)s.")
        values = {"first": f"{last.year}-01", "last": f"{last.year}-12"}
        raise MalformedQueryError("from", told % values) from None


def _count(text: str | None, kind: ClaimKind, name: str) -> int | None:
    if not text:
        return None
    if kind is ClaimKind.SCORE:
        if not _SCORE.fullmatch(text) or float(text) > 100:
            told = gettext("%(field)s: “%(value)s” is not a score; write it as 99.97, from 0 to 100")
            raise MalformedQueryError(name, told % {"field": name, "value": text[:40]})
        whole, _, decimals = text.partition(".")
        return int(whole) * 100 + int(decimals.ljust(2, "0"))
    if not _WHOLE.fullmatch(text) or int(text) > LONGEST_WINDOW:
        told = gettext("%(field)s: “%(value)s” is not a whole number from 0 to %(most)s")
        raise MalformedQueryError(name, told % {"field": name, "value": text[:40], "most": LONGEST_WINDOW})
    return int(text)


def _other(text: str | None, kind: ClaimKind) -> str:
    """The second State, or the parameter; empty for kinds that have neither."""
    if kind in OTHERS:
        if not text:
            raise MalformedQueryError("other", gettext("other: name the second State, for example HP"))
        return state_by_code(text).code
    if kind is ClaimKind.FULL_MARKS_IN:
        known = sorted(set(Parameter.objects.values_list("code", flat=True)))
        if (text or "").upper() not in known:
            raise UnknownNameError("parameter", (text or "")[:40], known)
        return (text or "").upper()
    return ""


def number_text(kind: ClaimKind, count: int) -> str:
    """The number of a claim as people write it: a score has two decimals."""
    return f"{count // 100}.{count % 100:02d}" if kind is ClaimKind.SCORE else str(count)
