"""`claims/`: claims about the ranking, each with its verdict and what the verdict rests on."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, NotRequired, TypedDict

from insights.claims.kinds import ClaimKind, Relation, Verdict
from rankings.api.said import (
    Board,
    Category,
    Count,
    Coverage,
    Known,
    MonthText,
    Rank,
    SampleBasisText,
    Score,
    StateBrief,
    says,
)

Kind = Annotated[str, says("What a claim counts.", name="ClaimKind", enum=[*ClaimKind])]
VerdictText = Annotated[
    str,
    says(
        "TRUE: the lists on record prove it; FALSE: they make it impossible; UNPROVEN: what is not on record could "
        "still decide.",
        name="Verdict",
        enum=[*Verdict],
    ),
]
Number = Annotated[Decimal, says("Months, a rank, or a score; 1 where the kind is so or not so.", minimum=0)]
RelationText = Annotated[
    str,
    says(
        "How the number is meant; about: within a tenth of it; all: every parameter that applies.",
        name="ClaimRelation",
        enum=[*Relation],
    ),
]
_Window = TypedDict("_Window", {"from": MonthText, "to": MonthText})


class ClaimParts(_Window):
    """A claim in its parts."""

    state: StateBrief
    board: Board
    category: Category
    kind: Kind
    number: Number
    relation: RelationText
    other: Annotated[str, says("The second State, or the parameter; empty for kinds that have neither.")]


class PublicClaim(ClaimParts):
    """A claim that was made in public."""

    source: str
    verdict: VerdictText
    recorded_verdict: Annotated[VerdictText, says("By the published record alone.")]
    counted_months: list[MonthText]
    undecided_months: Annotated[
        list[MonthText],
        says("Months of the window not on record for the State; of a year, those without a complete list."),
    ]
    attainable: Annotated[list[Number], says("Every number that the record allows.")]
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: SampleBasisText


class Claims(TypedDict):
    """Claims that were made in public, with their verdicts."""

    count: Count
    results: list[PublicClaim]


class ClaimMonth(TypedDict):
    """A month of the window, as it is on record for the State."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where it was unranked or is not on record.")]
    score: Score | None
    counted: Annotated[bool, says("Whether it makes up the number that is proven.")]
    undecided: Annotated[
        bool, says("Whether it is not on record for the State; of a year, whether its list is not complete.")
    ]


class CheckedClaim(ClaimParts, Coverage, Known):
    """A claim, its verdict and the months that it rests on."""

    verdict: VerdictText
    attainable: Annotated[list[Number], says("Every number that the record allows.")]
    count: Count
    results: list[ClaimMonth]


class ReadClaim(ClaimParts):
    """A claim as it was read in a sentence, and its verdict by the lists of the plain address."""

    verdict: VerdictText
    recorded_verdict: NotRequired[
        Annotated[VerdictText, says("By the published record alone; only where it says the opposite.")]
    ]
    reading: Annotated[str, says("How the claim was taken, in English.")]
    reading_hi: Annotated[str, says("The same in Hindi.")]
    answer: Annotated[
        str, says("What the lists say, and the nearest true statement where the claim is false.")
    ]
    answer_hi: Annotated[str, says("The same in Hindi.")]
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: SampleBasisText
    url: Annotated[str, says("The permanent address of the claim, from the root of the site.")]


class ReadSentence(TypedDict):
    """A sentence with its claims in their order; none where it holds none that the lists can decide."""

    sentence: str
    claims: list[ReadClaim]
    unread: Annotated[list[str], says("Words that were not understood.")]


class ReadClaims(Known):
    """A text, sentence by sentence."""

    count: Count
    results: list[ReadSentence]
