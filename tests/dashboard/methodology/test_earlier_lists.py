"""A version that comes into force leaves every earlier list as it is, to the byte."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from common import jobs
from common.digests import canonical
from common.models import Job
from common.months import Month
from rankings.documents import list_document
from rankings.lists.histories import Scope
from rankings.models import ListRow, RankingList, Status
from rankings.proof import audit_pack, proof
from rankings.publish import publish
from rankings.verify import stored_content, verify_published
from tests.dashboard.methodology.conftest import Past
from tests.dashboard.methodology.drafting import LATER, activate, changed_draft
from tests.dashboard.methodology.test_activation import record_november
from tests.rankings.conftest import SIGNED

pytestmark = pytest.mark.slow

MONTHS = ("2022-12", "2023-01", "2023-10")
KEPT = ("/api/v1/rankings/{}/", "/api/v1/rankings/{}/rev/1/")
"""Answers that rest on the list and on what came before it, and on nothing later."""
PAGES = ("/rankings/{}/", "/hi/rankings/{}/", "/states/HR/?month={}")
"""Pages that lead on to later months, and may say so once there are any."""
REVISIONS = ("/rankings/{}/rev/1/", "/hi/rankings/{}/rev/1/")
"""Pages that lead on to the newest month; the list in them stays as it is."""

Taken = dict[str, bytes]


def answers(client: Client, forms: tuple[str, ...]) -> Taken:
    """The body and validator of every such address, for two lists of each month."""
    taken = {}
    for month in MONTHS:
        for form in forms:
            for board, category in (("cctns", "all"), ("icjs", "ut")):
                path = form.format(month)
                path += f"{'&' if '?' in path else '?'}board={board}&category={category}"
                answer = client.get(path)
                assert answer.status_code == 200, path
                taken[path] = answer.content + answer.get("ETag", "").encode()
    return taken


def tables(taken: Taken) -> Taken:
    """What the list of each page says; its links may lead past a newest month."""
    bodies = {path: body.partition(b"<tbody")[2].partition(b"</tbody>")[0] for path, body in taken.items()}
    return {path: re.sub(rb"<[^>]*>", b"|", body) for path, body in bodies.items()}


def records() -> Taken:
    """What the database holds of every list, with its canonical JSON, digest and signature."""
    taken = {}
    for one in RankingList.objects.filter(
        status=Status.PUBLISHED, month__in=[Month.parse(m) for m in MONTHS]
    ):
        assert one.publication is not None
        content = stored_content(one.publication, one)
        rows = ListRow.objects.filter(list=one).order_by("position").values_list()
        taken[f"{one}"] = b"\n".join(
            [canonical(list_document(content)), content.digest.encode(), one.digest.encode(), one.signature.encode(),
             repr((one.methodology_id, one.is_current, list(rows))).encode()]
        )  # fmt: skip
    return taken


def packs() -> Taken:
    """The audit pack of one list of each month; it holds the whole chain, so a later list makes it longer."""
    return {month: audit_pack(proof(Scope("cctns", "all"), month)) for month in MONTHS}


@pytest.mark.django_db
def test_every_earlier_list_keeps_its_bytes(past: Past, client: Client) -> None:
    past(MONTHS)
    kept, pages, stored = answers(client, KEPT), answers(client, PAGES + REVISIONS), records()
    packed, revisions = packs(), tables(answers(client, REVISIONS))

    activate(changed_draft())
    assert answers(client, KEPT) == kept
    assert answers(client, PAGES + REVISIONS) == pages
    assert records() == stored
    assert packs() == packed

    record_november(("HR", "HP", "DL", "CH"))
    for job in Job.objects.filter(kind="compute"):
        jobs.run(job.pk, clock=lambda: LATER)
    november = publish(
        month=Month(2023, 11), signatures=SIGNED, released_on=date(2023, 12, 22), at=LATER, announce=False
    )
    assert set(november.lists.values_list("methodology", flat=True)) == {"2023-11"}
    assert answers(client, KEPT) == kept
    assert tables(answers(client, REVISIONS)) == revisions
    assert records() == stored
    assert client.get("/api/v1/rankings/latest/").json()["methodology"] == "2023-11"

    again = publish(
        month=Month(2023, 10), signatures=SIGNED, released_on=date(2023, 12, 23), at=LATER, reason="Once more",
        announce=False,
    )  # fmt: skip
    assert set(again.lists.values_list("methodology", flat=True)) == {"2023-01"}
    assert [row.content for row in _rows(again.pk)] == [row.content for row in _rows(again.pk - 2)]
    checked = list(verify_published())
    assert len(checked) == 16 * 5
    assert [one for one in checked if one.problems] == []


class _Row:
    def __init__(self, row: ListRow) -> None:
        self.content = (
            row.list.board,
            row.list.category,
            row.position,
            row.state_id,
            row.rank,
            row.score,
            row.reason,
        )


def _rows(publication: int) -> list[_Row]:
    rows = ListRow.objects.filter(list__publication=publication).select_related("list")
    return [_Row(row) for row in rows.order_by("list__board", "list__category", "position")]
