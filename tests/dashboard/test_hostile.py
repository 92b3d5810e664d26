"""Addresses as strangers draw them: none ends in an error of ours, and every run draws the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from django.test import Client

from benchmarks.hostile import Hostile
from common.months import Month
from tests.dashboard.conftest import Shares
from tests.submissions.files.support import examples

Publish = Callable[[Shares, Month, bool], None]


def test_no_address_that_anybody_may_ask_for_ends_in_an_error(
    directory: None, figures: Publish, client: Client
) -> None:
    for month in (Month(2023, 9), Month(2023, 10)):
        figures({"HR": 990, "HP": 980, "DL": 900}, month, True)
    drawn = list(islice(Hostile("pages").addresses(), examples(2_000, 50)))
    assert drawn == list(islice(Hostile("pages").addresses(), len(drawn)))
    statuses = [client.get(address, REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}").status_code
                for number, address in enumerate(drawn)]  # fmt: skip
    assert {status for status in statuses if status >= 500} == set()
    assert statuses.count(200) > len(drawn) / 3
