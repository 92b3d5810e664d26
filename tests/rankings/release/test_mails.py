"""What the mails of a release say, word for word."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client

from common.letters import Letter
from common.months import Month
from dashboard.release.mails import confirmation_mail, release_mail, state_news
from metrics.figures import record_figures
from metrics.scoring import Figure, rounded
from metrics.selectors import document_of, methodology_in_force
from rankings.lists.scored_list import work
from rankings.lists.scored_lists import basis_of
from rankings.models import Publication, RankingList, Subscription
from rankings.publish import Signatures
from rankings.release.services import Recipient
from tests.rankings.conftest import AT, PublishMonth, RecordMonth
from tests.rankings.release.conftest import OCTOBER

SITE = "https://pragati.example"
NOVEMBER = OCTOBER.next()


@pytest.fixture(autouse=True)
def _site(settings: object) -> None:
    settings.SITE_URL = SITE  # type: ignore[attr-defined]


def subscription(state: str = "", language: str = "en") -> Subscription:
    return Subscription.objects.create(
        email="a@example.org", state_id=state or None, language=language, secret_hash=f"{state}{language}",
        asked_at=AT, confirmed_at=AT,
    )  # fmt: skip


def to_subscriber(publication: Publication, state: str = "", language: str = "en") -> Letter:
    one = subscription(state, language)
    return release_mail(publication, Recipient(one.email, state, one))


def to_officer(publication: Publication, state: str) -> Letter:
    return release_mail(publication, Recipient("officer@example.org", state, None))


def test_a_state_that_rose(history: list[Publication]) -> None:
    letter = to_subscriber(history[2], "DL")
    assert letter.subject == "Delhi: 2nd place with 94.78 · Ranking of October 2023"
    secret = letter.headers["List-Unsubscribe"].strip("<>").split("/")[-2]
    assert (
        letter.body
        == f"""\
The ranking of October 2023 is released (CCTNS, All India).
6 of 36 ranked, 30 not reported.

Delhi: 2nd place with 94.78, up 1.
Major States: 2nd place with 94.78, unchanged.
ICJS: 2nd place with 95.00, up 1.
ITSSO: 2nd place with 95.00, up 1.
Overall: 2nd place with 94.80, up 1.
Movements compare the States that are ranked in both lists.

Why, by parameter, against the month before (points of the score):
  +1.81  REG-01 Police stations entering 100% FIRs in CCTNS
  +1.69  DAT-03 Records failing data-quality checks
  +1.55  DAT-01 Legacy records digitised and migrated
  +18.09  21 others and rounding
  +23.14  in all

Its own score won it 1 place; the others' scores neither won nor cost it a place. \
It now stands level with Himachal Pradesh. Into the ranking came Lakshadweep and Sikkim.

Next within reach: 1st place (99.90, Haryana); 4.56 marks are missing.

The first five
   1  Haryana  99.90
   2  Delhi  94.78
   2  Himachal Pradesh  94.78
   4  Assam  61.38
   5  Sikkim  32.94

The list: {SITE}/rankings/2023-10/
The State: {SITE}/states/DL/?month=2023-10
Why its rank changed: {SITE}/states/DL/why/?from=2023-09&to=2023-10
How to check it: {SITE}/rankings/2023-10/proof/?origin=computed

You get this mail because you subscribed to Delhi. To end it: {SITE}/subscribe/leave/{secret}/
"""
    )


def test_one_click_ends_it(history: list[Publication], client: Client) -> None:
    letter = to_subscriber(history[2], "DL")
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter.headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.get().left_at is not None


def test_every_link_leads_somewhere(history: list[Publication], client: Client) -> None:
    letters = [
        to_subscriber(history[2], "DL"), to_subscriber(history[2], "AS", "hi"), to_subscriber(history[2]),
        to_officer(history[3], "HR"), confirmation_mail(subscription("HP")),
    ]  # fmt: skip
    for letter in letters:
        addresses = re.findall(rf"{SITE}(/\S*)", letter.body)
        assert addresses
        for address in addresses:
            assert client.get(address).status_code == 200, address


def test_five_about_a_state_further_down(history: list[Publication]) -> None:
    body = to_subscriber(history[2], "LD").body
    assert (
        "About Lakshadweep\n   2  Delhi  94.78\n   2  Himachal Pradesh  94.78\n   4  Assam  61.38\n" in body
    )
    assert "Next within reach: 5th place (32.94, Sikkim); " in body
    assert "Why," not in body, "the month before says nothing of it"


def test_a_state_that_sent_nothing(history: list[Publication]) -> None:
    letter = to_subscriber(history[2], "GA")
    assert letter.subject == "Goa: unranked (sent no figures) · Ranking of October 2023"
    for absent in ("Next within reach", "About", "Why,", "None"):
        assert absent not in letter.body
    assert letter.body.splitlines()[3] == "Goa: unranked (sent no figures)."


def test_the_first_has_no_place_to_reach(history: list[Publication]) -> None:
    body = to_officer(history[2], "HR").body
    assert "Haryana: 1st place with 99.90, unchanged." in body
    assert "Next within reach" not in body


def test_an_officer_reads_both_languages_and_cannot_leave(history: list[Publication]) -> None:
    letter = to_officer(history[2], "HR")
    assert letter.headers == {}
    english, hindi = letter.body.split("-" * 60)
    assert "Haryana" in english
    assert "हरियाणा" in hindi
    assert f"{SITE}/hi/rankings/2023-10/" in hindi
    assert "leave" not in letter.body


def test_the_whole_list(history: list[Publication]) -> None:
    letter = to_subscriber(history[3])
    assert letter.subject == "Ranking of August 2023, revision 2: Delhi first"
    assert "Reason for the revision: Delhi’s figures were corrected" in letter.body
    assert "subscribed to the list" in letter.body
    assert "\n4 of 36 ranked, 32 not reported.\n" in letter.body
    assert "\nUnranked: Andaman and Nicobar Islands, " in letter.body


def test_in_hindi(history: list[Publication]) -> None:
    letter = to_subscriber(history[2], "DL", "hi")
    assert "दिल्ली" in letter.subject
    assert "Delhi" not in letter.body
    assert f"{SITE}/hi/subscribe/leave/" in letter.headers["List-Unsubscribe"]


def test_sample_figures_are_called_so(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    record_month({"HR": 900, "HP": 800}, sample=True)
    letter = to_subscriber(publish_month())
    assert "Sample figures, calibrated to the published record. Not official data." in letter.body


def test_the_parts_are_those_that_moved_the_score_most(
    publishers: Signatures, record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    """One figure worse, one better: each is told with its sign, and what did not move is not told."""
    record_month({"HR": 900, "HP": 950})
    publish_month()
    own = figures_of(OCTOBER, 900)
    record_figures(
        state="HR", month=NOVEMBER, source="test", sample=False, by="reviewer", at=AT,
        figures=own | {"REG-01": Figure(Decimal(1000), Decimal(1000)), "REG-06": Figure(Decimal(890), Decimal(1000))},
    )  # fmt: skip
    record_month({"HP": 950}, month=NOVEMBER)
    published = publish_month(NOVEMBER)
    body = to_subscriber(published, "HR").body
    told = re.findall(r"^  ([+−]\S+)  ([A-Z]\S+) ", body, re.MULTILINE)
    assert [code for _, code in told] == ["REG-01", "REG-06"]
    assert [sign[0] for sign, _ in told] == ["+", "−"]
    lines = [
        Decimal(one.replace("−", "-")) for one in re.findall(r"^  ([+−]?\d+\.\d\d)  \D", body, re.MULTILINE)
    ]
    assert sum(lines[:-1]) == lines[-1], "the lines of the mail add up to its last one"
    news = state_news(published, "HR")
    assert news.parts is not None
    before, after = (
        one.rows.get(state="HR").score
        for one in RankingList.objects.filter(board="cctns", category="all").order_by("month")
    )
    assert before is not None
    assert after is not None
    largest, change = news.parts
    assert sum(points for _, points in largest.parameters) + largest.rest == change == after - before
    assert "no parameter moved the score" in to_subscriber(published, "HP").body


def figures_of(month: Month, share: int) -> dict[str, Figure]:
    return {
        one["code"]: Figure(Decimal(share if one["better"] == "higher" else 1000 - share), Decimal(1000))
        for one in document_of(methodology_in_force(month)).document["parameters"]
    }


def test_the_marks_missing_suffice_and_no_fewer_would(history: list[Publication]) -> None:
    """A second road: with so many marks more the score prints as the next one, with 0.01 fewer it does not."""
    one = RankingList.objects.get(month=OCTOBER, board="cctns", category="all")
    worked = work(basis_of(one))
    checked = 0
    for code in ("DL", "HP", "AS", "SK", "LD"):
        reach = state_news(history[2], code).reach
        assert reach is not None
        held, marks = reach
        own = worked.scores[code]

        def printed(
            more: Decimal, obtained: Fraction = own.obtained, applicable: Fraction = own.applicable
        ) -> Decimal:
            return rounded(100 * (obtained + Fraction(more)) / applicable)

        assert held[0].score is not None
        assert printed(marks) >= held[0].score > printed(marks - Decimal("0.01"))
        checked += 1
    assert checked == 5


def test_the_mail_that_asks(history: list[Publication]) -> None:
    letter = confirmation_mail(subscription("HP"))
    assert letter.subject == "Pragati: please confirm your subscription"
    assert "Somebody, we think you, asked for a mail at each release of Himachal Pradesh." in letter.body
    assert len(re.findall(rf"{SITE}/subscribe/confirm/\S+/", letter.body)) == 1
