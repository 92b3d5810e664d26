"""Publishing: once, right, by two people, and never moved afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEvent
from metrics.models import FigureSet, Methodology, Parameter
from rankings.compute import NothingToComputeError, compute_month, compute_provisional
from rankings.models import ListRow, Publication, RankingList, Status
from rankings.publish import RefusedPublicationError, Signatures, publish
from rankings.verify import verify_published
from tests.rankings.conftest import AT, MONTH, PublishMonth, RecordMonth

pytestmark = pytest.mark.django_db
SHARES = {"HR": 999, "HP": 998, "DL": 980, "GJ": 980}


def ranks(board: str = "cctns", category: str = "all", **which: object) -> list[tuple[str, int | None, str]]:
    which = which or {"is_current": True}
    rows = ListRow.objects.filter(
        list__board=board, list__category=category, **{f"list__{k}": v for k, v in which.items()}
    )
    return [(row.state_id, row.rank, str(row.score)) for row in rows.order_by("position")]


def test_publish_makes_every_board_and_category_at_one_stroke(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publication = publish_month()
    lists = RankingList.objects.filter(publication=publication)
    assert {(one.board, one.category) for one in lists} == {
        (board, category)
        for board in ("cctns", "icjs", "itsso", "overall")
        for category in ("all", "major", "hilly-ne", "ut")
    }
    top = ranks()[:4]
    assert [(state, rank) for state, rank, _ in top] == [("HR", 1), ("HP", 2), ("DL", 3), ("GJ", 3)]
    assert len(ranks()) == 36
    assert [row for row in ranks() if row[0] == "MZ"] == [("MZ", None, "None")]
    assert AuditEvent.objects.filter(action="lists.publish", subject="2023-10", actor="meera").count() == 1


def test_a_state_that_sent_nothing_is_unranked_and_last(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publish_month()
    rows = list(ListRow.objects.filter(list__board="cctns", list__category="all").order_by("position"))
    unranked = rows[4:]
    assert {row.reason for row in unranked} == {"not_reported"}
    assert [row.state.name for row in unranked] == sorted(row.state.name for row in unranked)


def test_one_person_cannot_sign_twice(record_month: RecordMonth, publish_month: PublishMonth) -> None:
    record_month(SHARES)
    with pytest.raises(RefusedPublicationError, match="two different people"):
        publish(month=MONTH, signatures=Signatures("meera", "meera"), released_on=date(2023, 11, 27), at=AT)
    with pytest.raises(RefusedPublicationError, match="ravi is not an active person with the role publisher"):
        publish(month=MONTH, signatures=Signatures("meera", "ravi"), released_on=date(2023, 11, 27), at=AT)
    assert Publication.objects.count() == 0


def test_the_database_refuses_one_person_twice() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            number=1, month=MONTH, origin="computed", revision=1, published_at=AT,
            published_by="meera", seconded_by="meera", sample=False,
        )  # fmt: skip


def test_a_further_revision_needs_a_reason_and_takes_the_place_of_the_first(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publish_month()
    record_month({"HP": 1000})
    with pytest.raises(RefusedPublicationError, match="needs a reason"):
        publish_month()
    publish_month(reason="Himachal Pradesh sent corrected figures")
    assert ranks()[0][:2] == ("HP", 1)
    assert ranks(revision=1)[0][:2] == ("HR", 1), "the first revision stays as it was"
    assert RankingList.objects.filter(board="cctns", category="all", is_current=True).count() == 1


def test_each_list_carries_the_digest_of_the_one_published_before(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    september = MONTH.previous()
    record_month(SHARES, month=september)
    record_month(SHARES)
    publish_month(MONTH)
    publish_month(september)  # backdated: the chain follows the order of publication
    lists = {one.month: one for one in RankingList.objects.filter(board="icjs", category="ut")}
    assert lists[MONTH].previous_digest == ""
    assert lists[september].previous_digest == lists[MONTH].digest
    assert all(not one.problems for one in verify_published())


def test_a_month_cannot_be_released_before_it_ends(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    with pytest.raises(RefusedPublicationError, match="the month ends on 2023-10-31"):
        publish_month(released_on=date(2023, 10, 31))


def test_a_month_without_figures_names_the_months_that_have_some(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    with pytest.raises(NothingToComputeError, match="months that have: 2023-10"):
        publish_month(MONTH.next())


def test_provisional_lists_are_replaced_and_give_way_to_the_published_ones(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    assert compute_provisional(MONTH) == 16
    first = ranks(status=Status.PROVISIONAL)
    record_month({"HP": 1000})
    assert compute_provisional(MONTH) == 16
    assert ranks(status=Status.PROVISIONAL)[0][0] == "HP" != first[0][0]
    publish_month()
    assert not RankingList.objects.filter(status=Status.PROVISIONAL).exists()
    assert compute_provisional(MONTH) == 0, "the published lists rest on these very figures"


def test_the_same_figures_give_the_same_digest(record_month: RecordMonth) -> None:
    record_month(SHARES)
    once, again = compute_month(MONTH), compute_month(MONTH)
    assert once.inputs_digest == again.inputs_digest
    assert once.lists == again.lists


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rankings_listrow SET score = 1",
        "DELETE FROM rankings_listrow",
        "UPDATE rankings_rankinglist SET digest = 'x'",
        "UPDATE rankings_rankinglist SET methodology_id = NULL, origin = 'recorded'",
        "UPDATE rankings_publication SET reason = 'x'",
        "DELETE FROM rankings_publication",
        "UPDATE metrics_figure SET numerator = 0",
        "DELETE FROM metrics_figure",
        "UPDATE metrics_figureset SET recorded_by = 'x'",
        "DELETE FROM metrics_figureset",
        "UPDATE metrics_parameter SET max_marks = 99 WHERE methodology_id = '2023-01'",
        "DELETE FROM metrics_parameter WHERE methodology_id = '2023-01'",
        "UPDATE metrics_parametergroup SET name = 'x' WHERE methodology_id = '2023-01'",
        "UPDATE metrics_methodology SET title = 'x' WHERE version = '2023-01'",
        "UPDATE metrics_methodology SET sealed_at = NULL WHERE version = '2023-01'",
        "UPDATE accounts_auditevent SET actor = 'x'",
        "DELETE FROM accounts_auditevent",
    ],
)
def test_the_database_refuses_to_move_what_is_published(
    record_month: RecordMonth, publish_month: PublishMonth, statement: str
) -> None:
    record_month(SHARES)
    publish_month()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert all(not one.problems for one in verify_published())


def test_a_parameter_cannot_be_added_to_a_sealed_version(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publish_month()
    sealed = Methodology.objects.get(version="2023-01")
    copy = Parameter.objects.filter(methodology=sealed)[0]
    copy.pk, copy.code = None, "NEW-01"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    open_version = Methodology.objects.get(version="2024-07")
    assert open_version.sealed_at is None


def test_a_list_changed_behind_the_databases_back_is_found(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publish_month()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE rankings_listrow SET score = 99.98 WHERE state_id = 'HR' AND list_id ="
            " (SELECT id FROM rankings_rankinglist WHERE board = 'cctns' AND category = 'all')"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    faulty = [one for one in verify_published() if one.problems]
    assert [one.name for one in faulty] == ["2023-10 cctns all computed r1"]
    assert "its stored rows do not give its digest" in faulty[0].problems


def test_a_later_figure_leaves_the_published_list_reproducible(
    record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    record_month(SHARES)
    publish_month()
    record_month({"HR": 100, "MZ": 500})
    assert FigureSet.objects.filter(state="HR").count() == 2
    assert all(not one.problems for one in verify_published())
