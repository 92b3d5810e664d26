"""A small ranking on record, made row by row, so that every sentence can be written down beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from accounts.models import Role
from accounts.people import appoint
from common.months import Month
from metrics.figures import record_figures
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from rankings.models import RankingList
from rankings.publish import Signatures, publish
from states.models import CategoryMembership, State
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.reading import Page

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
OCTOBER = Month(2023, 10)
SIGNED = Signatures("meera", "arjun")

Read = Callable[..., Page]
"""Path and expected status → the page, parsed."""
Shares = Mapping[str, Mapping[str, Figure] | int]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def three_states(directory: None) -> None:
    """A directory of three."""
    others = State.objects.exclude(code__in=("HR", "HP", "DL"))
    CategoryMembership.objects.filter(state__in=others).delete()
    others.delete()


@pytest.fixture
def read(client: Client) -> Read:
    """GET a page and parse it; the status is checked."""

    def read(path: str, status: int = 200) -> Page:
        response = client.get(path)
        assert response.status_code == status, (path, response.status_code)
        return Page(response.content.decode())

    return read


@pytest.fixture
def autumn(directory: None) -> dict[str, RankingList]:
    """Three computed months: Himachal first, a shared first place, Haryana first; Delhi unranked twice."""
    august = (Place("HP", 1, "99.50"), Place("HR", 2, "99.10"), Place("DL", 3, "98.00"))
    september = (Place("HR", 1, "99.97"), Place("HP", 1, "99.97"), Place("DL", None, None, "not_reported"))
    october = (Place("HR", 1, "99.97"), Place("HP", 2, "99.85"), Place("DL", None, None, "not_applicable"))
    return {
        "2023-08": publish_list("2023-08", august, released_on=date(2023, 9, 25)),
        "2023-09": publish_list("2023-09", september, released_on=date(2023, 10, 26)),
        "2023-10": publish_list("2023-10", october),
    }


def add_list(beside: RankingList, first: str, *, board: str, category: str = "all") -> RankingList:
    """One more list of the same publication, with a single State in it."""
    places = [Place(first, 1, "98.00")]
    return publish_list(
        str(beside.month), places, board=board, category=category, publication=beside.publication
    )


@pytest.fixture
def record(directory: None) -> RankingList:
    """June 2023 as the press has it: two places, one without a score, the release date not known."""
    return publish_list(
        "2023-06",
        (
            Place("HR", 1, "100.00", source="The Tribune 2023-07-28"),
            Place("HP", 4, None, source="PTI 2023-07-29"),
        ),
        origin="recorded",
        released_on=None,
        month_basis="inferred",
    )


@pytest.fixture
def figures(directory: None) -> Callable[[Shares, Month, bool], None]:
    """Record figures and publish the month: a State gets a share out of 1,000 in every parameter, or its own figures.

    A parameter that is left out of a State's own figures was not reported.
    """

    def run(shares: Shares, month: Month = OCTOBER, sample: bool = False, reason: str = "") -> None:
        for name in (SIGNED.by, SIGNED.second):
            if not get_user_model().objects.filter(username=name).exists():
                get_user_model().objects.create_user(username=name)
                appoint(username=name, role=Role.PUBLISHER, state_code=None, by="system", at=AT)
        rules = document_of(methodology_in_force(month)).document["parameters"]
        for state, share in shares.items():
            sent = (
                {one["code"]: _share(share, one["better"]) for one in rules}
                if isinstance(share, int)
                else share
            )
            record_figures(
                state=state, month=month, figures=sent, source="test", sample=sample, by="reviewer", at=AT
            )
        publish(month=month, signatures=SIGNED, released_on=date(2023, 11, 27), at=AT, reason=reason)

    return run


def _share(share: int, better: str) -> Figure:
    return Figure(Decimal(share if better == "higher" else 1000 - share), Decimal(1000))
