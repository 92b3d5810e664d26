"""What readers type into plans and trials: numbers as people write them, and lists of `CODE:VALUE`."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")
_NUMBER = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


def number(text: str) -> Decimal:
    """A number from 0 with at most 13 digits and two decimals, in either digits, grouped or not.

    Raises ValueError.

    >>> number(" १,२३,४५६.५ "), number("40")
    (Decimal('123456.5'), Decimal('40'))
    """
    plain = text.strip().translate(_DIGITS).replace(",", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(text)
    return Decimal(plain)


def whole(text: str) -> int:
    """A whole number of at most six digits. Raises ValueError.

    >>> whole("१2")
    12
    """
    plain = text.strip().translate(_DIGITS)
    if not _WHOLE.fullmatch(plain):
        raise ValueError(text)
    return int(plain)


def pairs(text: str) -> dict[str, str]:
    """A list of `CODE:VALUE`, separated by commas; codes in capitals. ValueError names the part that is none.

    >>> pairs("reg-05:50, CIT-01:9")
    {'REG-05': '50', 'CIT-01': '9'}
    """
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        code, colon, value = part.partition(":")
        name = code.strip().upper()
        if not (colon and name and value.strip()) or name in found:
            raise ValueError(part)
        found[name] = value.strip()
    return found


def joined(values: dict[str, str]) -> str:
    """The list again, as an address carries it.

    >>> joined({"REG-05": "50", "CIT-01": "9"})
    'CIT-01:9,REG-05:50'
    """
    return ",".join(f"{code}:{value}" for code, value in sorted(values.items()))


def plain(value: Decimal) -> str:
    """A number as an address carries it, without grouping and needless zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("1E+2"))
    ('12.5', '100')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
