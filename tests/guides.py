"""The guides under `docs/` as their tests read them: parts, blocks of code, words in bold, paths and addresses."""

from __future__ import annotations

import re
from pathlib import Path

from tests.servers.session import ROOT

DOCS = ROOT / "docs"


def blocks(text: str, kind: str) -> list[str]:
    """The blocks of code of one kind: `sh` is run by a test; `console` needs root or Docker and is for reading."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """A guide without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def parts(guide: Path) -> list[str]:
    """What stands before the first `##`, then each part from its title on."""
    return re.split(r"^## ", guide.read_text(encoding="utf-8"), flags=re.MULTILINE)


def bold(text: str) -> list[str]:
    """The words in bold, which in the guides are words of the screen."""
    return [" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)]


def quoted(text: str) -> list[str]:
    """What stands in backticks, on one line."""
    return [" ".join(one.split()) for one in re.findall(r"`([^`]+)`", prose(text))]
