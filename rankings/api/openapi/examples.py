"""The examples of the schema: answers of the API itself, kept as files; a test asks again and compares.

A file's name is the operation and status that it is an example of (`get_ranking.200.json`), with the format between
them where that is not JSON (`get_ranking.csv.200.json`, a text), or the code of a problem that looks the same
wherever it is met (`not_acceptable.json`).
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"


@cache
def examples() -> dict[str, Any]:
    """Every example by its name: `summary`, and the `value` that was answered. Numbers are exact."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for path in sorted(FOLDER.glob("*.json"))
    }


def examples_of(name: str) -> list[str]:
    """The names of the examples of an operation's status, or of a problem: `NAME` and `NAME.WHICH`."""
    return [one for one in examples() if one == name or one.startswith(f"{name}.")]
