"""From what stands in a cell to a figure: exact, strict, and never a guess."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from common.spreadsheets import is_formula_like
from common.texts import CONTROL, INVISIBLE, is_blank, plain
from submissions.parsing.shapes import Cell, CellKind
from submissions.problems import Value, shown

# Text as people type and copy it, made comparable: codes and remarks.

_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]")
DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")

_QUOTE = "'"


def quoted(text: str) -> str:
    """A text as it may stand in a CSV file: with an apostrophe where a spreadsheet would run it.

    >>> quoted("=1+1"), quoted("flood")
    ("'=1+1", 'flood')
    """
    return _QUOTE + text if is_formula_like(text) else text


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith(_QUOTE) and is_formula_like(text[1:]) else text


def has_control_character(text: str) -> bool:
    """Whether a text holds characters, such as NUL, that no spreadsheet lets anyone type."""
    return CONTROL.search(text) is not None


def code_of(text: str) -> str:
    """A parameter's code as the catalogue writes it, whatever dashes, digits and letter case were typed.

    >>> code_of(" reg–०१ ")
    'REG-01'
    """
    code = _HYPHENS.sub("-", INVISIBLE.sub("", text).translate(DEVANAGARI))
    return "".join(code.split()).upper()


def remark_of(text: str) -> str:
    """A remark as it is kept: composed, trimmed, with plain line ends and nothing that hides or misleads.

    >>> remark_of("  '-5 stations\\r\\nmoved "), remark_of("\\u200b")
    ('-5 stations\\nmoved', '')
    """
    remark = plain(text)
    return "" if is_blank(remark) else _unquoted(remark)


# Thirteen digits before the point and two behind it are what the database keeps exactly.
LARGEST_FIGURE = Decimal("9999999999999.99")
_LONGEST = 64

# Spaces that some programs put between groups of digits; between digits they are judged like commas.
_HARD_SPACES = re.compile("[\u00a0\u2007\u2009\u202f]")
_NUMBER = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3})(?:\.([0-9]+))?")
_MINUS = re.compile(r"[-\u2212\u2010-\u2013](?P<signed>[0-9].*)|\((?P<bracketed>[0-9].*)\)")
_MONTH_NAME = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}"
_DATE = re.compile(
    r"[0-9]{1,4}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,4})?(?:[ T][0-9:.]+)?"
    rf"|[0-9]{{1,2}}[- ]{_MONTH_NAME}(?:[- ,]+[0-9]{{2,4}})?|{_MONTH_NAME}[- ][0-9]{{1,4}}",
    re.IGNORECASE,
)
_FORMS = {
    "percent_cell": re.compile(r"[%٪％].*|.*[%٪％]", re.DOTALL),
    "date_cell": _DATE,
    "not_a_number.exponent": re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+"),
    "not_a_number.grouping": re.compile(r"[0-9,]+(?:\.[0-9]*)?"),
}
_NOTHING = frozenset({"na", "nil", "none", "शून्य", "निरंक", "लागू नहीं"})
_PLAIN_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell is no figure: a key of the table of problems and what its sentence is filled with."""

    key: str
    values: dict[str, Value] = field(default_factory=dict)


Reading = Decimal | Fault | None
"""A figure, or why there is none; None for a cell with nothing in it."""


def figure_in(cell: Cell) -> Reading:
    """Read a figure from a cell.

    >>> figure_in(Cell(CellKind.TEXT, "१,२३,४५६.५०"))
    Decimal('123456.5')
    >>> figure_in(Cell(CellKind.PERCENT, 0.9985))
    Fault(key='percent_cell', values={'value': '99.85 %'})
    """
    value = cell.value
    if cell.kind is CellKind.TEXT:
        return figure_in_text(str(value))
    if cell.kind is CellKind.NUMBER and isinstance(value, int | float):
        return _of_number(value)
    if cell.kind is CellKind.PERCENT:
        return Fault("percent_cell", {"value": _percent(value)})
    keys = {
        CellKind.DATE: "date_cell",
        CellKind.FORMULA: "formula_cell",
        CellKind.BOOLEAN: "not_a_number.boolean",
        CellKind.ERROR: "not_a_number.error",
    }
    key = keys.get(cell.kind)
    return Fault(key, {"value": shown(str(value).upper() if value is not None else "")}) if key else None


def figure_in_text(text: str) -> Reading:
    """Read a figure that was written as text; see the docs of the upload file for what is taken.

    >>> figure_in_text("12,34,567"), figure_in_text("1,234,567"), figure_in_text(" ")
    (Decimal('1234567'), Decimal('1234567'), None)
    >>> figure_in_text("1,2,3").key, figure_in_text("10²").key, figure_in_text("1e5").key
    ('not_a_number.grouping', 'not_a_number.digits', 'not_a_number.exponent')
    """
    clean = INVISIBLE.sub("", text).strip()
    if not clean:
        return None
    if clean.startswith("="):
        return Fault("formula_cell", {"value": shown(clean)})
    if max(len(clean), len(text) // 20) > _LONGEST:
        return Fault("not_a_number", {"value": shown(clean)})
    return _of_plain(_HARD_SPACES.sub(",", clean.translate(DEVANAGARI)), {"value": shown(clean)})


def _of_plain(plain: str, said: dict[str, Value]) -> Reading:
    """Read a short text in which digits are 0–9 and every separator is a comma or a point."""
    minus = _MINUS.fullmatch(plain)
    positive = (minus["signed"] or minus["bracketed"]) if minus else plain
    number = _NUMBER.fullmatch(positive)
    if number is None:
        return Fault(_why_not(plain), said)
    value = Decimal(positive.replace(",", ""))
    if minus and value:
        return Fault("negative", said)
    return Fault("too_many_decimals", said) if len(number[1] or "") > 2 else _bounded(value, said)


def _why_not(plain: str) -> str:
    """The sentence that fits best for a text that is no number."""
    word = plain.casefold().replace(".", "").replace("/", "")
    if word in _NOTHING or all(unicodedata.category(one) == "Pd" or one in "−_." for one in plain):
        return "not_a_number.dash"
    if any(one not in _PLAIN_DIGITS and unicodedata.numeric(one, None) is not None for one in plain):
        return "not_a_number.digits"
    return next((key for key, form in _FORMS.items() if form.fullmatch(plain)), "not_a_number")


def _of_number(value: float) -> Reading:
    """A number that the spreadsheet holds as a float: read as the 15 digits that the spreadsheet itself shows.

    >>> _of_number(0.1 + 0.2), _of_number(99.849999999999994)
    (Decimal('0.3'), Decimal('99.85'))
    """
    if isinstance(value, float) and not math.isfinite(value):
        return Fault("not_a_number", {"value": shown(value)})
    if abs(value) > 10 * LARGEST_FIGURE:
        return Fault(
            "number_too_large", {"value": f"{value:.14g}" if isinstance(value, float) else shown(value)}
        )
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else value)
    said: dict[str, Value] = {"value": shown(f"{number:f}")}
    if number < 0:
        return Fault("negative", said)
    if number != number.quantize(Decimal("0.01")):
        return Fault("too_many_decimals", said)
    return _bounded(number, said)


def _bounded(number: Decimal, said: dict[str, Value]) -> Reading:
    """The figure with no idle zeros, unless it is larger than can be kept."""
    if number > LARGEST_FIGURE:
        return Fault("number_too_large", said)
    whole = number.to_integral_value()
    return Decimal(int(whole)) if number == whole else number.normalize()


def _percent(value: object) -> str:
    if isinstance(value, int | float) and abs(value) < 10**12:
        return f"{Decimal(f'{value:.15g}') * 100:.2f} %"
    return shown(value)
