"""`rankings/changes/`: what was published, revised and withdrawn."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.said import (
    Address,
    Board,
    Category,
    Count,
    DayText,
    DigestText,
    MonthText,
    Origin,
    Revision,
    Sample,
    TimeText,
    says,
)


class ActList(TypedDict):
    """A list that an act brought, or took away."""

    board: Board
    category: Category
    digest: DigestText
    url: Annotated[Address, says("What stands at the list's own address now.")]
    revision_url: Annotated[Address, says("This very revision; 410 with the reason where it was withdrawn.")]


class Act(TypedDict):
    """A publication, a revision of one, or a withdrawal: the lists of one month at one stroke."""

    change: Annotated[str, says("What happened.", name="ActKind", enum=["published", "revised", "withdrawn"])]
    at: TimeText
    month: MonthText
    origin: Origin
    revision: Revision
    sample: Sample
    released_on: Annotated[DayText | None, says("Null where the day is not known.")]
    reason: Annotated[str, says("Why it was revised or withdrawn; empty for a first publication.")]
    lists: list[ActList]


class Acts(TypedDict):
    """Acts, oldest first."""

    cursor: Annotated[
        str,
        says(
            "Keep this, and ask with it next time: nothing is missed and nothing told twice.",
            examples=["47-1-0d4f6a"],
        ),
    ]
    next: Annotated[Address | None, says("The next page; null where nothing more has happened yet.")]
    count: Annotated[Count, says("How many there are on this page.")]
    results: list[Act]
