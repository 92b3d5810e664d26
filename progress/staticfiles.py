"""Static files: ours from `static/`, others' scripts from the installed packages, never from a copy in the tree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import brotli
import drf_spectacular_sidecar
import plotly
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

PLOTLY_NAME = "plotly.min.js"
SWAGGER_NAMES = ("swagger-ui-bundle.js", "swagger-ui.css")
_PLOTLY_DIR = Path(plotly.__file__).parent / "package_data"
_SWAGGER_DIR = (
    Path(drf_spectacular_sidecar.__file__).parent / "static/drf_spectacular_sidecar/swagger-ui-dist"
)


class FileFinder(BaseFinder):
    """Finds single files outside `static/`: what pages need of installed packages, and this installation's emblem."""

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        place = _files().get(path)
        if place is None:
            return []
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        for name, place in _files().items():
            storage = FileSystemStorage(location=place.parent)
            storage.prefix = name.rpartition("/")[0]  # type: ignore[attr-defined]  # read by collectstatic
            yield place.name, storage


def _files() -> dict[str, Path]:
    """Where each file lies, by its name among the static files."""
    files = {PLOTLY_NAME: _PLOTLY_DIR / PLOTLY_NAME, **{name: _SWAGGER_DIR / name for name in SWAGGER_NAMES}}
    image = settings.EMBLEM_IMAGE
    return files | {f"emblem/{image.name}": image} if image else files


BROTLI_QUALITY = 9
"""The highest, 11, saves another tenth of Plotly's script and takes twenty times as long at every first start."""


class QuickCompressor(Compressor):  # type: ignore[misc]  # whitenoise ships no types
    """Gzip and Brotli copies, in about a third of the time of the highest quality."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=BROTLI_QUALITY))


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Hashed names, compressed copies. A file unknown to the manifest is an error where it is used.

    The maps that others' files name for debugging are left where they are.
    """

    patterns = tuple(
        (kind, tuple(pattern for pattern in patterns if "sourceMappingURL" not in str(pattern)))
        for kind, patterns in CompressedManifestStaticFilesStorage.patterns
        if kind == "*.css"
    )

    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)


def collect() -> bool:
    """Collect all static files into STATIC_ROOT where they differ from what was collected last; says whether.

    Compressing Plotly's script takes seconds, and a second start shall not.
    """
    root = Path(settings.STATIC_ROOT)
    stamp, digest = root / ".collected", _digest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, encoding="ascii")
    return True


def _digest() -> str:
    """SHA-256 over the names and bytes of all static files that the finders know."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            with storage.open(name) as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()
