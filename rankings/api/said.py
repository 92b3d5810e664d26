"""What the schema says about a value beyond its Python type: words, a pattern, bounds, the name of a shared type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, NotRequired, TypedDict

from django.utils import timezone

from common.months import Month
from metrics.boards import Board as BoardCode
from metrics.scoring import rounded
from rankings.lists.history import Coverage as Covered
from rankings.lists.history import SampleBasis
from rankings.models import MonthBasis as BasisChoice
from rankings.models import Origin as OriginChoice
from rankings.models import Status as StatusChoice
from rankings.models import Unranked as UnrankedChoice
from states.models import Category as CategoryChoice
from states.models import Kind as KindChoice
from states.models import State as StateModel
from states.selectors import CATEGORIES

MONTH = r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$"
DIGEST = r"^sha256:[0-9a-f]{64}$"


STATE_FORM = "^([A-Za-z]{2}|[A-Za-z]{2}-[A-Za-z]{2})$"


@dataclass(frozen=True, slots=True, eq=False)
class Says:
    """`text` describes the value, `keywords` are JSON Schema's own, `name` makes it a type that others refer to."""

    text: str = ""
    name: str = ""
    keywords: Mapping[str, Any] = field(default_factory=dict)


def says(text: str = "", *, name: str = "", **keywords: Any) -> Says:
    """A note for `Annotated`; keywords are those of JSON Schema, such as `pattern` or `minimum`."""
    return Says(text, name, keywords)


MonthText = Annotated[
    str, says("A calendar month, YYYY-MM.", name="Month", pattern=MONTH, examples=["2023-10"])
]
DayText = Annotated[str, says("A day, ISO 8601.", format="date", examples=["2023-11-27"])]
TimeText = Annotated[
    str,
    says("A moment, ISO 8601 with its offset.", format="date-time", examples=["2023-11-27T12:00:00+05:30"]),
]
Address = Annotated[str, says("An absolute address.", format="uri")]
DigestText = Annotated[str, says("SHA-256 of the canonical JSON (RFC 8785).", name="Digest", pattern=DIGEST)]
Code = Annotated[
    str, says("A State or UT, by its code.", name="StateCode", pattern="^[A-Z]{2}$", examples=["HR"])
]
Board = Annotated[str, says("One of the lists that come out of a month.", name="Board", enum=[*BoardCode])]
Category = Annotated[
    str,
    says("All of India, or a group inside which ranks are also quoted.", name="Category", enum=[*CATEGORIES]),
]
Group = Annotated[
    str, says("The group of a State or UT.", name="StateCategory", enum=[*CategoryChoice.values])
]
Origin = Annotated[
    str,
    says(
        "Computed from figures, or recorded from what the press reported.",
        name="Origin",
        enum=[*OriginChoice.values],
    ),
]
Status = Annotated[str, says("Whether a list is published.", name="Status", enum=[*StatusChoice.values])]
StateKind = Annotated[
    str, says("What the Constitution calls it.", name="StateKind", enum=[*KindChoice.values])
]
MonthBasis = Annotated[
    str, says("How the data month of a list is known.", name="MonthBasis", enum=[*BasisChoice.values])
]
Unranked = Annotated[str, says("Why a State has no rank.", name="Unranked", enum=[*UnrankedChoice.values])]
Version = Annotated[
    str,
    says("A methodology version.", name="VersionCode", minLength=1, maxLength=20, examples=["2023-01"]),
]
ParameterCode = Annotated[
    str, says("A parameter.", name="ParameterCode", minLength=1, maxLength=8, examples=["REG-01"])
]
Score = Annotated[Decimal, says("A score, to two decimals.", minimum=0, maximum=100, examples=[99.97])]
Exact = Annotated[Decimal, says("To four decimals, rounded half up from the exact value.", minimum=0)]
Rank = Annotated[int, says("A rank, from 1; equal printed scores share it.", minimum=1)]
Count = Annotated[int, says("How many.", minimum=0)]


# `rankings/`: the listing of lists and one month's list.

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


class State(TypedDict):
    """One of the 28 States and 8 Union Territories."""

    code: Code
    name: Annotated[str, says(examples=["Haryana"])]
    name_hi: Annotated[str, says(examples=["हरियाणा"])]
    kind: StateKind
    category: Group
    lgd_code: Annotated[int, says("Code of the Local Government Directory.", minimum=1)]
    iso: Annotated[str, says("ISO 3166-2.", examples=["IN-HR"])]
    iso_old: Annotated[str, says("ISO 3166-2 before 2023.", examples=["IN-HR"])]


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


# The small shapes that several addresses share.

StreakCertain = Annotated[bool, says("False where months not on record may have made it longer.")]
StreakAtMost = Annotated[Count, says("How long it was if every month not on record counts for the State.")]
WindowKnown = TypedDict("WindowKnown", {"from": MonthText | None, "to": MonthText | None})


class Coverage(TypedDict):
    """What the window rests on."""

    months: Annotated[Count, says("Calendar months of the window.")]
    months_on_record: Count
    months_complete: Annotated[Count, says("Months whose list names every member of the category.")]
    months_missing: list[MonthText]
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_months: Count
    mixed_sample: Annotated[bool, says("Sample and real months are added up.")]
    sample_basis: SampleBasisText
    origins: list[Origin]


# Marks and percentages are given to four decimals, half up; `full_marks` is decided on the exact value.
MARKS_DECIMALS = 4


def state_brief(state: StateModel) -> StateBrief:
    return {"code": state.code, "name": state.name, "name_hi": state.name_hi}


def text(month: Month | None) -> str | None:
    return None if month is None else str(month)


def day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def time_text(moment: datetime | None) -> str | None:
    """ISO 8601 with the offset of Indian time, to the second."""
    return None if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")


def four_decimals(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, MARKS_DECIMALS)


def figure(value: Decimal | None) -> int | Decimal | None:
    """A number that was sent: whole ones without decimals."""
    if value is None or value != value.to_integral_value():
        return value
    return int(value)


STATE_FIELDS = {"state": "state.code", "name": "state.name", "name_hi": "state.name_hi"}
"""The columns of a State, by the parts of an entry that they show."""


def fields(columns: Iterable[str], **other: str) -> dict[str, str]:
    """Columns that show the part of an entry that has their name, and `other` ones."""
    return {name: name for name in columns} | other


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A result as a row of a table: its State's code and names in columns of their own.

    >>> flat({"rank": 1, "state": {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"}})
    {'rank': 1, 'state': 'HR', 'name': 'Haryana', 'name_hi': 'हरियाणा'}
    """
    cells: dict[str, Any] = {}
    for name, value in row.items():
        if name == "state":
            cells |= {"state": value["code"], "name": value["name"], "name_hi": value["name_hi"]}
        else:
            cells[name] = value
    return cells


def shaped(thing: Any, shape: type, **given: Any) -> dict[str, Any]:
    """The parts of a shape (a TypedDict), each `given` or the thing's own of that name, months as text.

    Empty text, which stands for what there is not, is null.
    """
    names = [name for name in shape.__annotations__ if name not in Known.__annotations__]
    return {name: given[name] if name in given else _plain(getattr(thing, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Month):
        return str(value)
    return None if value == "" else value


def coverage_document(coverage: Covered | None) -> Coverage:
    """What the window rests on; None: on nothing. `mixed_sample`: sample and real months are added up in it."""
    coverage = coverage or Covered(0, (), (), (), (), (), SampleBasis.NONE)
    return {
        "months": coverage.months,
        "months_on_record": len(coverage.on_record),
        "months_complete": len(coverage.complete),
        "months_missing": [str(month) for month in coverage.missing],
        "sample": bool(coverage.sample_months),
        "sample_months": len(coverage.sample_months),
        "mixed_sample": coverage.mixed_sample,
        "sample_basis": coverage.sample_basis.value,
        "origins": list(coverage.origins),
    }
