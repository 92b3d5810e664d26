"""Text as people type and copy it, made comparable: codes and remarks."""

from __future__ import annotations

import re
import unicodedata

from states.spreadsheets import is_formula_like
from states.texts import INVISIBLE, is_blank

# Direction overrides can make a remark read otherwise than it was written; joiners stay, Hindi needs them.
_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
    return _CONTROL.search(text) is not None


def code_of(text: str) -> str:
    """A parameter's code as the catalogue writes it, whatever dashes, digits and letter case were typed.

    >>> code_of(" reg–०१ ")
    'REG-01'
    """
    plain = _HYPHENS.sub("-", INVISIBLE.sub("", text).translate(DEVANAGARI))
    return "".join(plain.split()).upper()


def remark_of(text: str) -> str:
    """A remark as it is kept: composed, trimmed, with plain line ends and nothing that hides or misleads.

    >>> remark_of("  '-5 stations\\r\\nmoved "), remark_of("\\u200b")
    ('-5 stations\\nmoved', '')
    """
    plain = _MISLEADING.sub("", unicodedata.normalize("NFC", text))
    plain = _CONTROL.sub("", plain.replace("\r\n", "\n").replace("\r", "\n"))
    return "" if is_blank(plain) else _unquoted(plain.strip())
