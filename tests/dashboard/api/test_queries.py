"""How many queries an answer costs: pinned, and the same for 3 States and for 36."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from states.models import State
from tests.dashboard.api.conftest import Get, Place, publish_list

PINNED = {
    "": 1,
    "rankings/": 2,
    "rankings/?format=xlsx": 2,
    "rankings/?updated_after=2023-01-01": 2,
    "rankings/changes/": 6,
    "rankings/changes/?since=2023-11-01&board=cctns": 10,
    "rankings/2023-10/": 4,
    "rankings/latest/": 4,
    "rankings/2023-10/?format=csv": 4,
    "rankings/2023-10/?as_of=2024-01-15": 5,
    "rankings/2023-10/?origin=computed&state=HR": 5,
    "rankings/2023-10/rev/1/": 4,
    "rankings/2023-10/rev/1/?origin=computed&format=csv": 4,
    "rankings/2023-10/datapackage.json": 13,
    "rankings/2023-10/datapackage.json?format=zip": 13,
    "rankings/2023-10/data/rankings.csv": 13,
    "datapackage.json": 13,
    "data/marks.csv": 13,
    "history.jsonl": 5,
    "history.jsonl?state=HR&board=cctns": 6,
    "states/": 3,
    "states/HR/": 3,
    "states/HR/history/": 4,
    "states/HR/marks/2023-10/": 10,
    "states/HR/history/?format=csv": 4,
    "states/HR/history/?view=rescored": 10,
    "states/HR/marks/latest/": 11,
    "rankings/2023-10/progress/": 6,
    "rankings/latest/progress/?span=12&measure=gap_closed": 6,
    "streaks/": 4,
    "streaks/?as_of=2024-01-15": 5,
    "claims/": 7,
    "claims/check/?of=HR&kind=rank&number=1&from=2023-10&to=2023-10": 7,
    "annual/": 7,
    "practices/": 2,
    "practices/?state=HR&year=2023": 3,
    "parameters/": 5,
    "parameters/?methodology=2021-06": 4,
    "methodologies/": 2,
    "methodologies/2023-01/": 4,
    "problems/": 1,
    "problems/not_found/": 1,
    "schema/": 1,
}


def publish_everyone(months: tuple[str, ...]) -> None:
    codes = list(State.objects.values_list("code", flat=True))
    for month in months:
        places = [Place(code, rank, f"{100 - rank}.00") for rank, code in enumerate(codes, start=1)]
        publish_list(month, places, inputs=dict.fromkeys(codes, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "months"),
    [("three_states", ("2023-10",)), ("directory", ("2023-08", "2023-09", "2023-10"))],
    ids=["three States", "thirty-six and more months"],
)
def test_what_an_answer_costs(
    get: Get, request: pytest.FixtureRequest, states: str, months: tuple[str, ...]
) -> None:
    request.getfixturevalue(states)
    publish_everyone(months)
    costs = {}
    for path in PINNED:
        cache.clear()  # as the first to ask
        with CaptureQueriesContext(connection) as asked:
            answer = get(path)
            assert b"".join(answer), path
            assert (path, answer.status_code) == (path, 200)
        costs[path] = len(asked)
    assert costs == PINNED
