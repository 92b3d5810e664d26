"""What the schema says about a value beyond its Python type: words, a pattern, bounds, the name of a shared type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any

from metrics.boards import Board as BoardCode
from rankings.models import Origin as OriginChoice
from rankings.models import Status as StatusChoice
from rankings.models import Unranked as UnrankedChoice
from rankings.models.lists import MonthBasis as BasisChoice
from states.models import Category as CategoryChoice
from states.models import Kind as KindChoice
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
