"""What an address asks of a list: read once, written back without what is meant anyway."""

from __future__ import annotations

from datetime import date

import pytest

from common.asking import MalformedQueryError, UnknownNameError
from rankings.lists.histories import Scope
from rankings.lists.query import ListQuery
from rankings.models import Origin


def test_what_is_left_out_or_empty_means_the_default() -> None:
    for data in ({}, {"board": "", "category": "", "origin": "", "as_of": ""}):
        query = ListQuery.read(data)
        assert query.scope == Scope("cctns", "all")
        assert query.parts() == {}


def test_words_are_read_in_any_case_and_written_back_in_order() -> None:
    query = ListQuery.read({"as_of": "2023-12-01", "origin": "RECORDED", "category": "UT", "board": "Icjs"})
    assert query.scope == Scope("icjs", "ut", Origin.RECORDED, as_of=date(2023, 12, 1))
    assert list(query.parts().items()) == [
        ("board", "icjs"), ("category", "ut"), ("origin", "recorded"), ("as_of", "2023-12-01"),
    ]  # fmt: skip
    assert query.parts(("board",)) == {"board": "icjs"}
    assert query.parts(("board",), board="cctns", month="2023-10") == {"month": "2023-10"}
    assert query.parts(None, origin=None, as_of=None) == {"board": "icjs", "category": "ut"}
    assert query.scope.query == query.parts()


@pytest.mark.parametrize("data", [{"board": "none"}, {"category": "small"}])
def test_an_unknown_name_is_not_found(data: dict[str, str]) -> None:
    with pytest.raises(UnknownNameError):
        ListQuery.read(data)


@pytest.mark.parametrize("data", [{"origin": "rumour"}, {"as_of": "2023-02-30"}, {"as_of": "yesterday"}])
def test_a_query_that_cannot_be_meant_is_malformed(data: dict[str, str]) -> None:
    with pytest.raises(MalformedQueryError):
        ListQuery.read(data)
