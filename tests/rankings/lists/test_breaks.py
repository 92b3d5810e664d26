"""Where another methodology version took over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from rankings.lists.history import breaks

FIRST = Month(2022, 11)
VERSIONS = st.lists(st.sampled_from([None, "a", "b", "c"]), max_size=12)


@given(VERSIONS)
def test_a_break_is_where_the_known_version_before_was_another(versions: list[str | None]) -> None:
    history = {FIRST.plus(number): version for number, version in enumerate(versions)}
    found = breaks(dict(reversed(history.items())))
    expected, last = [], None
    for month, version in history.items():
        if version is not None:
            if last is not None and version != last:
                expected.append((month, last, version))
            last = version
    assert [(one.month, one.before, one.after) for one in found] == expected
