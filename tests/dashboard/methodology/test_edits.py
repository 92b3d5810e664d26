"""Editing a draft: values by their path, and two editors of whom neither loses anything."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import load_all
from metrics.drafts.checks import check
from metrics.drafts.edits import (
    NO,
    YES,
    Clash,
    RefusedPartError,
    add_group,
    add_parameter,
    changes,
    flat,
    merge,
    put,
    remove_group,
    remove_parameter,
    tidy,
)

BASE = load_all()[1].document
SHOWN = flat(BASE)
TEXT_PATHS = [
    path for path in SHOWN if path.endswith(("/name", "/max_marks", "/numerator_hi")) or "/" not in path
]
Typed = dict[str, str]


def edits() -> st.SearchStrategy[Typed]:
    return st.dictionaries(st.sampled_from(TEXT_PATHS), st.sampled_from(["1", "2", "अ", "7.50"]), max_size=6)


def saved(document: Any, was: Typed, typed: Typed) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    found = merge(document, was, {**was, **typed})
    return found.document, found.clashes


@given(edits(), edits())
def test_of_two_editors_nobody_loses_anything(first: Typed, second: Typed) -> None:
    """Both were shown the same. What only one touched is theirs; what both set differently is told, never replaced."""
    after_first, none = saved(BASE, SHOWN, first)
    after_both, clashes = saved(after_first, SHOWN, second)
    assert none == ()
    values = flat(after_both)
    touched = {path for path, value in first.items() if tidy(path, value) != SHOWN[path]}
    for path, value in second.items():
        wanted = tidy(path, value)
        if path in touched and wanted not in {tidy(path, first[path]), SHOWN[path]}:
            assert Clash(path, SHOWN[path], tidy(path, first[path]), wanted) in clashes
        elif wanted != SHOWN[path]:
            assert values[path] == wanted
    for path in touched:
        assert values[path] == tidy(path, first[path])
    assert len(clashes) == len({one.path for one in clashes})


@given(edits())
def test_saving_again_over_what_is_stored_now_puts_the_typed_values_there(typed: Typed) -> None:
    other, _ = saved(BASE, SHOWN, dict.fromkeys(typed, "somebody else's"))
    after, clashes = saved(other, flat(other), typed)
    assert clashes == ()
    assert all(flat(after)[path] == tidy(path, value) for path, value in typed.items())


@given(edits(), edits())
def test_changes_tell_the_whole_difference(first: Typed, second: Typed) -> None:
    one, _ = saved(BASE, SHOWN, first)
    other, _ = saved(BASE, SHOWN, second)
    again = copy.deepcopy(one)
    for change in changes(one, other):
        assert change.after is not None
        put(again, change.path, change.after)
    assert again == other
    assert changes(other, other) == ()


def test_every_value_can_be_set_and_read_back() -> None:
    document = copy.deepcopy(dict(BASE))
    for path in SHOWN:
        ticked = "/boards/" in path or path.endswith("numerator_may_exceed")
        value = (NO if SHOWN[path] == YES else YES) if ticked else "something else"
        put(document, path, value)
        assert flat(document)[path] == value, path


@pytest.mark.parametrize(
    "path", ["", "code", "groups", "groups/INF", "groups/INF/code", "groups/INF/boards/overall", "groups/XXX/name",
             "parameters/INF-01/code", "parameters/XXX-01/name", "rules/decimals", "a/b/c/d"],
)  # fmt: skip
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(KeyError):
        put(copy.deepcopy(dict(BASE)), path, "x")


def test_boards_stand_in_their_order_and_overall_stays() -> None:
    document = copy.deepcopy(dict(BASE))
    for board, value in (("itsso", YES), ("icjs", YES), ("cctns", NO)):
        put(document, f"groups/INF/boards/{board}", value)
    assert document["groups"][0]["boards"] == ["icjs", "itsso", "overall"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" 7 ", "7"), ("7.50", "7.5"), ("07", "7"), ("0.0", "0"), (".5", "0.5"), ("५.२५", "5.25"), ("7.", "7"),
     ("7,5", "7,5"), ("-3", "-3"), ("1e2", "1e2"), ("", "")],
)  # fmt: skip
def test_numbers_are_kept_as_the_catalogue_writes_them(typed: str, kept: str) -> None:
    assert tidy("parameters/REG-01/max_marks", typed) == kept
    assert tidy("parameters/REG-01/max_marks", kept) == kept


def test_a_value_of_a_part_that_is_gone_is_a_clash() -> None:
    less = remove_parameter(BASE, "CYB-01")
    _, clashes = saved(less, SHOWN, {"parameters/CYB-01/max_marks": "9"})
    assert clashes == (Clash("parameters/CYB-01/max_marks", "4", None, "9"),)
    assert saved(less, SHOWN, {})[1] == (), "untouched values of it are no loss"


def test_parts_come_in_and_leave() -> None:
    values = {"group": "REG", "name": "  One  more ", "max_marks": "३"}
    more = add_parameter(BASE, "REG-09", values)
    codes = [one["code"] for one in more["parameters"]]
    assert codes.index("REG-09") == codes.index("REG-08") + 1
    own = more["parameters"][codes.index("REG-09")]
    assert (own["name"], own["max_marks"], own["attested"], own["numerator_may_exceed"]) == (
        "One more", "3", "proposed", False,
    )  # fmt: skip
    assert remove_parameter(more, "REG-09") == dict(BASE)
    group = add_group(BASE, "NEW", {"name": "New", "name_hi": "नया"})
    assert {one.code for one in check(group)} == {"group_empty", "on_no_board"}
    assert remove_group(group, "NEW") == dict(BASE)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: add_parameter(BASE, "reg-09", {"group": "REG"}), "form"),
        (lambda: add_parameter(BASE, "REG-08", {"group": "REG"}), "twice"),
        (lambda: add_parameter(BASE, "REG-09", {"group": "XXX"}), "no_group"),
        (lambda: add_parameter(BASE, "REG-09", {}), "no_group"),
        (lambda: remove_parameter(BASE, "REG-09"), "gone"),
        (lambda: add_group(BASE, "New", {}), "form"),
        (lambda: add_group(BASE, "REG", {}), "twice"),
        (lambda: remove_group(BASE, "REG"), "used"),
        (lambda: remove_group(BASE, "XXX"), "gone"),
    ],
)
def test_parts_that_cannot(act: Any, code: str) -> None:
    with pytest.raises(RefusedPartError) as refused:
        act()
    assert refused.value.code == code
