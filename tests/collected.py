"""What is on the disk, read once for a process.

Every test client makes the whole chain of middleware for itself, thousands of them in a run, and each time WhiteNoise
would look at some thousand files; collected anew, they are looked at anew. And most tests begin with the methodologies
as they ship, which are read and checked each time.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from whitenoise.base import WhiteNoise

_look = WhiteNoise.update_files_dictionary
_found: dict[tuple[str, str, int], dict[str, Any]] = {}


def _remembered(self: Any, root: str, prefix: str) -> None:
    manifest = Path(root, "staticfiles.json")
    key = (root, prefix, manifest.stat().st_mtime_ns if manifest.exists() else 0)
    if key not in _found:
        _look(self, root, prefix)
        _found[key] = {**self.files}
    self.files.update(_found[key])


def found_once() -> None:
    """From now on every chain of middleware, and every loading of methodologies, takes what the first has found."""
    from metrics.services import methodology  # noqa: PLC0415 (models, which a test's ground comes before)

    WhiteNoise.update_files_dictionary = _remembered
    methodology.load_all = cache(methodology.load_all)  # type: ignore[attr-defined]
