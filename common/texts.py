"""What a text shows when people copied it or a program spoilt it. Plain Python, used by every room that reads files."""

from __future__ import annotations

import re
import unicodedata

# Zero-width and direction marks that come along when text is copied.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

# Direction overrides can make a text read otherwise than it was written; joiners stay, Hindi needs them.
_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# Cells in which a spreadsheet failed to compute something: Excel's and LibreOffice's.
_ERROR_VALUE = re.compile(
    r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|#+)|Err:[0-9]{3}", re.IGNORECASE
)

# What UTF-8 Hindi turns into when it is read as Windows-1252 and saved again.
_TWICE_ENCODED = re.compile("à¤|à¥")
# Characters that a byte above 127 is read as in Windows-1252.
_HIGH = re.compile("[\u0080-\u00ffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2,}")


def plain(text: str) -> str:
    r"""What somebody typed, as it is kept: composed, trimmed, with plain line ends and nothing that hides or misleads.

    >>> plain("  moved\u202e\x1b[31m\r\nhere ")
    'moved[31m\nhere'
    """
    seen = _MISLEADING.sub("", unicodedata.normalize("NFC", text))
    return CONTROL.sub("", seen.replace("\r\n", "\n").replace("\r", "\n")).strip()


def is_blank(text: str) -> bool:
    """Whether a cell's text shows nothing."""
    return not text or not INVISIBLE.sub("", text).strip()


def says_something(text: str) -> bool:
    """Whether a text holds at least one letter or digit; a dash or a dot explains nothing."""
    return any(letter.isalnum() for letter in text)


def was_spoilt(text: str) -> bool:
    """Whether a text shows that letters were lost on the way: question marks only, or letters encoded twice.

    >>> was_spoilt("???? ??"), was_spoilt("à¤¬à¤¾à¤¢à¤¼"), was_spoilt("â€œPragatiâ€\x9d"), was_spoilt("why???")
    (True, True, True, False)
    >>> was_spoilt("बाढ़"), was_spoilt("Café d’Orsay"), was_spoilt("“Pragati” – 5°C")
    (False, False, False)
    """
    only_marks = text.count("?") >= 3 and not says_something(text)
    return only_marks or "\ufffd" in text or len(_TWICE_ENCODED.findall(text)) >= 2 or _encoded_twice(text)


def _encoded_twice(text: str) -> bool:
    """Whether a run of signs, taken as bytes of Windows-1252, is sound UTF-8; no language has such runs."""
    for run in _HIGH.findall(text):
        # Windows gives five bytes that it has no sign for the control character of the same number.
        data = b"".join(sign.encode("latin-1" if ord(sign) < 256 else "cp1252") for sign in run)
        try:
            data.decode()
        except UnicodeDecodeError:
            continue
        return True
    return False


def is_error_value(text: str) -> bool:
    """Whether a cell's text is a spreadsheet's error value.

    >>> is_error_value("#REF!"), is_error_value("#n/a"), is_error_value("Err:502"), is_error_value("No. #12")
    (True, True, True, False)
    """
    return _ERROR_VALUE.fullmatch(text.strip()) is not None
