"""The same values get the same verdict, whatever the order of rows, the format, the encoding or the file's name."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from submissions.parsing import parse
from submissions.parsing.numbers import figure_in_text
from submissions.validation import Checked, validate
from tests.submissions.files.books import table, xlsx
from tests.submissions.files.support import EXPECTED, csv_of, examples

NUMBERS = st.integers(0, 700).map(str) | st.sampled_from(
    (
        "",
        "",
        "12.5",
        "१२३",
        "1,23,456",
        "1,2,3",
        "-4",
        "1e5",
        "=1",
        "99%",
        "05-11-2023",
        "x",
        "9" * 14,
        "0.125",
    )
)
REMARKS = st.sampled_from(
    ("", "", "-", "बाढ़", "=A1", "two\nlines", 'a "word", and more', "?" * 5, "x" * 1_001)
)
CODES = st.sampled_from([*EXPECTED.parameters] * 3 + ["REG-99", "reg-01", ""])
Row = tuple[str, str, str, str]


@st.composite
def whole_months(draw: st.DrawFn) -> list[Row]:
    """A row for each parameter, now and then one more, one less, or one that is odd."""
    rows = [(code, draw(NUMBERS), draw(NUMBERS), draw(REMARKS)) for code in EXPECTED.parameters]
    odd = draw(st.lists(st.tuples(CODES, NUMBERS, NUMBERS, REMARKS), max_size=2))
    return (rows if draw(st.integers(0, 4)) else rows[1:]) + odd


def _summary(checked: Checked) -> tuple[object, ...]:
    """A verdict without the places in the file. Of two rows of one parameter the later one is refused."""
    found = Counter((one.parameter, one.column, one.code, one.severity) for one in checked.problems)
    twice = any(one.code == "duplicate_parameter" for one in checked.problems)
    accepted = None if twice else checked.accepted
    return checked.blocked, checked.rows, accepted, checked.figures, checked.remarks, found


def _verdict(data: bytes) -> Checked:
    return validate(parse(data), EXPECTED)


def _forms(rows: Sequence[Row]) -> dict[str, bytes]:
    return {
        "comma": csv_of(rows).encode(),
        "semicolon": csv_of(rows, by=";").encode(),
        "tab": csv_of(rows, by="\t").encode(),
        "mark": codecs.BOM_UTF8 + csv_of(rows).encode(),
        "utf-16": codecs.BOM_UTF16_BE + csv_of(rows).encode("utf-16-be"),
        "workbook": xlsx(table(rows)),
    }


@given(whole_months())
@settings(max_examples=examples(2_000))
def test_every_format_of_the_same_rows_gets_the_same_verdict(rows: list[Row]) -> None:
    verdicts = {name: _verdict(data) for name, data in _forms(rows).items()}
    plain = verdicts.pop("comma")
    for name, checked in verdicts.items():
        assert checked == plain, name


@given(whole_months().flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
@settings(max_examples=examples(2_000))
def test_the_order_of_rows_means_nothing(orders: tuple[list[Row], list[Row]]) -> None:
    first, second = (_verdict(csv_of(rows).encode()) for rows in orders)
    assert _summary(first) == _summary(second)


@given(st.permutations(range(4)))
def test_the_order_of_columns_means_nothing(order: list[int]) -> None:
    def turned(row: Sequence[str]) -> list[str]:
        return [row[at] for at in order]

    lines = [
        ("parameter", "numerator", "denominator", "remarks"),
        ("REG-01", "5", "x", "flood"),
        ("MAN-01", "", "3", ""),
    ]
    header, *rows = map(turned, lines)
    straight, other = _verdict(csv_of(lines[1:]).encode()), _verdict(csv_of(rows, header).encode())
    assert _summary(straight) == _summary(other)
    assert [one.cell for one in other.problems if one.column == "denominator"] == [
        f"{'ABCD'[order.index(2)]}2"
    ]


@given(
    st.decimals(0, Decimal("9999999999999.99"), places=2),
    st.sampled_from(["0", "०", ",", "i"]),
    st.booleans(),
)
@settings(max_examples=examples(5_000))
def test_a_figure_is_read_as_it_was_meant(value: Decimal, style: str, padded: bool) -> None:
    text = f"{value:,.2f}" if style == "," else f"{value:.2f}"
    if style == "०":
        text = text.translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    if style == "i":
        whole, decimals = text.split(".")
        head, tail = whole[:-3], whole[-3:]
        pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)][::-1]
        text = ",".join([*pairs, tail]) + f".{decimals}"
    assert figure_in_text(f"\u00a0{text}\u200b" if padded else text) == value
