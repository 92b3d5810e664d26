"""What readers type into plans and trials: numbers as people write them, and lists of `CODE:VALUE`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext

from common.asking import MalformedQueryError
from common.forms import ReadField
from rankings.lists.query import ListQuery

T = TypeVar("T", int, Decimal)

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


def joined(values: Mapping[str, Decimal | int | str]) -> str:
    """The list again, as an address carries it.

    >>> joined({"REG-05": Decimal("50.0"), "CIT-01": "9"})
    'CIT-01:9,REG-05:50'
    """
    texts = {code: value if isinstance(value, str) else plain(value) for code, value in values.items()}
    return ",".join(f"{code}:{text}" for code, text in sorted(texts.items()))


def plain(value: Decimal | int) -> str:
    """A number as an address carries it, without grouping and needless zeros.

    >>> plain(Decimal("12.50")), plain(Decimal("1E+2"))
    ('12.5', '100')
    """
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# What is asked parameter by parameter: compact in an address, or field by field in a form.

DOT = "."
"""Between the name of a column of the form and the code of its row: `cap.REG-05`."""
LONGEST_SHOWN = 40


class PairsInput(forms.Widget):
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return column(data, name)


class PairsField(ReadField):
    """What was typed, by code; `check` of the form makes values of it."""

    widget = PairsInput

    def __init__(self, write: Callable[[Any], str], **options: Any) -> None:
        super().__init__(dict, write, initial={}, **options)


class ListQuestion(ListQuery):
    """A question about a computed list. What is typed is checked against the list, once that is known.

    `problems` says what is wrong by the name of its field: `target`, `cap.REG-05`. What is wrong is left out of the
    cleaned data.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        self.problems: dict[str, str] = {}

    @property
    def is_compact(self) -> bool:
        """Whether the address says nothing in a form's long way, and nothing empty."""
        return all(value and DOT not in name for name, value in self.data.items())

    def number(
        self, key: str, text: str, read: Callable[[str], T], bounds: tuple[Any, Any], problem: str
    ) -> T | None:
        """The number that was typed; None, with the problem told, where it is none within its bounds."""
        low, high = bounds
        try:
            value = read(text)
        except ValueError:
            value = None
        if value is not None and low <= value <= high:
            return value
        self.problems[key] = problem % {
            "code": key.partition(DOT)[2][:LONGEST_SHOWN], "value": text[:LONGEST_SHOWN],
            "low": plain(low), "high": plain(high), "most": plain(high),
        }  # fmt: skip
        return None

    def numbers(
        self,
        name: str,
        read: Callable[[str], T],
        bounds: Mapping[str, tuple[Any, Any]],
        problem: str,
        unknown: Callable[[str], str],
    ) -> dict[str, T]:
        """The numbers of a column by code; `unknown` says what is wrong with a code that has no bounds."""
        values = {}
        for code, text in self.cleaned_data[name].items():
            key = f"{name}{DOT}{code}"
            if code not in bounds:
                self.problems[key] = unknown(code) % {"code": code[:LONGEST_SHOWN]}
            elif (value := self.number(key, text, read, bounds[code], problem)) is not None:
                values[code] = value
        return values

    def refuse_problems(self) -> None:
        """For programs: MalformedQueryError with the first problem."""
        for key, problem in self.problems.items():
            name = key.partition(DOT)[0]
            raise MalformedQueryError(name, f"{name}: {problem}")


def column(query: Mapping[str, str], name: str) -> dict[str, str]:
    """The list `name=CODE:VALUE,…` with the fields `name.CODE` of a form laid over it; an empty field takes away.

    Codes in capitals. Raises MalformedQueryError.

    >>> column({"cap": "reg-05:50, CIT-01:9", "cap.REG-05": "", "cap.dat-03": "7"}, "cap")
    {'CIT-01': '9', 'DAT-03': '7'}
    """
    typed: dict[str, str] = {}
    for part in filter(None, map(str.strip, query.get(name, "").split(","))):
        head, _, value = map(str.strip, part.partition(":"))
        code = head.upper()
        if not (code and value) or code in typed:
            problem = gettext(
                "%(field)s: “%(part)s” is not of the form CODE:NUMBER, or its code is there twice"
            )
            raise MalformedQueryError(name, problem % {"field": name, "part": part[:LONGEST_SHOWN]})
        typed[code] = value
    for key, value in query.items():
        head, dot, code = key.partition(DOT)
        if head == name and dot:
            typed.pop(code.upper(), None)
            if value.strip():
                typed[code.upper()] = value.strip()
    return typed
