"""A small ranking on record, made row by row, so that every answer can be written down beforehand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import audit
from accounts.throttles import ReadThrottle
from common.digests import digest
from common.months import Month
from rankings.models import ListRow, Publication, RankingList
from states.models import CategoryMembership, State

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
ROOT = "/api/v1/"
HARYANA = {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"}
HIMACHAL = {"code": "HP", "name": "Himachal Pradesh", "name_hi": "हिमाचल प्रदेश"}
DELHI = {"code": "DL", "name": "Delhi", "name_hi": "दिल्ली"}


@dataclass(frozen=True, slots=True)
class Place:
    state: str
    rank: int | None
    score: str | None
    reason: str = ""
    source: str = ""


@pytest.fixture(autouse=True)
def _fresh_throttle() -> None:
    cache.clear()
    ReadThrottle.store_back_at = 0


@pytest.fixture
def three_states(directory: None) -> None:
    """A directory of three."""
    others = State.objects.exclude(code__in=("HR", "HP", "DL"))
    CategoryMembership.objects.filter(state__in=others).delete()
    others.delete()


Get = Callable[..., Any]
"""Path and headers → the test client's response."""


@pytest.fixture
def get(client: Client) -> Get:
    """GET below the root of the API; keyword arguments are headers, `_` for `-`."""

    def get(path: str, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(ROOT + path, headers=named)

    return get


def links_of(response: Any) -> dict[str, str]:
    """The addresses in the `Link` header by relation, other formats aside."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(; type="[^"]*")?', response.headers["Link"])
    return {relation: address for address, relation, kind in found if not kind}


def publish_list(
    month: str,
    places: Sequence[Place],
    *,
    board: str = "cctns",
    category: str = "all",
    origin: str = "computed",
    methodology: str = "2023-01",
    released_on: date | None = date(2023, 11, 27),
    reason: str = "",
    at: datetime = AT,
    publication: Publication | None = None,
    **other: Any,
) -> RankingList:
    """Publish one list as it stands here; a second one of a month is a revision, and needs a reason."""
    publication = publication or _publication(Month.parse(month), origin, released_on, reason, at, other)
    same = RankingList.objects.filter(month=month, board=board, category=category, origin=origin)
    same.update(is_current=False)
    last = RankingList.objects.filter(board=board, category=category, origin=origin).order_by("-publication")
    name = {"month": month, "board": board, "category": category, "number": publication.number}
    published = RankingList.objects.create(
        month=month,
        board=board,
        category=category,
        origin=origin,
        status="provisional",
        revision=0,
        is_current=False,
        methodology_id=methodology if origin == "computed" else None,
        sample=publication.sample,
        complete=other.get("complete", origin == "computed"),
        month_basis=other.get("month_basis", "stated"),
        inputs_digest=digest({"inputs": month}) if origin == "computed" else "",
        previous_digest=getattr(last.first(), "digest", ""),
        digest=digest(name),
    )
    ListRow.objects.bulk_create(
        ListRow(
            list=published,
            position=position,
            state_id=place.state,
            rank=place.rank,
            score=None if place.score is None else Decimal(place.score),
            reason=place.reason,
            source=place.source,
        )
        for position, place in enumerate(places, start=1)
    )
    published.status, published.revision = "published", publication.revision
    published.is_current, published.publication = True, publication
    published.save()
    return published


def _publication(
    month: Month, origin: str, released_on: date | None, reason: str, at: datetime, other: dict[str, Any]
) -> Publication:
    publication = Publication.objects.create(
        number=Publication.objects.count() + 1,
        month=month,
        origin=origin,
        revision=Publication.objects.filter(month=month, origin=origin).count() + 1,
        released_on=released_on,
        reason=reason,
        published_at=at,
        published_by="meera",
        seconded_by="arjun",
        sample=other.get("sample", False),
        inputs=other.get("inputs", {}),
    )
    audit.record(at=at, actor="meera", action="lists.publish", subject=str(month))
    return publication


AUGUST = (Place("HP", 1, "99.50"), Place("HR", 2, "99.10"), Place("DL", 3, "98.00"))
SEPTEMBER = (Place("HP", 1, "99.97"), Place("HR", 1, "99.97"), Place("DL", None, None, "not_reported"))
OCTOBER = (
    Place("HR", 1, "99.97"),
    Place("HP", 2, "99.85"),
    Place("DL", None, None, "not_applicable"),
)


@pytest.fixture
def autumn(directory: None) -> dict[str, RankingList]:
    """Three computed months: Himachal first, a shared first place, Haryana first; one State unranked."""
    return {
        "2023-08": publish_list("2023-08", AUGUST, released_on=date(2023, 9, 25)),
        "2023-09": publish_list("2023-09", SEPTEMBER, released_on=date(2023, 10, 26)),
        "2023-10": publish_list("2023-10", OCTOBER),
    }


@pytest.fixture
def record(directory: None) -> RankingList:
    """A month known from the press alone: two places, one without a score, the release date not known."""
    return publish_list(
        "2023-06",
        (
            Place("HR", 1, "100.00", source="The Tribune 2023-07-28"),
            Place("HP", 4, None, source="=The Tribune 2023-07-28"),
        ),
        origin="recorded",
        released_on=None,
        month_basis="inferred",
    )
