"""What each parameter measures and why it matters, in both languages: texts for readers, no rules.

They stand in `metrics/parameter_texts.toml`, outside of every methodology version and its hash, so that a better
sentence never touches a sealed version. Plain Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "parameter_texts.toml"


@dataclass(frozen=True, slots=True)
class ParameterText:
    """One or two sentences each; `_hi` in Hindi."""

    measures: str
    measures_hi: str
    why: str
    why_hi: str


@cache
def parameter_texts(path: Path = FILE) -> Mapping[str, ParameterText]:
    """The text of every parameter by its code. ValueError for a text that lacks a sentence or has a strange one."""
    wanted = {one.name for one in fields(ParameterText)}
    texts = {}
    for code, own in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if set(own) != wanted or not all(isinstance(one, str) and one.strip() for one in own.values()):
            raise ValueError(f"{path.name}: {code} needs {', '.join(sorted(wanted))}, each a sentence")
        texts[code] = ParameterText(**own)
    return texts
