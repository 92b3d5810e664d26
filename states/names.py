"""Other names of the States and UTs, by which people look for them: former ones, short ones, other spellings."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

NAMES_FILE = Path(__file__).parent / "data" / "other_names.csv"


@cache
def other_names() -> dict[str, tuple[str, ...]]:
    """The other names of each State, by its code; a State without any has no entry."""
    found: dict[str, list[str]] = defaultdict(list)
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].append(row["name"])
    return {code: tuple(names) for code, names in found.items()}
