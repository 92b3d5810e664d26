"""Editing a draft: values by their path, forms of them, and two editors of whom neither loses anything."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.methodology.forms import (
    PartForm,
    PartFormSet,
    group_forms,
    head_form,
    marks_forms,
    posted_again,
    typed_in,
)
from metrics.catalogue import load_all
from metrics.drafts.checks import check
from metrics.drafts.edits import (
    NO,
    YES,
    RefusedPartError,
    add_group,
    add_parameter,
    changes,
    flat,
    put,
    remove_group,
    remove_parameter,
    tidy,
    with_values,
)

BASE = load_all()[1].document
SHOWN = flat(BASE)
TEXT_PATHS = [
    path for path in SHOWN if path.endswith(("/name", "/max_marks", "/numerator_hi")) or "/" not in path
]
MARKS_PATHS = [
    path for path in SHOWN if path.startswith("parameters/") and path.endswith(("/max_marks", "percent"))
]
Typed = dict[str, str]


def edits(paths: list[str] = TEXT_PATHS) -> st.SearchStrategy[Typed]:
    return st.dictionaries(st.sampled_from(paths), st.sampled_from(["1", "2", "अ", "7.50"]), max_size=6)


def posted(document: Any, typed: Typed) -> Typed:
    """What a browser sends of the sheet of marks that it was shown with."""
    counts = {"parameters-TOTAL_FORMS": "28", "parameters-INITIAL_FORMS": "28"}
    return posted_again(document, counts, typed)


@given(edits(MARKS_PATHS), edits(MARKS_PATHS))
def test_of_two_editors_nobody_loses_anything(first: Typed, second: Typed) -> None:
    """Both were shown the same. The second is shown the form anew, with what both typed; nothing is replaced."""
    after_first = with_values(BASE, first)
    form = marks_forms(after_first, posted(BASE, second))
    assert form.is_valid()
    typed = typed_in(form)
    assert typed == {
        path: tidy(path, value) for path, value in second.items() if tidy(path, value) != SHOWN[path]
    }
    again = marks_forms(after_first, posted_again(after_first, posted(BASE, second), typed))
    assert again.is_valid()
    assert typed_in(again) == {
        path: value for path, value in typed.items() if flat(after_first)[path] != value
    }
    values = flat(with_values(after_first, typed_in(again)))
    for path in {**first, **second}:
        assert values[path] == typed.get(path, tidy(path, first.get(path, SHOWN[path])))


def test_a_form_posted_as_it_was_shown_types_nothing() -> None:
    shown: list[PartForm | PartFormSet] = [
        marks_forms(BASE, posted(BASE, {})),
        group_forms(BASE, posted_again(BASE, {"groups-TOTAL_FORMS": "9", "groups-INITIAL_FORMS": "9"}, {})),
        head_form(BASE, posted_again(BASE, {}, {})),
    ]
    for form in shown:
        assert form.is_valid()
        assert typed_in(form) == {}


@given(edits(), edits())
def test_changes_tell_the_whole_difference(first: Typed, second: Typed) -> None:
    one, other = with_values(BASE, first), with_values(BASE, second)
    again = copy.deepcopy(one)
    for path, _before, after in changes(one, other):
        assert after is not None
        put(again, path, after)
    assert again == other
    assert changes(other, other) == []


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
