"""Text as people type and copy it, made comparable: codes and remarks."""

from __future__ import annotations

import re

from states.spreadsheets import is_formula_like
from states.texts import CONTROL, INVISIBLE, is_blank, plain

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
