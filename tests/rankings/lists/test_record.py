"""Places that cannot stand together, against every month that could have been."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.months import Month
from rankings.lists import rank_bounds
from rankings.record.core import ListKey, RecordProblem, RecordRow, contradictions
from rankings.record.texts import TEXTS
from tests.rankings.lists.histories import Scores, hundredths, naive_ranks

MONTH = Month(2022, 5)
FULL = 3
"""A full score of 0.03, so that all months that could have been can be gone through."""

MEMBERS = {
    "all": frozenset({"DL", "HR", "HP", "UK", "MZ"}),
    "hilly-ne": frozenset({"HP", "UK", "MZ"}),
    "major": frozenset({"DL", "HR"}),
}
EVERYONE = sorted(MEMBERS["all"])
WORLDS: list[Scores] = [
    dict(zip(EVERYONE, scores, strict=True))
    for scores in itertools.product([None, *range(FULL + 1)], repeat=len(EVERYONE))
]


def members(category: str, month: Month) -> frozenset[str]:
    return MEMBERS[category]


def ranks_in(world: Scores, category: str) -> Mapping[str, int | None]:
    return naive_ranks({state: world[state] for state in sorted(MEMBERS[category])})


RANKS = [{category: ranks_in(world, category) for category in MEMBERS} for world in WORLDS]


def could_be(rows: Sequence[RecordRow]) -> bool:
    """Whether some month has every one of these places."""
    return any(
        all(ranks[row.key[2]][row.state] == row.rank for row in rows)
        and all(row.score is None or hundredths(world[row.state] or 0) == row.score for row in rows)
        for world, ranks in zip(WORLDS, RANKS, strict=True)
    )


@st.composite
def files(draw: st.DrawFn, categories: Sequence[str]) -> list[RecordRow]:
    """Places of a month that could have been; in some files a rank or a score or two are changed."""
    world = draw(st.sampled_from(WORLDS))
    places: list[tuple[str, str, int, int | None]] = []
    for category in categories:
        for state, rank in ranks_in(world, category).items():
            if rank is not None and draw(st.booleans()):
                places.append((category, state, rank, world[state] if draw(st.booleans()) else None))
    for _ in range(draw(st.integers(0, 2)) if places else 0):
        at = draw(st.integers(0, len(places) - 1))
        category, state, rank, score = places[at]
        if draw(st.booleans()):
            rank = draw(st.integers(1, len(MEMBERS[category])))
        else:
            score = draw(st.integers(0, FULL))
        places[at] = category, state, rank, score
    return [
        place(line, category, state, rank, None if score is None else hundredths(score))
        for line, (category, state, rank, score) in enumerate(draw(st.permutations(places)), start=2)
    ]


def place(
    line: int, category: str, state: str, rank: int, score: Decimal | str | None = None, board: str = "cctns"
) -> RecordRow:
    told = None if score is None else Decimal(score)
    return RecordRow(line, (MONTH, board, category), "stated", None, rank, state, told, "A paper")


def told(rows: Sequence[RecordRow]) -> list[RecordProblem]:
    lists: dict[ListKey, list[RecordRow]] = defaultdict(list)
    for row in rows:
        lists[row.key].append(row)
    return list(contradictions(lists, members))


@contextmanager
def small_scores() -> Iterator[None]:
    with mock.patch.object(rank_bounds, "FULL", FULL):
        yield


@settings(deadline=None)
@given(files(["all"]))
def test_a_list_is_refused_exactly_where_no_month_has_its_places(rows: list[RecordRow]) -> None:
    with small_scores():
        assert bool(told(rows)) is not could_be(rows)


@settings(deadline=None)
@given(files(list(MEMBERS)))
def test_lists_of_a_month_that_could_have_been_are_taken(rows: list[RecordRow]) -> None:
    with small_scores():
        found = told(rows)
    if could_be(rows):
        assert found == []
    elif contradict_by_words(rows):
        assert found
    assert {fault.line for fault in found} <= {row.line for row in rows}


def contradict_by_words(rows: Sequence[RecordRow]) -> bool:
    """One State with two scores, or two States in two orders."""
    for one, other in itertools.combinations(rows, 2):
        if one.state == other.state and None not in {one.score, other.score} and one.score != other.score:
            return True
    by_place = {(row.key[2], row.state): row.rank for row in rows}
    return any(
        (by_place["all", first] < by_place["all", second]) is not (own[first] < own[second])
        for category in ("hilly-ne", "major")
        for own in [{state: rank for (name, state), rank in by_place.items() if name == category}]
        for first, second in itertools.permutations(own, 2)
        if ("all", first) in by_place and ("all", second) in by_place
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # The highest score is 100.00: who is second has less.
        ([("all", "HR", 2, "100.00")], "line 2, column score"),
        ([("all", "HR", 2, "99.99")], None),
        ([("all", "DL", 1, None), ("all", "HR", 2, "100.00")], "line 3, column score"),
        ([("all", "HR", 2, "100.00"), ("all", "DL", 1, None)], "line 2, column score"),
        ([("all", "DL", 1, "99.99"), ("all", "HR", 2, "100.00")], "line 3, column score"),
        ([("all", "DL", 1, "100.00"), ("all", "HR", 1, "100.00")], None),
        # Between 99.99 and 99.98 nobody has a score of its own.
        (
            [("all", "HR", 1, "99.99"), ("all", "DL", 2, None), ("all", "HP", 3, "99.98")],
            "line 4, column score",
        ),
        ([("all", "HR", 1, "99.99"), ("all", "DL", 2, None), ("all", "HP", 3, "99.97")], None),
        # Six of five would have to be ranked.
        ([("all", "HR", 5, None), ("all", "DL", 5, None)], "line 3, column rank"),
        ([("all", "HR", 4, None), ("all", "DL", 4, None)], None),
        # One State, two scores.
        ([("all", "HP", 1, "99.82"), ("hilly-ne", "HP", 1, "99.81")], "line 3, column score"),
        ([("all", "HP", 1, "99.82"), ("hilly-ne", "HP", 1, "99.82")], None),
        # Two States, two orders; beside them, a tie in one list alone.
        (
            [("all", "HP", 2, None), ("all", "UK", 3, None), ("hilly-ne", "UK", 1, None), ("hilly-ne", "HP", 2, None)],
            "line 5, column rank",
        ),
        (
            [("all", "HP", 2, None), ("all", "UK", 3, None), ("hilly-ne", "UK", 1, None), ("hilly-ne", "HP", 1, None)],
            "line 5, column rank",
        ),
        (
            [("all", "HP", 2, None), ("all", "UK", 3, None), ("hilly-ne", "HP", 1, None), ("hilly-ne", "UK", 2, None)],
            None,
        ),
        # A category's list takes States away from above, never adds any; and there are two others.
        ([("all", "UK", 1, None), ("hilly-ne", "UK", 2, None)], "line 3, column rank"),
        ([("all", "UK", 2, None), ("hilly-ne", "UK", 2, None)], None),
        ([("all", "UK", 4, None), ("hilly-ne", "UK", 1, None)], "line 3, column rank"),
        ([("all", "UK", 3, None), ("hilly-ne", "UK", 1, None)], None),
        # The score that one list gives counts in the other.
        (
            [("all", "DL", 1, "97.00"), ("all", "UK", 2, None), ("hilly-ne", "UK", 1, "98.00")],
            "line 4, column score",
        ),
        ([("all", "DL", 1, "97.00"), ("all", "UK", 2, None), ("hilly-ne", "UK", 1, "96.00")], None),
        # Mizoram's score would set three above the third.
        (
            [("all", "DL", 1, None), ("all", "HR", 2, None), ("all", "UK", 3, "97.00"), ("hilly-ne", "MZ", 1, "97.50")],
            "line 5, column rank",
        ),
        (
            [("all", "DL", 1, None), ("all", "HR", 2, None), ("all", "UK", 3, "97.00"), ("hilly-ne", "MZ", 2, "96.50")],
            None,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_on_its_later_line(
    rows: list[tuple[str, str, int, str | None]], expected: str | None
) -> None:
    found = told([place(line, *row) for line, row in enumerate(rows, start=2)])
    assert [str(fault).partition(":")[0] for fault in found] == ([] if expected is None else [expected])


def test_lists_of_other_boards_do_not_speak_for_one_another() -> None:
    assert told([place(2, "all", "HP", 1, "99.82"), place(3, "hilly-ne", "HP", 1, "90.00", "icjs")]) == []


def test_a_table_without_skips_is_told_once_and_as_that() -> None:
    ranks = {"HR": 1, "DL": 1, "HP": 2, "UK": 2, "MZ": 3}
    rows = [place(line, "all", state, rank) for line, (state, rank) in enumerate(ranks.items(), start=2)]
    [fault] = told(rows)
    assert (fault.line, fault.column) == (5, "rank")
    assert "ranked without skips" in fault.message
    skipped = dict(zip(ranks, [1, 1, 3, 3, 5], strict=True))
    assert told([place(line, "all", *one) for line, one in enumerate(skipped.items(), start=2)]) == []
    # With a skip elsewhere it is a slip of one rank, not another way of ranking.
    slip = dict(zip(ranks, [1, 1, 2, 5, 5], strict=True))
    [fault, *_] = told([place(line, "all", *one) for line, one in enumerate(slip.items(), start=2)])
    assert fault.message == "2 States share rank 1, so rank 2 cannot be held"


def test_what_is_wrong_on_record_alone_is_not_told_of_a_file() -> None:
    wrong = [place(0, "all", "HR", 1, "99.00"), place(0, "all", "DL", 2, "99.50")]
    assert told(wrong) == []
    [fault] = told([*wrong, place(2, "all", "HP", 3, "99.60")])
    assert fault.line == 2


def test_a_state_that_stands_a_thousand_times_costs_no_more_each_time() -> None:
    def seconds(times: int) -> float:
        rows = [place(line, "all", "HR", 1, "99.00") for line in range(2, times + 2)]
        begun = time.process_time()
        assert len(told(rows)) == times - 1
        return time.process_time() - begun

    assert min(seconds(4_000) for _ in range(5)) < 3 * min(seconds(2_000) for _ in range(5))


def test_every_sentence_has_its_hindi_with_the_same_blanks() -> None:
    for english, hindi in TEXTS.values():
        blanks = [sorted(part[1:].split("}")[0] for part in text.split("{")[1:]) for text in (english, hindi)]
        assert set(blanks[0]) == set(blanks[1])
        assert any("\u0900" <= sign <= "\u097f" for sign in hindi)
