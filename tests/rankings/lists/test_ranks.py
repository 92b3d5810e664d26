"""Ranks on printed scores: ties, skipping, dense ranks, order."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rankings.lists.ranks import Place, Scored, Ties, places

# Few different scores, so that ties are the rule; 9.5 and 9.50 are one printed score.
scores = st.none() | st.sampled_from([Decimal(text) for text in ("100.00", "99.99", "9.5", "9.50", "0.00")])
names = st.sampled_from(["Assam", "Bihar", "Goa", "Kerala"])


@st.composite
def scored(draw: st.DrawFn) -> list[Scored]:
    return [Scored(f"S{number:02d}", draw(names), draw(scores)) for number in range(draw(st.integers(0, 12)))]


ties_rules = st.sampled_from(["competition", "dense"])


def oracle(every: list[Scored], ties: Ties) -> dict[str, int | None]:
    """Ranks by looking at each State's betters, one State at a time."""
    ranks: dict[str, int | None] = {}
    for one in every:
        if one.score is None:
            ranks[one.state] = None
            continue
        better = [other.score for other in every if other.score is not None and other.score > one.score]
        ranks[one.state] = 1 + (len(better) if ties == "competition" else len(set(better)))
    return ranks


@given(scored(), ties_rules)
def test_ranks_equal_the_oracle(every: list[Scored], ties: Ties) -> None:
    assert {row.state: row.rank for row in places(every, ties)} == oracle(every, ties)


@given(st.data(), ties_rules)
def test_the_order_of_input_never_changes_a_list(data: st.DataObject, ties: Ties) -> None:
    every = data.draw(scored())
    assert places(data.draw(st.permutations(every)), ties) == places(every, ties)


@given(scored(), ties_rules)
def test_rows_stand_by_score_then_name_and_unranked_last(every: list[Scored], ties: Ties) -> None:
    rows = places(every, ties)
    name = {one.state: one.name for one in every}
    assert [row.position for row in rows] == list(range(1, len(every) + 1))
    ranked = [row for row in rows if row.rank is not None]
    assert rows[: len(ranked)] == tuple(ranked)
    keys = [(-row.score, name[row.state], row.state) for row in ranked if row.score is not None]
    assert keys == sorted(keys)
    unranked = [(name[row.state], row.state) for row in rows[len(ranked) :]]
    assert unranked == sorted(unranked)
    assert all(row.score is None for row in rows[len(ranked) :])


@given(scored())
def test_equal_printed_scores_share_a_rank_and_the_next_skips(every: list[Scored]) -> None:
    rows = [row for row in places(every) if row.rank is not None]
    for before, after in itertools.pairwise(rows):
        if before.score == after.score:
            assert after.rank == before.rank
        else:
            assert after.rank == after.position


def test_one_one_three_and_one_one_two() -> None:
    every = [
        Scored("UK", "Uttarakhand", Decimal("96.85")),
        Scored("GJ", "Gujarat", Decimal("97.98")),
        Scored("DL", "Delhi", Decimal("97.98")),
        Scored("ML", "Meghalaya", None, "not_reported"),
        Scored("HP", "Himachal Pradesh", Decimal("0.00")),
    ]
    assert [(row.state, row.rank) for row in places(every)] == [
        ("DL", 1), ("GJ", 1), ("UK", 3), ("HP", 4), ("ML", None),
    ]  # fmt: skip
    assert [row.rank for row in places(every, "dense")] == [1, 1, 2, 3, None]
    assert places(every)[-1] == Place(5, "ML", None, None, "not_reported")


def test_a_state_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        places([Scored("HR", "Haryana", Decimal(1)), Scored("HR", "Haryana", Decimal(2))])
