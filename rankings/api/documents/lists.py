"""`rankings/`: the listing of lists and one month's list."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from rankings.api.documents.said import (
    Address,
    Board,
    Category,
    Code,
    Count,
    DayText,
    DigestText,
    MonthBasis,
    MonthText,
    Origin,
    Rank,
    Score,
    Status,
    TimeText,
    Unranked,
    Version,
    says,
)
from rankings.core.history import SampleBasis

Sample = Annotated[bool, says("Whether it rests on sample figures, which are made up.")]
SampleBasisText = Annotated[
    str,
    says(
        "How many of the lists that are counted or compared rest on sample figures: none, all, or some (mixed).",
        name="SampleBasis",
        enum=[*SampleBasis],
    ),
]
Complete = Annotated[bool, says("False where not every member of the category is on record.")]
Revision = Annotated[int, says("Corrections are numbered revisions, from 1.", minimum=1)]


class StateBrief(TypedDict):
    """A State or UT in a row."""

    code: Code
    name: Annotated[str, says(examples=["Haryana"])]
    name_hi: Annotated[str, says(examples=["हरियाणा"])]


class Known(TypedDict):
    """What an answer says about its `as_of`; absent where none was asked for."""

    as_of: NotRequired[Annotated[DayText, says("The day on which this was known.")]]
    release_assumed: NotRequired[
        Annotated[
            list[MonthText],
            says("Months whose day of release is not known: they count as released 60 days after their end."),
        ]
    ]


class Paged(TypedDict):
    """A stretch of a longer collection."""

    count: Annotated[Count, says("How many there are on all pages together.")]
    next: Annotated[Address | None, says("The next page.")]
    previous: Annotated[Address | None, says("The page before.")]


class RankingEntry(TypedDict):
    """A published list in the listing."""

    month: MonthText
    board: Board
    category: Category
    status: Status
    origin: Origin
    sample: Sample
    complete: Complete
    revision: Revision
    released_on: Annotated[DayText | None, says("Null where the day is not known.")]
    published_at: Annotated[TimeText | None, says("When this revision was published here.")]
    digest: DigestText
    url: Annotated[Address, says("The newest revision of this list.")]
    revision_url: Annotated[Address, says("This very revision, for ever.")]


class Rankings(Paged, Known):
    """Published lists, newest month first."""

    results: list[RankingEntry]


class RankingRow(TypedDict):
    """A State or UT in a list."""

    rank: Annotated[Rank | None, says("Null where the State is unranked; `reason` says why.")]
    state: StateBrief
    score: Annotated[Score | None, says("Null where there is none on record.")]
    previous_rank: Annotated[Rank | None, says("From the list of the calendar month before.")]
    rank_change: Annotated[
        int | None, says("Positive where the State moved up; null where there is nothing to compare with.")
    ]
    change_among_both: Annotated[
        int | None,
        says(
            "The same among the States ranked in both lists, so that nobody moves because another sent nothing; "
            "null where fewer than two are."
        ),
    ]
    movement_flagged: Annotated[bool, says("The two lists differ in methodology or origin.")]
    months_first: Annotated[Count, says("Months in first place, from the earliest on record.")]
    current_streak: Annotated[Count, says("Months in first place in a row, up to this month.")]
    streak_certain: Annotated[bool, says("False where a gap in the record, not another State, ended it.")]
    reason: Unranked | None
    source: Annotated[str | None, says("Who reported the row of a recorded list.")]


class RankingList(Known):
    """Who stands where: one month, board and category, in printed order, unranked States last."""

    month: MonthText
    month_basis: MonthBasis
    board: Board
    category: Category
    status: Status
    origin: Origin
    sample: Sample
    complete: Complete
    revision: Revision
    supersedes: Annotated[int | None, says("The revision that this one corrects.", minimum=1)]
    reason: Annotated[str, says("Why it was corrected; empty for the first revision.")]
    released_on: Annotated[DayText | None, says("Null where the day is not known.")]
    published_at: Annotated[TimeText | None, says("When this revision was published here.")]
    methodology: Annotated[Version | None, says("Null for a recorded list.")]
    digest: DigestText
    previous_digest: Annotated[DigestText | None, says("Of the list published before it on this board.")]
    inputs_digest: Annotated[DigestText | None, says("Of the figures that it was computed from.")]
    max_score: Score
    sample_basis: Annotated[
        SampleBasisText, says("Of the lists up to this one, as movements and counts take them.")
    ]
    ranked: Annotated[Count, says("How many States of the list have a rank.")]
    unranked: Annotated[Count, says("How many have none; the `reason` of their rows says why.")]
    left: Annotated[list[Code], says("Ranked in the list of the month before, and not in this one.")]
    came: Annotated[list[Code], says("Ranked in this list, and not in that of the month before.")]
    count: Annotated[Count, says("How many rows follow.")]
    results: list[RankingRow]
