"""What a nasty file is: bytes made by code, and the exact problems that they must give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.submissions.files.support import Told


@dataclass(frozen=True)
class NastyFile:
    """A file, made when it is asked for, and its problems as (row, column, cell, code), in order."""

    name: str
    make: Callable[[], bytes]
    expected: Sequence[Told]


def whole(code: str) -> Told:
    """A problem of the whole file."""
    return (None, None, None, code)


def at(cell: str, code: str) -> Told:
    """A problem of a cell in the usual order of columns, such as `B2`."""
    column = {"A": "parameter", "B": "numerator", "C": "denominator", "D": "remarks"}[cell[0]]
    return (int(cell[1:]), column, cell, code)
