"""The packs of the sample months, as a new installation has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from accounts import audit
from progress.management.commands.prepare import RECORD
from rankings.lists.histories import Scope
from rankings.models import Origin, RankingList, Status
from rankings.proof import audit_pack, proof
from rankings.record.services import load_record
from rankings.sample import load_sample
from tests.rankings.conftest import AT
from tests.rankings.release.packs import faults

pytestmark = pytest.mark.slow

# By default every so many of the lists, which meets every board, category and methodology; all with the long counts.
STRIDE = 1 if settings.get_current_profile_name() == "long" else 61


@pytest.fixture
def sample(directory: None) -> None:
    load_record(data=RECORD.read_bytes(), by=audit.SYSTEM, at=AT)
    load_sample(password="a password of the sample", at=AT)


def test_every_pack_of_the_sample_holds(sample: None, tmp_path: Path) -> None:
    lists = list(
        RankingList.objects.filter(status=Status.PUBLISHED).order_by("publication", "board", "category")
    )
    assert len(lists) > 29 * 16
    checked = 0
    for one in lists[::STRIDE] + [one for one in lists if one.origin == Origin.RECORDED][:2]:
        scope = Scope(one.board, one.category, Origin(one.origin))
        assert faults(audit_pack(proof(scope, str(one.month), one.revision)), tmp_path) == [], one
        checked += 1
    assert checked >= len(lists) // STRIDE
