"""What a plan or a trial was asked, as it was typed: compact in an address, or field by field in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

from rankings.core import wishes
from states.asking import MalformedQueryError

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
        found = wishes.pairs(query.get(name, ""))
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
