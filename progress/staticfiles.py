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
EMBLEM_FOLDER = "emblem"
SWAGGER_NAMES = ("swagger-ui-bundle.js", "swagger-ui.css")
_PLOTLY_DIR = Path(plotly.__file__).parent / "package_data"
_SWAGGER_DIR = (
    Path(drf_spectacular_sidecar.__file__).parent / "static/drf_spectacular_sidecar/swagger-ui-dist"
)


class PackageFinder(BaseFinder):
    """Finds the few files that pages need inside installed packages: Plotly's script, and the try-it page's."""

    storages = {name: FileSystemStorage(location=_SWAGGER_DIR) for name in SWAGGER_NAMES} | {
        PLOTLY_NAME: FileSystemStorage(location=_PLOTLY_DIR)
    }

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        if path not in self.storages:
            return []
        found = self.storages[path].path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        yield from self.storages.items()


class EmblemFinder(BaseFinder):
    """Finds the picture that this installation has set as its emblem, where it has; the tree holds none."""

    @property
    def storage(self) -> FileSystemStorage:
        assert settings.EMBLEM_IMAGE is not None  # asked for only where `list` has named it
        storage = FileSystemStorage(location=settings.EMBLEM_IMAGE.parent)
        storage.prefix = EMBLEM_FOLDER  # type: ignore[attr-defined]  # collectstatic reads it where it is there
        return storage

    def check(self, **_: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        if not path or path != emblem_name():
            return []
        found = str(settings.EMBLEM_IMAGE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        if settings.EMBLEM_IMAGE:
            yield settings.EMBLEM_IMAGE.name, self.storage


def emblem_name() -> str:
    """The emblem among the static files; empty where none is set."""
    return f"{EMBLEM_FOLDER}/{settings.EMBLEM_IMAGE.name}" if settings.EMBLEM_IMAGE else ""


BROTLI_QUALITY = 9
"""The highest, 11, saves another tenth of Plotly's script and takes twenty times as long at every first start."""


class QuickCompressor(Compressor):  # type: ignore[misc]  # whitenoise ships no types
    """Gzip and Brotli copies within a second."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=BROTLI_QUALITY))


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Hashed names, compressed copies. A file unknown to the manifest is an error where it is used.

    The maps that others' files name for debugging are left where they are.
    """

    patterns = tuple(
        (kind, tuple(one for one in found if "sourceMappingURL" not in str(one)))
        for kind, found in CompressedManifestStaticFilesStorage.patterns
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
