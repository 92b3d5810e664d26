"""The examples of the page for developers: files of docs/examples, each of which a test runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = {"sh": "curl", "py": "Python", "R": "R", "mjs": "JavaScript"}
TASKS: dict[str, Promise] = {
    "month": _("The list of a month"),
    "history": _("The history of a State"),
    "polling": _("Asking only for what has changed"),
    "upload": _("Checking an upload without sending it"),
}


@dataclass(frozen=True, slots=True)
class Code:
    language: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One task, done in each language."""

    name: str
    title: Promise
    codes: tuple[Code, ...]


def folder() -> Path:
    return Path(settings.BASE_DIR) / "docs" / "examples"


@cache
def examples() -> tuple[Example, ...]:
    """Every example, read once for each process."""
    return tuple(
        Example(
            name, title, tuple(_code(f"{name}.{suffix}", language) for suffix, language in LANGUAGES.items())
        )
        for name, title in TASKS.items()
    )


def _code(name: str, language: str) -> Code:
    return Code(language, name, (folder() / name).read_text(encoding="utf-8").strip())
