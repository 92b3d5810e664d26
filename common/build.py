"""Which code is this? A digest of all that shapes a page besides the database."""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

from common.signing import public_keys

SOURCES = (
    "common/**/*.py", "progress/**/*.py", "submissions/**/*.py", "rankings/**/*.py", "metrics/**/*.py",
    "states/**/*.py", "templates/**/*.html", "locale/**/*.mo", "*/data/*", "metrics/methodologies/*",
)  # fmt: skip
PACKAGES = ("Django", "djangorestframework", "plotly", "whitenoise", "brotli", "babel")
# What differs between machines that serve the same pages, and what no page shows.
_NOT_SHOWN = (
    "SECRET", "SIGNING_KEY", "DATABASE", "CACHES", "REDIS", "CELERY", "EMAIL", "LOGGING", "JOB_", "PORT", "WEBHOOKS",
    "PASSWORD_HASHERS", "ALLOWED_HOSTS", "LOG_FORMAT", "ACCESS_LOG", "METRICS_TOKEN", "SIGNS_FOLDER", "AUDIT_",
)  # fmt: skip


@cache
def build() -> str:
    """64 hexadecimal digits, the same on every machine with the same code, packages and settings.

    Read once for each process: that is the code that it runs.
    """
    digest = hashlib.sha256()
    for name, content in _parts():
        digest.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()


def _parts() -> Iterator[tuple[str, bytes]]:
    root = Path(settings.BASE_DIR)
    for path in sorted({path for pattern in SOURCES for path in root.glob(pattern) if path.is_file()}):
        yield str(path.relative_to(root)), path.read_bytes()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    yield "staticfiles.json", manifest.read_bytes() if manifest.exists() else b""
    for package in PACKAGES:
        yield package, importlib.metadata.version(package).encode()
    yield (
        "keys",
        " ".join(public_keys()).encode(),
    )  # pages show them; of the settings only what is public counts
    for name in sorted(dir(settings)):
        if name.isupper() and not name.startswith(_NOT_SHOWN):
            yield name, _portable(getattr(settings, name)).encode()


def _portable(value: object) -> str:
    """A setting as text that does not depend on where the project lies."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_portable(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_portable, value)) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(_portable, value))) + "}"
    text = str(value)
    return text.replace(str(settings.VAR_DIR), "VAR").replace(str(settings.BASE_DIR), "BASE")
