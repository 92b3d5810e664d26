"""How many queries a page costs: pinned, and the same for 3 States and for 36."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from states.models import State
from tests.dashboard.conftest import Shares

PINNED = {
    "/": 12,
    "/?sort=moved&state=HR&view=map": 13,
    "/rankings/2023-10/": 12,
    "/rankings/2023-10/rev/1/": 15,
    "/states/": 8,
    "/states/HR/": 12,
    "/streaks/": 6,
    "/claims/": 10,
    "/claims/?said=Haryana+was+first+1+time+since+October+2023": 14,
    "/annual/": 11,
    "/parameters/": 12,
    "/parameters/REG-01/": 14,
    "/heatmap/": 9,
    "/compare/?states=HR,HP,DL": 15,
    "/practices/": 3,
    "/methodology/": 6,
    "/methodology/2023-01/": 13,
    "/methodology/2024-07/?against=2021-06": 7,
    "/states/XX/": 3,
    "/nowhere/": 2,  # the foot, and the States that may have been meant
}
Publish = Callable[[Shares, Month, bool], None]


def test_with_three_states(
    three_states: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    figures({"HR": 990, "HP": 980, "DL": 970}, Month(2023, 10), True)
    for path, queries in PINNED.items():
        with django_assert_num_queries(queries, info=path):
            client.get(path)


def test_with_thirty_six_and_more_months(
    directory: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = State.objects.values_list("code", flat=True)
    for month in (Month(2023, 9), Month(2023, 10)):
        figures({code: 900 + number for number, code in enumerate(codes)}, month, True)
    for path, queries in PINNED.items():
        with django_assert_num_queries(queries, info=path):
            client.get(path)
