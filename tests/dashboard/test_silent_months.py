"""A month in which only some States sent figures, walked through pages, exports, embeds, mails and the API.

Of 36 States 0, 1, 2, 16 or 35 are ranked. Nowhere is a missing figure a 0, a missing State a member that is counted, or
a State that sent nothing the reason why another rose.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from common.months import Month
from dashboard.release.mails import release_mail
from metrics.scoring import Figure
from rankings.models import ListRow, Publication
from rankings.release.services import Recipient
from states.models import State
from tests.dashboard.conftest import Shares
from tests.dashboard.reading import Page

AUGUST, SEPTEMBER, OCTOBER = Month(2023, 8), Month(2023, 9), Month(2023, 10)
RANKED = (0, 1, pytest.param(2, marks=pytest.mark.slow), pytest.param(16, marks=pytest.mark.slow), 35)
SAYS_HOW_MANY = (
    "/",
    "/rankings/2023-10/",
    "/rankings/2023-10/rev/1/",
    "/states/",
    "/parameters/",
    "/parameters/REG-01/",
    "/heatmap/",
    "/embed/leaderboard/",
    "/embed/leaderboard/?top=36",
    "/rankings/feed.atom",
)
OTHERS = (
    "/?category=hilly-ne",
    "/?board=icjs&category=ut",
    "/?sort=moved&view=map",
    "/states/{sent}/",
    "/states/{silent}/",
    "/states/{silent}/?board=overall",
    "/states/{silent}/?under=2024-07",
    "/states/{sent}/why/",
    "/states/{silent}/why/",
    "/rankings/2023-10/what-if/",
    "/rankings/2023-10/what-if/?state={silent}&figures={silent}.REG-01:1000/1000",
    "/states/{sent}/plan/?target=1",
    "/states/{silent}/plan/?target=1",
    "/rankings/2023-10/sensitivity/",
    "/rankings/2023-10/decides/",
    "/rankings/2023-10/progress/",
    "/rankings/2023-10/progress/?measure=gap_closed",
    "/rankings/2023-10/proof/",
    "/streaks/",
    "/annual/?year=2023",
    "/parameters/DAT-03/?category=ut",
    "/heatmap/?category=ut",
    "/compare/?states={sent},{silent}",
    "/compare/?states={sent},{silent}&show=score",
    "/methodology/2023-01/",
    "/embed/leaderboard/?category=ut",
    "/embed/states/{silent}/badge.svg",
    "/embed/states/{sent}/badge.svg",
)
HINDI = ("/hi/", "/hi/states/{silent}/", "/hi/states/{sent}/why/", "/hi/heatmap/", "/hi/embed/leaderboard/")
EXPORTS = (
    "/heatmap/?format=svg",
    "/heatmap/?format=csv",
    "/states/{silent}/?chart=ranks&format=csv",
    "/compare/?states={sent},{silent}&chart=compared&format=csv",
)
ANSWERS = (
    "rankings/",
    "rankings/latest/",
    "rankings/2023-10/rev/1/",
    "rankings/changes/",
    "rankings/2023-10/sensitivity/",
    "rankings/2023-10/decides/",
    "rankings/2023-10/progress/",
    "rankings/2023-10/what-if/?figures={silent}.REG-01:1000/1000",
    "states/{silent}/history/",
    "states/{sent}/why/",
    "states/{silent}/why/",
    "states/{sent}/plan/",
    "states/{silent}/plan/?target=1",
    "streaks/",
    "annual/?year=2023",
    "rankings/2023-10/datapackage.json",
    "history.jsonl",
)
SEPTEMBERS = (
    r"from \d+ of 36 to \d+ of 36 until September 2023; not reported in October 2023",
    r"\d+ of 36 to",  # why pages and captions: from 30th of 36 to 14th of 16
    r"\d+(st|nd|rd|th) of 36 to",
    r"(August|September) 2023\W.{0,30}\d+ of 36\b",
    r"\d+ of 36 States and UTs can be compared",
    r"unranked: \d+ States",
)
"""Where 36 stands rightly though fewer are ranked: they are the earlier months', or all that there are."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A site whose newest month ranks `ranked` of 36; `sent` is one of these where there is any.

    Nothing changes while one walks, so each address is asked once.
    """

    client: Client
    ranked: int
    sent: str
    silent: str
    asked: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str) -> Any:
        address = path.format(sent=self.sent, silent=self.silent)
        if address not in self.asked:
            self.asked[address] = self.client.get(address)
        return self.asked[address]

    def text(self, path: str) -> str:
        response = self.get(path)
        assert response.status_code == 200, path
        body: str = response.content.decode()
        if "html" not in response.headers["Content-Type"]:
            return body
        return Page(body).main.text

    def page(self, path: str) -> Page:
        return Page(self.get(path).content.decode())

    def answer(self, path: str) -> dict[str, object]:
        response = self.get(f"/api/v1/{path}")
        assert response.status_code == 200, path
        found: dict[str, object] = json.loads(response.content)
        return found

    def table(self, path: str) -> list[dict[str, str]]:
        response = self.client.get(f"/api/v1/{path.format(sent=self.sent, silent=self.silent)}")
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.fixture(params=RANKED)
def walk(
    request: pytest.FixtureRequest,
    directory: None,
    figures: Callable[[Shares, Month, bool], None],
    client: Client,
) -> Walk:
    """August and September with all 36, in another order each; then a month in which the last of them sent figures."""
    codes = sorted(State.objects.values_list("code", flat=True))
    figures({code: 999 - 11 * at for at, code in enumerate(codes)}, AUGUST, False)
    figures({code: 999 - 11 * (at * 7 % 36) for at, code in enumerate(codes)}, SEPTEMBER, False)
    senders = codes[len(codes) - request.param :]
    shares: Shares = {code: 999 - 11 * (codes.index(code) * 5 % 36) for code in senders}
    # A month needs a submission: where nobody is ranked, one State sent a figure and left it blank.
    figures(shares or {"HR": {"REG-01": Figure(None, None)}}, OCTOBER, False)
    return Walk(client, request.param, senders[-1] if senders else "WB", codes[0])


def test_a_month_in_which_only_some_sent_figures(walk: Walk) -> None:
    """One walk for each number of ranked States: the month is made once for all that is looked at."""
    _counts_say_how_many_are_ranked_and_who_is_not(walk)
    _no_page_counts_who_is_not_there(walk)
    _what_was_not_sent_is_never_a_zero_on_a_page(walk)
    _marks_of_what_was_not_sent_are_0_in_the_api_and_all_else_is_empty(walk)
    _movements_compare_the_states_ranked_in_both_lists(walk)
    _embeds_and_mails_count_the_ranked(walk)


def _counts_say_how_many_are_ranked_and_who_is_not(walk: Walk) -> None:
    counts = f"{walk.ranked} of 36 ranked, {36 - walk.ranked} not reported"
    for path in SAYS_HOW_MANY:
        assert counts in walk.text(path), path
    assert f"36 में से {walk.ranked} को रैंक मिली, {36 - walk.ranked} की सूचना प्राप्त नहीं" in walk.text("/hi/")
    silent = State.objects.get(code=walk.silent)
    assert silent.name in walk.page("/").main.one("p", "lede").text
    for path in ("rankings/latest/", "rankings/2023-10/rev/1/", "rankings/latest/?state={silent}"):
        found = walk.answer(path)
        assert (found["ranked"], found["unranked"]) == (walk.ranked, 36 - walk.ranked), path


def _no_page_counts_who_is_not_there(walk: Walk) -> None:
    """Every page answers; none says of 36 what is true of fewer, and none prints a share above the whole."""
    allowed = f"{walk.ranked} of 36 ranked, {36 - walk.ranked} not reported"
    for path in (*SAYS_HOW_MANY, *OTHERS, *HINDI, *EXPORTS):
        text = walk.text(path).replace(allowed, "")
        for pattern in SEPTEMBERS:
            text = re.sub(pattern, "", text)
        left = re.findall(
            r".{0,40}(?:\b(?:all|of|with) 36\b|\b36 (?:more|States|ranked)|सभी 36).{0,20}", text
        )
        assert left == [], path
    shares = re.findall(r"([\d.]+) % of the differences", walk.text("/rankings/2023-10/decides/"))
    assert all(Decimal(share) <= 100 for share in shares)
    assert bool(shares) is (walk.ranked > 2)


def _what_was_not_sent_is_never_a_zero_on_a_page(walk: Walk) -> None:
    silent = State.objects.get(code=walk.silent).name
    (row,) = [row for row in walk.page("/").rows("list") if silent in row]
    assert row[:2] == ["–", silent]
    assert "sent no figures –" in row
    (row,) = [row for row in walk.page("/parameters/REG-01/").rows("bystate") if row[0] == silent]
    assert row[1:] == ["– not reported", "–", "–", "–", "–"]
    heat = walk.page("/heatmap/").one("table", "heat")
    (cells,) = [line.every("td") for line in heat.one("tbody").every("tr") if silent in line.text]
    assert {cell.text for cell in cells} == {"–", "–not reported"}
    assert not {"s0", "s5"} & {kind for cell in cells for kind in cell.classes}
    compared = walk.page("/compare/?states={silent},{sent}")
    assert "– sent no figures" in compared.every("table", "sides")[0].text
    groups = next(one for one in compared.every("table", "sides") if "REG" in one.text)
    for line in groups.one("tbody").every("tr"):
        own, other = line.every("td")
        assert own.text == "–"
        assert not own.every("svg")
        assert (other.text == "–") is (walk.ranked == 0)
    assert "Apart" not in compared.main.text, "one alone lies apart from nobody"
    for path in ("/states/{silent}/", "/states/{silent}/why/", "/states/{silent}/plan/?target=1"):
        assert not re.search(r"(?<!\d)0\.00", walk.text(path)), path
    chart = walk.page("/states/{silent}/").main.every("figcaption") + walk.page(
        "/states/{silent}/"
    ).main.every("figure")
    assert any("until September 2023; unranked in October 2023" in one.text for one in chart)
    sheet = [line.split(",") for line in walk.text("/heatmap/?format=csv").splitlines()]
    (cells_of,) = [line for line in sheet if line[1] == walk.silent]
    assert set(cells_of[4:]) == {"not_reported"}


def _marks_of_what_was_not_sent_are_0_in_the_api_and_all_else_is_empty(walk: Walk) -> None:
    for one in walk.answer("states/{silent}/marks/2023-10/")["results"]:  # type: ignore[attr-defined]
        assert (one["status"], one["marks"], one["percent"]) == ("not_reported", 0, None)
        assert (one["numerator"], one["denominator"]) == (None, None)
    rows = [one for one in walk.table("rankings/2023-10/data/marks.csv") if one["state"] == walk.silent]
    assert {(one["percent"], one["marks"], one["numerator"], one["status"]) for one in rows} == {
        ("", "0.0000", "", "not_reported")
    }
    listed = walk.answer("rankings/latest/")["results"]
    (own,) = [one for one in listed if one["state"]["code"] == walk.silent]  # type: ignore[attr-defined]
    empty = ("rank", "score", "rank_change", "change_among_both")
    assert ([own[name] for name in empty], own["reason"]) == ([None] * 4, "not_reported")
    (line,) = [one for one in walk.table("rankings/latest/?format=csv") if one["state"] == walk.silent]
    assert [line[name] for name in empty] == [""] * 4
    for path in ANSWERS:
        assert walk.get(f"/api/v1/{path}").status_code == 200, path


def _movements_compare_the_states_ranked_in_both_lists(walk: Walk) -> None:
    """By a second road, from the rows of the two lists: how many of those in both stand ahead, then and now."""
    rows = ListRow.objects.filter(
        list__board="cctns", list__category="all", list__month__in=(SEPTEMBER, OCTOBER)
    )
    ranks: dict[Month, dict[str, int]] = {SEPTEMBER: {}, OCTOBER: {}}
    for month, code, rank in rows.values_list("list__month", "state_id", "rank"):
        if rank is not None:
            ranks[month][code] = rank
    both = sorted(set(ranks[SEPTEMBER]) & set(ranks[OCTOBER]))
    assert len(both) == walk.ranked
    expected = {
        code: sum(ranks[SEPTEMBER][one] < ranks[SEPTEMBER][code] for one in both)
        - sum(ranks[OCTOBER][one] < ranks[OCTOBER][code] for one in both)
        for code in both
    }
    found = walk.answer("rankings/latest/")
    results = found["results"]
    told = {one["state"]["code"]: one["change_among_both"] for one in results if one["rank"]}  # type: ignore[attr-defined]
    assert told == (expected if walk.ranked > 1 else dict.fromkeys(both))
    assert sorted(found["left"]) == sorted(set(ranks[SEPTEMBER]) - set(both))  # type: ignore[call-overload]
    assert found["came"] == []
    lede = walk.page("/").main.one("p", "lede").text
    if walk.ranked < 2:
        assert "so no movement can be told" in lede
    elif any(expected.values()):
        assert f"Moved most among the {walk.ranked} ranked in both lists: " in lede
        assert f", up {max(expected.values())}" in lede
    else:
        assert f"The {walk.ranked} ranked in both lists kept their places among themselves." in lede
    # Why: the steps of its own score and of the others' are the movement, those who left a step of their own.
    why = walk.answer("states/{sent}/why/")["rank"]
    if walk.ranked == 0:
        assert why is None
        return
    places = {step["mover"]: step["places"] for step in why["steps"]}  # type: ignore[index]
    assert places["own"] + places["others"] == expected[walk.sent]
    assert not set(why["passed"]) - set(both)  # type: ignore[index]
    assert sum(places.values()) == ranks[SEPTEMBER][walk.sent] - ranks[OCTOBER][walk.sent]


def _embeds_and_mails_count_the_ranked(walk: Walk) -> None:
    more = max(walk.ranked - 10, 0)
    text = walk.text("/embed/leaderboard/")
    told = f"The whole list, with {more} more place" if more else "The list with its proof"
    assert told in text
    badge = walk.text("/embed/states/{sent}/badge.svg")
    assert (f"of {walk.ranked} · October 2023" in badge) is (walk.ranked > 0)
    assert "sent no figures" in walk.text("/embed/states/{silent}/badge.svg")
    publication = Publication.objects.order_by("-number")[0]
    counts = f"{walk.ranked} of 36 ranked, {36 - walk.ranked} not reported."
    for state in ("", walk.silent, walk.sent):
        letter = release_mail(publication, Recipient("officer@example.org", state, None))
        assert counts in letter.body
        assert "None" not in letter.subject + letter.body
        assert f"36 में से {walk.ranked} को रैंक मिली" in letter.body
    with translation.override("en"):
        whole = release_mail(publication, Recipient("desk@example.org", "", None))
    assert ("nobody is ranked" in whole.subject) is (walk.ranked == 0)
