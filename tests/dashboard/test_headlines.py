"""The sentence above a list, from the list alone, in both languages."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from common.months import Month
from rankings.lists.headlines import headline, unranked
from rankings.lists.history import SampleBasis
from rankings.lists.queries import ListView, Row
from states.models import State

NAMES = {
    "HR": ("Haryana", "हरियाणा"), "HP": ("Himachal Pradesh", "हिमाचल प्रदेश"), "DL": ("Delhi", "दिल्ली"),
    "GJ": ("Gujarat", "गुजरात"), "UP": ("Uttar Pradesh", "उत्तर प्रदेश"),
}  # fmt: skip


def row(code: str, rank: int | None, score: str | None, streak: int = 0, **other: Any) -> Row:
    name, name_hi = NAMES[code]
    values: dict[str, Any] = {
        "position": 1, "reason": "" if rank else "not_reported", "source": "", "previous_rank": None,
        "rank_change": None, "change_among_both": None, "came": False, "movement_flagged": False,
        "months_first": streak, "streak_certain": True,
    }  # fmt: skip
    state = State(code=code, name=name, name_hi=name_hi)
    printed = None if score is None else Decimal(score)
    return Row(state=state, rank=rank, score=printed, current_streak=streak, **(values | other))


def listed(*rows: Row, complete: bool = True) -> ListView:
    return ListView(
        month=Month(2023, 10), board="cctns", category="all", status="published", origin="computed", sample=False,
        complete=complete, revision=1, is_current=True, supersedes=None, reason="", released_on=None,
        published_at=None, month_basis="stated", methodology="2023-01", digest="", previous_digest="",
        inputs_digest="", previous_origin="", sample_basis=SampleBasis.NONE, rows=rows,
    )  # fmt: skip


SECOND = row("HP", 2, "99.85")
CASES = {
    "streak": (
        listed(row("HR", 1, "99.97", 6), SECOND),
        "Haryana is first for the sixth month in a row, 0.12 ahead of Himachal Pradesh",
        "हरियाणा लगातार छठे माह प्रथम, हिमाचल प्रदेश से 0.12 आगे",
    ),
    "streak of one": (
        listed(row("HR", 1, "99.97", 1), SECOND),
        "Haryana is first, 0.12 ahead of Himachal Pradesh",
        "हरियाणा प्रथम, हिमाचल प्रदेश से 0.12 आगे",
    ),
    "uncertain streak": (
        listed(row("HR", 1, "99.97", 2, streak_certain=False), SECOND),
        "Haryana is first for at least the second month in a row, 0.12 ahead of Himachal Pradesh",
        "हरियाणा लगातार कम से कम दूसरे माह प्रथम, हिमाचल प्रदेश से 0.12 आगे",
    ),
    "shared first": (
        listed(row("HP", 1, "99.97", 1), row("HR", 1, "99.97", 6), row("DL", 3, "99.00")),
        "Himachal Pradesh and Haryana share first place with 99.97 each, 0.97 ahead of Delhi",
        "हिमाचल प्रदेश और हरियाणा 99.97 के साथ संयुक्त रूप से प्रथम स्थान पर, दिल्ली से 0.97 आगे",
    ),
    "shared by four": (
        listed(*(row(code, 1, "100.00") for code in ("DL", "GJ", "HP", "HR"))),
        "4 States share first place with 100.00 each",
        "4 राज्य 100.00 के साथ संयुक्त रूप से प्रथम स्थान पर",
    ),
    "shared second": (
        listed(row("HR", 1, "99.97", 1), row("DL", 2, "97.98"), row("GJ", 2, "97.98"), row("UP", 4, "90.00")),
        "Haryana is first, 1.99 ahead of Delhi and Gujarat",
        "हरियाणा प्रथम, दिल्ली और गुजरात से 1.99 आगे",
    ),
    "alone": (
        listed(row("HR", 1, "99.97", 1), row("HP", None, None)),
        "Haryana is first; no other State is ranked",
        "हरियाणा प्रथम; किसी अन्य राज्य को रैंक नहीं मिली",
    ),
    "partial, first alone on record": (
        listed(row("HR", 1, "100.00", 1), complete=False),
        "Haryana is first; no other place is on record",
        "हरियाणा प्रथम; कोई अन्य स्थान दर्ज नहीं",
    ),
    "partial, the second not on record": (
        listed(row("HR", 1, "100.00", 1), row("DL", 3, "97.00"), complete=False),
        "Haryana is first",
        "हरियाणा प्रथम",
    ),
    "partial, the first without a score": (
        listed(row("HR", 1, None, 1), SECOND, complete=False),
        "Haryana is first, ahead of Himachal Pradesh",
        "हरियाणा प्रथम, हिमाचल प्रदेश से आगे",
    ),
    "partial, first place not on record": (
        listed(row("HR", 5, "96.40"), complete=False),
        "First place is not on record; the best place known is the 5th, of Haryana",
        "प्रथम स्थान दर्ज नहीं; ज्ञात सर्वोत्तम: हरियाणा 5वें स्थान पर",
    ),
    "nobody ranked": (
        listed(row("HR", None, None)),
        "No State is ranked in this list",
        "इस सूची में किसी राज्य को रैंक नहीं मिली",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_answer_as_a_sentence(case: str) -> None:
    view, english, hindi = CASES[case]
    assert headline(view, newest=True) == english
    with translation.override("hi"):
        assert headline(view, newest=True) == hindi


def test_an_older_list_names_its_month_first() -> None:
    view, english, hindi = CASES["streak of one"]
    assert headline(view, newest=False) == f"October 2023: {english}"
    with translation.override("hi"):
        assert headline(view, newest=False) == f"अक्टूबर 2023: {hindi}"


def test_who_has_no_rank_is_named_with_the_reason() -> None:
    view = listed(
        row("HR", 1, "99.97"), row("DL", None, None), row("HP", None, None, reason="not_applicable")
    )
    assert unranked(view) == [
        "Unranked: Himachal Pradesh (nothing applicable on this board).",
        "Unranked: Delhi (sent no figures).",
    ]
    with translation.override("hi"):
        assert unranked(view)[1] == "रैंक नहीं मिली: दिल्ली (आँकड़े नहीं भेजे)।"
