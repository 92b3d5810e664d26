from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short name: a Unix socket's path has to fit into about a hundred bytes."""
    with tempfile.TemporaryDirectory(prefix="pragati-") as folder:
        yield Path(folder)
