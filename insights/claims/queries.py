"""Claims checked against the lists on record: one in its parts, and what people say in words, up to a whole note."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from common.months import Month
from insights.claims.kinds import Claim, ClaimKind, FullMarks, Members, Verdict
from insights.claims.parser import ParsedClaim, parse_note
from insights.claims.verdicts import Evidence, check
from insights.claims.vocabulary import Lexicon, lexicon
from metrics.models import Parameter
from rankings.annual.queries import DEFAULT_TIES, ties_of
from rankings.lists.histories import Scope, history
from rankings.lists.history import History
from rankings.lists.marks import marks_view, months_with_marks
from rankings.lists.ranks import Ties
from rankings.models import Origin
from states.models import State
from states.names import other_names
from states.selectors import categories_in, membership

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


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its claims, each checked; the rest is as `ParsedSentence` has it.

    `over`: the sentences before it took all the months that one note may ask for, so that it was not checked.
    """

    text: str
    claims: tuple[Checked, ...]
    unread: tuple[str, ...]
    stateless: bool
    checkable: bool
    over: bool = False


@dataclass(slots=True)
class Lists:
    """The lists that claims are checked against, with the origin and day of `asked`; each history is read once."""

    asked: Scope
    states: Sequence[State]
    _histories: dict[Scope, History] = field(default_factory=dict)
    _members: dict[str, Members] = field(default_factory=dict)
    _marks: dict[tuple[str, Month], tuple[frozenset[str], frozenset[str]] | None] = field(
        default_factory=dict
    )
    _months: frozenset[Month] | None = None

    def scope(self, board: str, category: str) -> Scope:
        """The history of a board and category; empty means those that were asked for."""
        return replace(self.asked, board=board or self.asked.board, category=category or self.asked.category)

    def history(self, scope: Scope) -> History:
        if scope not in self._histories:
            self._histories[scope] = history(scope)
        return self._histories[scope]

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
        """The verdict by the lists of `scope`, and what it rests on."""
        lists = self.history(scope)
        if scope.category not in self._members:
            self._members[scope.category] = membership(scope.category)
        names = {state.code: state.name for state in self.states}
        return check(
            claim,
            lists,
            names,
            self._members[scope.category],
            ties_for(claim, lists),
            self._full_marks(scope),
        )

    def _full_marks(self, scope: Scope) -> FullMarks:
        """Recorded lists say nothing of marks."""
        return (lambda state, month: None) if scope.origin == Origin.RECORDED else self.marks_of

    def marks_of(self, state: str, month: Month) -> tuple[frozenset[str], frozenset[str]] | None:
        """The parameters at full marks, and all that apply; None where no computed list stands."""
        if self._months is None:
            self._months = frozenset(months_with_marks(self.asked.as_of))
        if month not in self._months:
            return None
        if (state, month) not in self._marks:
            named = next(one for one in self.states if one.code == state)
            rows = marks_view(named, str(month), self.asked.as_of).rows
            self._marks[state, month] = (
                frozenset(row.parameter for row in rows if row.full_marks),
                frozenset(row.parameter for row in rows if row.status != "not_applicable"),
            )
        return self._marks[state, month]


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
        claims = [(_claim(parsed), lists.scope(parsed.board, parsed.category)) for parsed in sentence.claims]
        left -= sum(_months(claim) for claim, _ in claims)
        over = bool(claims) and left < 0
        checked = () if over else tuple(lists.checked(claim, scope) for claim, scope in claims)
        read.append(
            ReadSentence(
                sentence.text, checked, sentence.unread, sentence.stateless, sentence.checkable, over=over
            )
        )
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


def _claim(parsed: ParsedClaim) -> Claim:
    return Claim(
        parsed.state, parsed.kind, parsed.number, parsed.first, parsed.last, parsed.relation, parsed.other
    )


# Claims that were made in public, each with its source and what the lists on record say of it.

FILE = Path(__file__).parent.parent / "data" / "claims.csv"


@dataclass(frozen=True, slots=True)
class PublicClaim:
    """A claim as it was made, about the lists of `board` and `category`, and where it stood."""

    claim: Claim
    board: str
    category: str
    source: str


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """`evidence` is by the lists that are shown by default, `recorded` by what the press reported alone."""

    public: PublicClaim
    evidence: Evidence
    recorded: Evidence


def public_claims() -> tuple[PublicClaim, ...]:
    """The claims of the shipped file, in its order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            PublicClaim(
                Claim(
                    row["state"],
                    ClaimKind(row["kind"]),
                    int(row["count"]),
                    Month.parse(row["from"]),
                    Month.parse(row["to"]),
                ),
                row["board"],
                row["category"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def checked_claims(states: Sequence[State]) -> tuple[CheckedClaim, ...]:
    """Each with both its verdicts. Queries grow with the boards that the claims are about, not with the lists."""
    shown, recorded = Lists(Scope("", ""), states), Lists(Scope("", "", Origin.RECORDED), states)

    def evidence(public: PublicClaim, lists: Lists) -> Evidence:
        return lists.check(public.claim, lists.scope(public.board, public.category))

    return tuple(
        CheckedClaim(public, evidence(public, shown), evidence(public, recorded))
        for public in public_claims()
    )
