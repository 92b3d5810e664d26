"""What readers type into plans and trials: numbers as people write them, and lists of `CODE:VALUE`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from common.asking import MalformedQueryError

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


# What a plan or a trial was asked, as it was typed: compact in an address, or field by field in a form.

DOT = "."
"""Between the name of a column of the form and the code of its row: `cap.REG-05`."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A plan: a rank, a notion of smallest, limits and efforts by parameter."""

    target: str = ""
    by: str = ""
    caps: Mapping[str, str] = field(default_factory=dict)
    efforts: Mapping[str, str] = field(default_factory=dict)


def plan_typed(query: Mapping[str, str]) -> Typed:
    """A plan's question from `cap=REG-05:50,…` or from the form's own fields `cap.REG-05=50`."""
    return Typed(
        target=query.get("target", "").strip(),
        by=query.get("by", "").strip(),
        caps=column(query, "cap"),
        efforts=column(query, "effort"),
    )


def column(query: Mapping[str, str], name: str) -> dict[str, str]:
    """The list `name=CODE:VALUE,…` with the fields `name.CODE` of a form laid over it; an empty field takes away.

    Raises MalformedQueryError.
    """
    try:
        found = pairs(query.get(name, ""))
    except ValueError as problem:
        told = gettext("%(field)s: “%(part)s” is not of the form CODE:NUMBER, or its code is there twice")
        raise MalformedQueryError(name, told % {"field": name, "part": str(problem)[:40]}) from None
    for key, value in query.items():
        head, dot, code = key.partition(DOT)
        if head == name and dot:
            found.pop(code.upper(), None)
            if value.strip():
                found[code.upper()] = value.strip()
    return found


def marks_typed(query: Mapping[str, str]) -> dict[str, str]:
    """Other marks, from `marks=REG-01:9,…` or the form's own fields `marks.REG-01=9`."""
    return column(query, "marks")


def figures_typed(query: Mapping[str, str]) -> dict[str, str]:
    """Other figures, `STATE.CODE` → `NUMERATOR/DENOMINATOR` or `-`, from `figures=HR.REG-03:48/50,…`.

    A form's fields `part.CODE` and `whole.CODE` are laid over it; they are those of the State in `of`.
    """
    found = column({"figures": query.get("figures", "")}, "figures")
    state = query.get("of", "").strip().upper()
    codes = {key.partition(DOT)[2].upper() for key in query if key.startswith(("part.", "whole."))}
    for code in codes if state else ():
        part, whole = (query.get(f"{name}.{code}", "").strip().replace(",", "") for name in ("part", "whole"))
        found[f"{state}.{code}"] = f"{part}/{whole}" if part or whole else "-"
    return found
