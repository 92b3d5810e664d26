"""What is going to end says so; nothing does today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from common.api import retirement
from common.api.retirement import RETIRED, Retirement
from tests.dashboard.api.conftest import Get

pytestmark = pytest.mark.django_db


def test_nothing_is_deprecated_today(get: Get) -> None:
    assert RETIRED == {}
    answer = get("problems/")
    assert not {"Deprecation", "Sunset"} & set(answer.headers)


def test_what_is_going_to_end_says_since_when_until_when_and_what_follows(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = Retirement(
        datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 6, 30, 12, tzinfo=UTC), "/api/v2/problems/"
    )
    monkeypatch.setattr(retirement, "RETIRED", {"list_problems": ending})
    for headers in ({}, {"if_none_match": get("problems/").headers["ETag"]}):
        answer = get("problems/", **headers)
        assert answer.headers["Deprecation"] == "@1767225600"
        assert answer.headers["Sunset"] == "Wed, 30 Jun 2027 12:00:00 GMT"
        link = answer.headers["Link"]
        for relation in ("deprecation", "sunset"):
            assert f'<http://testserver/developers/#ending>; rel="{relation}"' in link
        assert '<http://testserver/api/v2/problems/>; rel="successor-version"' in link
    assert "Deprecation" not in get("states/").headers


def test_an_end_that_is_not_decided_is_not_told(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        retirement, "RETIRED", {"list_problems": Retirement(datetime(2026, 1, 1, tzinfo=UTC))}
    )
    answer = get("problems/")
    assert "Deprecation" in answer.headers
    assert "Sunset" not in answer.headers
