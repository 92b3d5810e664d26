"""The reviewed tables of the States and UTs, and of the other names by which people look for them."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
STATES_FILE, NAMES_FILE = DATA / "states.csv", DATA / "other_names.csv"


def listed(path: Path = STATES_FILE) -> list[dict[str, str]]:
    """The rows of a table, by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """The other names of each State, by its code: former ones, short ones, other spellings.

    A State without any has no entry.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for row in listed(NAMES_FILE):
        found[row["code"]].append(row["name"])
    return {code: tuple(names) for code, names in found.items()}
