"""Static files: ours from `static/`, Plotly's script from the installed package, never from a copy in the tree."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import plotly
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PLOTLY_NAME = "plotly.min.js"
_PLOTLY_DIR = Path(plotly.__file__).parent / "package_data"


class PlotlyFinder(BaseFinder):
    """Finds the one script that charts need inside the installed `plotly` package."""

    storage = FileSystemStorage(location=_PLOTLY_DIR)

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        found = str(_PLOTLY_DIR / PLOTLY_NAME) if path == PLOTLY_NAME else None
        return ([found] if found else []) if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        yield PLOTLY_NAME, self.storage


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names, compressed copies. A file unknown to the manifest is an error where it is used."""
