"""`claims/`: claims about the ranking, each with its verdict and what the verdict rests on."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, SampleBasisText, StateBrief
from rankings.api.documents.said import Board, Category, Count, MonthText, Rank, Score, says
from rankings.api.documents.streaks import Coverage
from rankings.core.claims import ClaimKind, Verdict

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
Number = Annotated[int, says("Months, or a rank.", minimum=0)]
_Window = TypedDict("_Window", {"from": MonthText, "to": MonthText})


class ClaimParts(_Window):
    """A claim in its parts."""

    state: StateBrief
    board: Board
    category: Category
    kind: Kind
    number: Number


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
