"""What the checks say beside the codes: reasons, ranges, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from common.months import Month
from metrics.scoring import Figure, ParameterRule, mark
from submissions.parsing import parse
from submissions.problems import Severity
from submissions.validation import Checked, UsualRange, percent_of, usual_range, validate
from tests.submissions.files.support import EXPECTED, ROWS, csv_of, told, verdict, with_row


def _checked(*cells: str, row: int = 2) -> Checked:
    return verdict(csv_of(with_row(row, *cells)).encode())


def test_a_sound_file_gives_every_figure_and_the_remarks_that_there_are() -> None:
    checked = verdict(csv_of().encode())
    assert (checked.rows, checked.accepted, checked.blocked, checked.problems) == (4, 4, False, ())
    assert checked.figures["REG-01"] == Figure(Decimal(393), Decimal(395))
    assert checked.remarks == {"MAN-01": "बाढ़"}
    assert list(checked.figures) == ["REG-01", "REG-02", "MAN-01", "PER-03"]


def test_an_error_blocks_the_file_and_counts_the_rows_that_were_sound() -> None:
    checked = _checked("REG-01", "400", "395", "")
    assert (checked.rows, checked.accepted, checked.blocked) == (4, 3, True)
    assert (checked.figures, checked.remarks) == ({}, {})


def test_a_warning_that_is_explained_stays_a_warning_and_the_figure_stands() -> None:
    checked = _checked("REG-01", "361", "395", "strike")
    assert [one.severity for one in checked.problems] == [Severity.WARNING]
    assert not checked.blocked
    assert checked.figures["REG-01"].numerator == 361
    assert "91.39 %" in checked.problems[0].message
    assert "92.00 to 100.00 % (from 5 past months)" in checked.problems[0].message
    assert "92.00 से 100.00 %" in checked.problems[0].message_hi


def test_one_error_asks_for_one_remark_and_gives_all_reasons() -> None:
    expected = replace(EXPECTED, past={"MAN-01": (Fraction(83), Fraction(84), Fraction(85))})
    data = csv_of(with_row(4, "MAN-01", "300", "600", "")).encode()
    (only,) = validate(parse(data), expected).problems
    assert (only.code, only.column, only.cell) == ("remark_needed", "remarks", "D4")
    assert only.message == (
        "The total fell from 500 last month to 300. A running total does not fall of itself. 50.00 % lies outside the "
        "State's usual range for MAN-01, 78.00 to 90.00 % (from 3 past months). Write the reason in remarks."
    )


def test_a_figure_gone_says_what_it_was() -> None:
    (only,) = _checked("REG-01", "", "", "server down").problems
    assert (only.code, only.severity) == ("figure_missing", Severity.WARNING)
    assert "390 / 393" in only.message


def test_a_stock_is_compared_with_the_month_before_only() -> None:
    same = with_row(4, "MAN-01", "500", "600", "")
    assert not verdict(csv_of(same).encode()).problems
    data = csv_of(with_row(4, "MAN-01", "1", "600", "")).encode()
    assert not validate(parse(data), replace(EXPECTED, last_month=None)).problems


@pytest.mark.parametrize(
    ("past", "denominator", "expected"),
    [
        ((), 100, None),
        ((90, 91), 100, None),
        ((90, 90, 90), 100, UsualRange(Decimal("85.00"), Decimal("95.00"), 3)),
        ((60, 80, 70), 100, UsualRange(Decimal("50.00"), Decimal("90.00"), 3)),
        ((2, 3, 4), 100, UsualRange(Decimal("0.00"), Decimal("9.00"), 3)),
        ((98, 99, 100, 100), 1000, UsualRange(Decimal("93.00"), Decimal("100.00"), 4)),
        ((100, 100, 100), 4, UsualRange(Decimal("75.00"), Decimal("100.00"), 3)),
    ],
)
def test_the_usual_range(past: tuple[int, ...], denominator: int, expected: UsualRange | None) -> None:
    assert usual_range([Fraction(one) for one in past], Decimal(denominator)) == expected


def test_the_ends_of_the_usual_range_are_usual_and_compared_as_printed() -> None:
    usual = UsualRange(Decimal("85.00"), Decimal("95.00"), 3)
    assert [usual.holds(Decimal(one)) for one in ("84.99", "85.00", "95.00", "95.01")] == [
        False,
        True,
        True,
        False,
    ]
    assert percent_of(Figure(Decimal("84.995"), Decimal(100))) == Decimal("85.00")


def test_a_percent_is_the_one_that_earns_the_marks() -> None:
    rule = ParameterRule(
        "X", "X", Decimal(100), Decimal(0), Decimal(4), frozenset(), numerator_may_exceed=True
    )
    figure = Figure(Decimal(300), Decimal(200))
    assert percent_of(figure) == mark(rule, figure).percent == 100
    assert percent_of(Figure(Decimal(0), Decimal(0))) is None


def test_a_file_of_another_month_is_not_compared_with_this_one() -> None:
    header = ("parameter", "numerator", "denominator", "remarks", "template")
    rows = [(*row, "HR 2023-10 2023-01") for row in with_row(4, "MAN-01", "1", "600", "")]
    checked = verdict(csv_of(rows, header).encode())
    assert told(checked.problems) == [(None, None, None, "wrong_month")]
    assert "2023-10" in checked.problems[0].message
    assert "2023-11" in checked.problems[0].message


def test_the_missing_parameter_is_named_in_the_reader_s_language() -> None:
    (only,) = verdict(csv_of(ROWS[1:]).encode()).problems
    assert only.parameter == "REG-01"
    assert "FIRs entered" in only.message
    assert "दर्ज एफआईआर" in only.message_hi


def test_nothing_is_called_missing_in_a_file_that_could_not_be_read() -> None:
    for data in (b"", b"%PDF", csv_of(ROWS[:1]).encode() + b'"x'):
        assert "missing_parameter" not in {one.code for one in verdict(data).problems}


def test_the_month_and_state_of_the_template_may_be_written_small() -> None:
    header = ("parameter", "numerator", "denominator", "remarks", "template")
    rows = [(*row, "hr  2023-11 2023-01 ") for row in ROWS]
    parsed = parse(csv_of(rows, header).encode())
    assert parsed.origin is not None
    assert (parsed.origin.state, parsed.origin.month) == ("HR", Month(2023, 11))
    assert not validate(parsed, EXPECTED).problems


def test_a_row_says_which_of_its_cells_could_not_be_read() -> None:
    first, second, *_rest = parse(csv_of(with_row(2, "REG-01", "x", "395", "")).encode()).rows
    assert first.faulty
    assert first.faulty_columns == frozenset({"numerator"})
    assert first.denominator == Decimal(395)
    assert not second.faulty
    assert parse(b"").origin is None
