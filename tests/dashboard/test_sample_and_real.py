"""Sample and real months taken together say so: every public address, in three installations.

One holds two sample months and a real one, one the sample months alone, one real months alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

import pytest
from defusedxml import ElementTree
from django.contrib.auth import get_user_model
from django.test import Client

from common.months import Month
from dashboard import urls
from dashboard.api import urls as api_urls
from dashboard.release.mails import release_mail
from rankings.models import Publication
from rankings.release.services import Recipient
from tests.dashboard.conftest import SIGNED
from tests.dashboard.practices.making import PDF, entered

AUGUST, SEPTEMBER, OCTOBER = Month(2023, 8), Month(2023, 9), Month(2023, 10)
SHARES: Mapping[Month, Mapping[str, int]] = {
    AUGUST: {"HR": 990, "HP": 985, "DL": 970, "CH": 960},
    SEPTEMBER: {"HR": 990, "HP": 980, "DL": 985, "CH": 960},
    OCTOBER: {"HR": 990, "HP": 985, "DL": 970, "CH": 965},
}
KINDS: Mapping[str, Mapping[Month, bool]] = {
    "mixed": {AUGUST: True, SEPTEMBER: True, OCTOBER: False},
    "sample": dict.fromkeys(SHARES, True),
    "real": dict.fromkeys(SHARES, False),
}
SENTENCES = (
    "Sample + real: months of both kinds are taken together here.",
    "नमूना + वास्तविक: यहाँ दोनों प्रकार के माह साथ लिए गए हैं।",
)
# By the name of the address: what takes sample and real months together where both are there.
TOGETHER = {
    "rankings:latest": ("/", "/?board=icjs", "/?category=major", "/?view=map", "/?origin=computed"),
    "rankings:month": ("/rankings/2023-10/", "/rankings/2023-08/"),  # the strip of firsts runs to the newest month
    "rankings:revision": ("/rankings/2023-10/rev/1/",),
    "rankings:states": ("/states/",),
    "rankings:state": (
        "/states/HR/", "/states/HR/?board=itsso", "/states/HR/?under=latest", "/states/HR/?chart=ranks&format=svg",
        "/states/HR/?chart=ranks&format=csv", "/states/HR/?chart=scores&format=csv",
    ),
    "rankings:streaks": (
        "/streaks/", "/streaks/?from=2023-09", "/streaks/?under=latest", "/streaks/?chart=ranks&format=svg",
        "/streaks/?chart=ranks&format=csv", "/streaks/?chart=firsts&format=csv",
    ),
    "rankings:annual": ("/annual/?year=2023",),
    "rankings:claims": ("/claims/?said=Haryana+was+first+3+times+since+August+2023",),
    "rankings:parameter": ("/parameters/REG-01/", "/parameters/REG-01/?chart=trend&format=svg"),
    "rankings:compare": (
        "/compare/?states=HR,HP", "/compare/?states=HR,HP&show=score",
        "/compare/?states=HR,HP&chart=compared&format=csv",
    ),
    "embed:leaderboard": ("/embed/leaderboard/", "/embed/leaderboard/?top=1&month=2023-10"),
    "release:feed": ("/rankings/feed.atom",),
    "why:progress": ("/rankings/2023-10/progress/", "/rankings/2023-10/progress/?chart=progress&format=csv"),
    "why:change": ("/states/HP/why/", "/states/DL/why/?from=2023-08&to=2023-10"),
    "api:month": (
        "/api/v1/rankings/2023-10/", "/api/v1/rankings/latest/?board=overall", "/api/v1/rankings/2023-10/?state=HR",
        "/api/v1/rankings/2023-10/?format=csv",
    ),
    "api:revision": ("/api/v1/rankings/2023-10/rev/1/", "/api/v1/rankings/2023-10/rev/1/?format=csv"),
    "api:progress": ("/api/v1/rankings/2023-10/progress/", "/api/v1/rankings/2023-10/progress/?format=csv"),
    "api:package": ("/api/v1/datapackage.json",),
    "api:history": ("/api/v1/states/HR/history/", "/api/v1/states/HR/history/?view=rescored"),
    "api:why": ("/api/v1/states/HP/why/", "/api/v1/states/HP/why/?format=csv"),
    "api:streaks": ("/api/v1/streaks/", "/api/v1/streaks/?format=csv"),
    "api:claims": ("/api/v1/claims/", "/api/v1/claims/?format=csv"),
    "api:claims_read": ("/api/v1/claims/read/?text=Haryana+was+first+3+times+since+August+2023",),
    "api:claim_check": (
        "/api/v1/claims/check/?of=HR&number=3&from=2023-08&to=2023-10",
        "/api/v1/claims/check/?of=HR&number=3&from=2023-08&to=2023-10&format=csv",
    ),
    "api:annual": ("/api/v1/annual/?year=2023", "/api/v1/annual/?year=2023&format=csv"),
}  # fmt: skip
# What looks at one month, or at months of one kind, or tells of each month on its own.
APART = {
    "rankings:latest": ("/?origin=recorded",),
    "rankings:revision": ("/rankings/2023-09/rev/1/",),
    "rankings:state": ("/states/HR/?month=2023-09",),
    "rankings:streaks": ("/streaks/?to=2023-09", "/streaks/?from=2023-10"),
    "rankings:annual": ("/annual/?year=2022",),
    "rankings:parameters": ("/parameters/",),
    "rankings:parameter": ("/parameters/REG-01/?chart=distribution&format=svg", "/parameters/ESK-01/"),
    "rankings:heatmap": ("/heatmap/", "/heatmap/?format=svg", "/heatmap/?format=csv"),
    "rankings:practices": ("/practices/",),
    "rankings:practice": ("/practices/1/",),
    "rankings:practice_document": ("/practices/1/document/",),
    "rankings:compare": ("/compare/", "/compare/?states=HR,HP&month=2023-09"),
    "rankings:methodologies": ("/methodology/",),
    "rankings:methodology": ("/methodology/2023-01/",),
    "embed:how": ("/embed/",),
    "embed:leaderboard": ("/embed/leaderboard/?month=2023-09",),
    "embed:badge": (
        "/embed/states/HR/badge.svg",
        "/embed/states/HR/badge.svg?month=2023-09",
    ),  # one month's place
    "release:proof": ("/rankings/2023-10/proof/",),
    "release:subscribe": ("/subscribe/",),
    "release:sent": ("/subscribe/sent/",),
    "site:search": ("/search/?q=haryana",),
    "site:policies": ("/policies/",),
    "site:accessibility": ("/accessibility/",),
    "site:help": ("/help/",),
    "site:developers": ("/developers/",),
    "site:contact": ("/contact/",),
    "site:feedback": ("/feedback/",),
    "site:sent": ("/feedback/sent/",),
    "site:sitemap": ("/sitemap/",),
    "why:sensitivity": ("/rankings/2023-10/sensitivity/",),
    "why:decides": ("/rankings/2023-10/decides/",),
    "why:progress": ("/rankings/2023-09/progress/", "/rankings/2023-10/progress/?span=12"),
    "why:what_if": ("/rankings/2023-10/what-if/",),
    "why:change": ("/states/HP/why/?from=2023-08&to=2023-09",),
    "why:plan": ("/states/HP/plan/",),
    "api:root": ("/api/v1/",),
    "api:lists": ("/api/v1/rankings/", "/api/v1/rankings/?format=csv"),
    "api:changes": ("/api/v1/rankings/changes/",),
    "api:month": ("/api/v1/rankings/2023-09/", "/api/v1/rankings/2023-09/?format=csv"),
    "api:revision": ("/api/v1/rankings/2023-09/rev/1/",),
    "api:sensitivity": ("/api/v1/rankings/2023-10/decides/",),
    "api:decides": ("/api/v1/rankings/2023-10/decides/",),
    "api:progress": ("/api/v1/rankings/2023-09/progress/",),
    "api:month_package": ("/api/v1/rankings/2023-10/datapackage.json",),
    "api:month_package_file": ("/api/v1/rankings/2023-10/data/rankings.csv",),
    "api:package_file": ("/api/v1/data/rankings.csv", "/api/v1/data/lists.csv"),
    "api:history_lines": ("/api/v1/history.jsonl",),
    "api:states": ("/api/v1/states/",),
    "api:state": ("/api/v1/states/HR/",),
    "api:history": ("/api/v1/states/HR/history/?to=2023-09", "/api/v1/states/HR/history/?from=2023-10"),
    "api:marks": ("/api/v1/states/HR/marks/2023-10/",),
    "api:why": ("/api/v1/states/HP/why/?from=2023-08&to=2023-09",),
    "api:what_if": ("/api/v1/rankings/2023-10/what-if/",),
    "api:plan": ("/api/v1/states/HP/plan/",),
    "api:streaks": ("/api/v1/streaks/?to=2023-09", "/api/v1/streaks/?from=2023-10"),
    "api:claims_read": ("/api/v1/claims/read/?text=Haryana+was+first+2+times+from+August+to+September+2023",),
    "api:claim_check": ("/api/v1/claims/check/?of=HR&number=2&from=2023-08&to=2023-09",),
    "api:annual": ("/api/v1/annual/?year=2022",),
    "api:practices": ("/api/v1/practices/",),
    "api:practice": ("/api/v1/practices/1/",),
    "api:parameters": ("/api/v1/parameters/",),
    "api:methodologies": ("/api/v1/methodologies/",),
    "api:methodology": ("/api/v1/methodologies/2023-01/",),
    "api:problems": ("/api/v1/problems/",),
    "api:problem": ("/api/v1/problems/withdrawn/",),
    "api:schema": ("/api/v1/schema/",),
}
# Claims have their own sentence beside each verdict; secrets and forms that are sent hold no figures.
ELSEWHERE = {
    "release:confirm",
    "release:leave",
    "site:styleguide",
    "site:schemes",
    "api:nothing",
}

World = Callable[[str], None]


@pytest.fixture
def world(figures: Callable[..., None]) -> World:
    """Publish the three months of a kind of installation."""

    def made(kind: str) -> None:
        for month, sample in KINDS[kind].items():
            figures(SHARES[month], month, sample)
        entered(file=PDF, sample=kind != "real")

    return made


def named(routes: list[Any], room: str) -> set[str]:
    return {f"{room}:{route.name}" for route in routes if getattr(route, "name", None)}


def addresses(table: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Each address, and that of pages in Hindi too."""
    for address in chain.from_iterable(table.values()):
        yield address
        if not address.startswith("/api/"):
            yield f"/hi{address}"


def marked(client: Client, address: str) -> bool:
    """Whether the answer says that sample and real months are taken together."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    body = response.getvalue()
    if response.headers["Content-Type"].startswith("text/csv"):
        return b",mixed" in body
    if response.headers["Content-Type"].startswith(
        ("application/json", "application/geo", "application/jsonl")
    ):
        return b'"sample_basis":"mixed"' in body
    if response.headers["Content-Type"].startswith("image/svg"):
        # A sentence may be broken over several lines of a picture.
        return any(
            sentence.split(":")[0] in "".join(ElementTree.fromstring(body).itertext())
            for sentence in SENTENCES
        )
    return SENTENCES[address.startswith("/hi/")] in body.decode("utf-8", "ignore")


def test_every_public_address_is_walked() -> None:
    public = (
        *named(urls.page_routes, "rankings"), *named(urls.embed_routes, "embed"),
        *named(urls.release_routes, "release"), *named(urls.site_routes, "site"),
        *named(urls.insight_routes, "why"), *named(api_urls.urlpatterns, "api"),
    )  # fmt: skip
    assert set(public) == {*TOGETHER, *APART, *ELSEWHERE}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "basis"), [("mixed", "mixed"), ("sample", "all"), ("real", "none")])
def test_what_takes_both_together_says_so_and_nothing_else(
    world: World, client: Client, kind: str, basis: str
) -> None:
    world(kind)
    together, apart = list(addresses(TOGETHER)), list(addresses(APART))
    assert [one for one in together if marked(client, one)] == (together if kind == "mixed" else [])
    assert [one for one in apart if marked(client, one)] == []
    for address in together:
        if address.startswith("/api/") and "format=csv" not in address:
            document = client.get(address).json()
            rows = document.get("results", ())
            claims = [claim for row in rows if "claims" in row for claim in row["claims"]]
            told = [one["sample_basis"] for one in (document, *rows, *claims) if "sample_basis" in one]
            assert basis in told, address
    october = client.get("/api/v1/rankings/2023-10/").json()
    assert (october["sample"], october["sample_basis"]) == (kind == "sample", basis)


@pytest.mark.parametrize("kind", KINDS)
def test_mails_the_feed_and_the_impact_say_it_in_words(world: World, client: Client, kind: str) -> None:
    world(kind)
    mixed = kind == "mixed"
    for publication in Publication.objects.all():
        for state in ("", "HR"):
            body = release_mail(publication, Recipient("a@example.org", state, None)).body
            assert [one in body for one in SENTENCES] == [mixed and publication.month == OCTOBER] * 2
    client.force_login(get_user_model().objects.get(username=SIGNED.by))
    for language, sentence in zip(("", "/hi"), SENTENCES, strict=True):
        feed = ElementTree.fromstring(client.get(f"{language}/rankings/feed.atom").content)
        summaries = [str(one.text) for one in feed.iter("{http://www.w3.org/2005/Atom}summary")]
        assert [sentence in text for text in summaries] == [mixed, False, False]
        impact = client.get(f"{language}/publish/new/?month=2023-10&reason=again&released_on=2023-11-28")
        assert (impact.status_code, sentence in impact.content.decode()) == (200, mixed)


def test_a_revision_says_what_was_known_when_it_was_published(
    figures: Callable[..., None], client: Client
) -> None:
    for month in (AUGUST, SEPTEMBER):
        figures(SHARES[month], month, True)
    plain, frozen = "/api/v1/rankings/2023-09/", "/api/v1/rankings/2023-09/rev/1/"
    before = client.get(frozen)
    assert [client.get(address).json()["sample_basis"] for address in (plain, frozen)] == ["all", "all"]
    figures(SHARES[AUGUST], AUGUST, False, "Real figures came.")
    assert client.get(plain).json()["sample_basis"] == "mixed"
    assert client.get(frozen).content == before.content
