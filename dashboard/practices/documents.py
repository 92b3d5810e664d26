"""`practices/`: the register of good practices."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.said import Address, Paged, StateBrief, TimeText, says
from rankings.practices.core import MEDIA_TYPES

Number = Annotated[int, says("Given for good; it stands in the address.", name="PracticeNumber", minimum=1)]
Year = Annotated[int, says("The year of the practice.", minimum=2000, maximum=2999, examples=[2023])]
_HINDI = "Null where there is none."


class PracticeDocument(TypedDict):
    """The document of a practice."""

    name: Annotated[str, says(examples=["report.pdf"])]
    media_type: Annotated[str, says(enum=[*MEDIA_TYPES.values()])]
    size: Annotated[int, says("Bytes.", minimum=1)]
    sha256: Annotated[str, says("SHA-256 of the bytes.", pattern="^[0-9a-f]{64}$")]
    url: Annotated[Address, says("Where it is downloaded.")]


class Practice(TypedDict):
    """What a State or UT did that others may take up."""

    practice: Number
    state: StateBrief
    year: Year
    title: str
    title_hi: Annotated[str | None, says(_HINDI)]
    description: Annotated[str, says("Plain text; an empty line stands between paragraphs.")]
    description_hi: Annotated[str | None, says(_HINDI)]
    document: Annotated[PracticeDocument | None, says("Null where there is none.")]
    sample: Annotated[bool, says("Whether it is made up, for a demonstration.")]
    revision: Annotated[int, says("Changes are numbered revisions, from 1; the newest is shown.", minimum=1)]
    added_at: Annotated[TimeText, says("When it was added.")]
    changed_at: Annotated[TimeText, says("When this revision was recorded.")]
    url: Annotated[Address, says("Its page.")]


class Practices(Paged):
    """The register, newest year first, then by State."""

    results: list[Practice]
