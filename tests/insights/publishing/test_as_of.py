"""What was known then: replaying the events up to a day gives what `as_of` answers afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.months import Month
from rankings.lists.histories import ASSUMED_DELAY, Scope, chosen_lists, history
from rankings.lists.queries import list_entries
from rankings.lists.streaks import counts_as_published, streaks
from rankings.models import Origin, Publication, RankingList
from rankings.publish import Signatures, withdraw
from tests.dashboard.api.conftest import Place, publish_list
from tests.rankings.conftest import SIGNED

pytestmark = pytest.mark.django_db
MONTHS = ("2023-06", "2023-07", "2023-08")
START = date(2023, 8, 31)
BOARDS = ("cctns", "icjs")
API = "/api/v1/"


@dataclass(frozen=True)
class Event:
    """On `day` a month is published by `origin` with `leader` first, or (`withdraw`) an earlier publication goes."""

    day: date
    origin: str
    month: str
    leader: int
    undated: bool
    withdraw: int | None


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """A history in the order of its days."""
    found = []
    for _ in range(draw(st.integers(1, 9))):
        origin = draw(st.sampled_from(("computed", "computed", "recorded")))
        month = draw(st.sampled_from(MONTHS))
        undated = origin == "recorded" and draw(st.booleans())
        day = START + timedelta(days=draw(st.integers(0, 70)))
        if undated:
            day = Month.parse(month).last_day + ASSUMED_DELAY
        gone = draw(st.one_of(st.none(), st.none(), st.integers(0, 8)))
        found.append(Event(day, origin, month, draw(st.integers(0, 2)), undated, gone))
    return sorted(found, key=lambda one: one.day)


def moment(day: date) -> datetime:
    return datetime.combine(day, time(6), tzinfo=UTC)


def replay(history_of: Sequence[Event]) -> None:
    codes = ("HR", "HP", "DL")
    for number, event in enumerate(history_of):
        at = moment(event.day) + timedelta(minutes=number)
        standing = Publication.objects.filter(withdrawal__isnull=True).order_by("number")
        if event.withdraw is not None and standing.exists():
            gone = standing[event.withdraw % standing.count()]
            withdraw(publication=gone.number, signatures=SIGNED, reason="In error", at=at)
            continue
        ordered = codes[event.leader :] + codes[: event.leader]
        places = [Place(code, rank, f"{100 - rank}.00") for rank, code in enumerate(ordered, start=1)]
        whole = event.origin == "computed"
        reason = "Again"
        released = None if event.undated else event.day
        first = publish_list(
            event.month, places if whole else places[:1], origin=event.origin, released_on=released,
            at=at, reason=reason,
        )  # fmt: skip
        publish_list(
            event.month, places, board="icjs", origin=event.origin,
            publication=first.publication, at=at,
        )  # fmt: skip


ENTRY = (
    "month", "board", "category", "status", "origin", "sample", "complete", "revision", "released_on", "published_at",
    "digest",
)  # fmt: skip
"""What is compared of a list: its number is another one each time that it is written."""


def told(as_of: date | None) -> Any:
    """Everything that the selectors say of both boards, by each origin and by both."""
    found: list[Any] = []
    for board in BOARDS:
        for origin in (None, Origin.COMPUTED, Origin.RECORDED):
            scope = Scope(board, "all", origin, as_of=as_of)
            view = streaks(scope, None, None)
            found.append(history(scope))
            found.append((view.first, view.last, view.coverage, view.firsts))
            found.append([(state.code, count) for state, count in view.rows])
            found.append(counts_as_published(scope, chosen_lists(scope), None, None))
    entries = list_entries(board=None, category=None, origin=None, first=None, last=None, as_of=as_of)
    found.append([tuple(getattr(entry, name) for name in ENTRY) for entry in entries])
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(happened=events(), days=st.integers(-5, 80))
def test_replaying_the_events_to_a_day_equals_the_answer_as_of_that_day(
    publishers: Signatures, happened: list[Event], days: int
) -> None:
    day = START + timedelta(days=days)
    with undone():
        replay([one for one in happened if one.day <= day])
        then = told(None)
    with undone():
        replay(happened)
        assert told(day) == then


@pytest.fixture
def revised(directory: None, publishers: Signatures) -> RankingList:
    """October: Haryana first, released on 27 November; revised on 10 January, Himachal first."""
    both = (
        (Place("HR", 1, "99.97"), Place("HP", 2, "99.85")),
        (Place("HP", 1, "99.98"), Place("HR", 2, "99.97")),
    )
    publish_list("2023-09", both[0], released_on=date(2023, 10, 26), complete=False)
    publish_list("2023-10", both[0], complete=False)
    return publish_list(
        "2023-10", both[1], released_on=date(2024, 1, 10), reason="Corrected figures", complete=False,
        at=datetime(2024, 1, 10, 6, tzinfo=UTC),
    )  # fmt: skip


def first(document: Any) -> str:
    return str(document["results"][0]["state"]["code"])


@pytest.mark.parametrize(
    ("day", "leader", "revision"),
    [
        ("2023-11-27", "HR", 1),
        ("2024-01-09", "HR", 1),
        ("2024-01-10", "HP", 2),
        ("2999-12-31", "HP", 2),
        ("9999-12-31", "HP", 2),
    ],
)
def test_a_list_as_of_a_day(
    revised: RankingList, client: Client, day: str, leader: str, revision: int
) -> None:
    for address in ("rankings/2023-10/", "rankings/latest/"):
        document = client.get(f"{API}{address}?as_of={day}").json()
        assert (first(document), document["revision"]) == (leader, revision)
        assert (document["as_of"], document["release_assumed"]) == (day, [])
    page = client.get(f"/rankings/2023-10/?as_of={day}").content.decode()
    assert f"This page shows what was known on {day[8:]}-{day[5:7]}-{day[:4]}." in page
    assert f"revision {revision}" in page


def test_before_its_release_a_list_is_not_there(revised: RankingList, client: Client) -> None:
    answer = client.get(f"{API}rankings/2023-10/?as_of=2023-11-26")
    assert (answer.status_code, answer.json()["known"]) == (404, ["2023-09"])
    assert client.get("/rankings/2023-10/?as_of=2023-11-26").status_code == 404
    assert client.get(f"{API}rankings/latest/?as_of=2023-11-26").json()["month"] == "2023-09"
    assert client.get("/?as_of=2023-11-26").status_code == 200
    assert client.get(f"{API}rankings/?as_of=1901-01-01").json()["count"] == 0
    assert client.get(f"{API}rankings/?as_of=0001-01-01").json()["count"] == 0
    assert client.get("/?as_of=0001-01-01").status_code == 200


def test_histories_and_streaks_as_of_a_day(revised: RankingList, client: Client) -> None:
    then = client.get(f"{API}states/HR/history/?as_of=2024-01-09").json()
    assert [(one["month"], one["rank"]) for one in then["results"]] == [("2023-09", 1), ("2023-10", 1)]
    now = client.get(f"{API}states/HR/history/").json()
    assert [one["rank"] for one in now["results"]] == [1, 2]
    assert "as_of" not in now
    streaks = client.get(f"{API}streaks/?as_of=2024-01-09").json()
    assert (first(streaks), streaks["results"][0]["months_first"]) == ("HR", 2)
    for path in ("/streaks/", "/states/HR/", "/states/"):
        page = client.get(f"{path}?as_of=2024-01-09")
        assert "was known on 09-01-2024" in page.content.decode()


@pytest.mark.parametrize(
    "text", ["x", "2024-13-01", "2024-02-30", "2024-1-5", "20240115", "2024-W03-1", "२०२४-01-15"]
)
@pytest.mark.parametrize(
    "path", ["rankings/", "rankings/2023-10/", "rankings/latest/", "streaks/", "states/HR/history/"]
)
def test_a_malformed_day_is_refused(revised: RankingList, client: Client, path: str, text: str) -> None:
    answer = client.get(f"{API}{path}", {"as_of": text})
    assert (answer.status_code, answer.json()["field"]) == (400, "as_of")


def test_a_malformed_day_on_a_page(revised: RankingList, client: Client) -> None:
    for path in ("/", "/rankings/2023-10/", "/streaks/", "/states/HR/", "/states/", "/hi/"):
        assert client.get(path, {"as_of": "2024-02-30"}).status_code == 400


def test_an_unknown_day_of_release_is_taken_for_sixty_days_after_the_month(
    directory: None, client: Client
) -> None:
    publish_list(
        "2023-06", (Place("HR", 1, None, source="The Tribune"),), origin="recorded", released_on=None
    )
    assert client.get(f"{API}rankings/2023-06/?as_of=2023-08-28").status_code == 404
    document = client.get(f"{API}rankings/2023-06/?as_of=2023-08-29").json()
    assert document["release_assumed"] == ["2023-06"]
    assert client.get(f"{API}rankings/?as_of=2023-08-29").json()["release_assumed"] == ["2023-06"]
    page = client.get("/rankings/2023-06/?as_of=2023-08-29").content.decode()
    assert "counts as known from 60 days after its month" in page


def test_counts_as_published_and_as_revised(revised: RankingList, client: Client) -> None:
    def differing(scope: Scope) -> dict[str, tuple[int, int]]:
        counts = counts_as_published(scope, chosen_lists(scope), None, None)
        return {state.code: (published, standing) for state, published, standing in counts}

    assert differing(Scope("cctns", "all")) == {"HR": (2, 1), "HP": (0, 1)}
    page = client.get("/streaks/").content.decode()
    assert "2 months as published, 1 as revised" in page
    assert "0 months as published, 1 as revised" in page
    assert not differing(Scope("icjs", "all"))
    assert not differing(Scope("cctns", "all", as_of=date(2024, 1, 9)))


def test_a_month_lists_its_revisions(revised: RankingList, client: Client) -> None:
    page = client.get("/rankings/2023-10/").content.decode()
    assert "Revisions of this list" in page
    assert "Corrected figures" in page
    assert 'href="/rankings/2023-10/rev/1/"' in page
    older = client.get("/rankings/2023-10/rev/1/").content.decode()
    assert "has been superseded by a later one" in older
