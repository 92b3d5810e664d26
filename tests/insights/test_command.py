"""`manage.py explain` on published lists: in words, as a count, and with status 1 on a residual."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts import audit
from accounts.people import create_demo_accounts
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from rankings.lists.histories import month_lists
from rankings.lists.history import MonthList, Standing
from rankings.models import RankingList
from rankings.publish import Signatures, publish

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
# December to January is a change of methodology, too.
LISTS = {Month(2022, 11): {"HR": 8, "HP": 9}, Month(2022, 12): {"HR": 9, "HP": 8}, Month(2023, 1): {"HR": 10}}


@pytest.fixture
def published(db: None) -> None:
    """Three months of two States: each enters so many tenths of everything."""
    create_demo_accounts(password="explained-2023", at=AT)
    for month, tenths in LISTS.items():
        rules = rules_of(month)
        for state, part in tenths.items():
            figures = {code: Figure(Decimal(part), Decimal(10)) for code in rules}
            record_figures(
                state=state, month=month, figures=figures, source="sample", sample=True, by=audit.SYSTEM, at=AT,
                rules=rules,
            )  # fmt: skip
        publish(
            month=month,
            signatures=Signatures("publisher", "publisher2"),
            released_on=date(2023, 11, 27),
            at=AT,
        )


def _told(*words: str) -> str:
    out = StringIO()
    call_command("explain", *words, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("published")
def test_all_changes_are_explained_and_counted() -> None:
    lines = _told("--all", "--assert").splitlines()
    # On each of four boards both change places once, then Himachal Pradesh leaves the ranking.
    assert lines[0] == "cctns: 3 changes of rank, 1 times the same rank, 68 times unranked in both"
    assert lines[-1] == "12 changes explained, residual 0"
    assert len(lines) == 5


@pytest.mark.usefixtures("published")
def test_one_change_is_told_in_words() -> None:
    told = _told("--state", "hr", "--from", "2022-11", "--to", "2022-12")
    assert told.startswith(
        "HR, cctns, 2022-11 to 2022-12: rank 2 to 1 (up 1). Score 80.00 to 90.00 (+10.00).\n"
        "  own score: +1 (rank 2 to 1); places won from HP; lost to nobody\n"
        "  the others: +0 (rank 1 to 1); places won from nobody; lost to nobody\n"
        "  net: passed HP; passed by nobody\n"
    )
    assert told.endswith("  sum: +10.00\nresidual 0\n")
    gone = _told("--state", "HP", "--from", "2022-12", "--to", "2023-01", "--board", "icjs")
    assert gone.splitlines() == [
        "HP, icjs, 2022-12 to 2023-01: left the ranking (unranked: not_reported).",
        "  The two lists were ranked by different methodology versions.",
        "residual 0",
    ]


@pytest.mark.usefixtures("published")
def test_a_residual_ends_it_with_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def shifted(lists: list[RankingList]) -> dict[Month, MonthList]:
        found = month_lists(lists)
        for one in found.values():
            rows = dict(one.rows)
            rows["HR"] = Standing(rows["HR"].rank, Decimal("1.00"))
            object.__setattr__(one, "rows", rows)
        return found

    monkeypatch.setattr("insights.explain.queries.month_lists", shifted)
    with pytest.raises(CommandError, match="explanations leave a residual"):
        _told("--all", "--assert")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--all", "--state", "HR"), "Give --all"),
        (("--state", "HR", "--from", "2022-11"), "Give --all"),
        (("--state", "XX", "--from", "2022-11", "--to", "2022-12"), "XX is no State"),
        (("--state", "HR", "--from", "2022-10", "--to", "2022-12"), "no month 2022-10; known: 2022-11"),
        (("--state", "HR", "--from", "autumn", "--to", "2022-12"), "not a month"),
        (("--all", "--board", "best"), "no board best"),
    ],
)
def test_what_cannot_be_asked_is_refused(words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        _told(*words)
