"""Settings from the environment. Every fault is collected, so that one start tells them all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_SECRET_LENGTH = 50


class Env:
    """Reads values one by one and keeps what is wrong with them; `finish` raises them all together."""

    def __init__(self, values: dict[str, str] | None = None) -> None:
        self.values = dict(os.environ) if values is None else values
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding space, or what stands in the file named by `NAME_FILE`."""
        path = self.values.get(f"{name}_FILE", "").strip()
        if path:
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as problem:
                self.problems.append(f"{name}_FILE: {path} cannot be read ({problem.strerror}).")
                return default
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name).lower()
        if value in {"", "0", "1", "true", "false", "yes", "no"}:
            return default if value == "" else value in {"1", "true", "yes"}
        self.problems.append(f"{name}={value}: write 1 or 0.")
        return default

    def number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if value.isascii() and value.isdigit() and lowest <= int(value) <= highest:
            return int(value)
        self.problems.append(f"{name}={value}: write a whole number from {lowest} to {highest}.")
        return default

    def names(self, name: str, default: list[str]) -> list[str]:
        """A list, separated by commas."""
        value = self.text(name)
        return [part.strip() for part in value.split(",") if part.strip()] if value else default

    def database(self, name: str, fallback: Path) -> dict[str, Any]:
        """Django's DATABASES entry; SQLite at `fallback` where the variable is unset."""
        value = self.text(name)
        embedded: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": fallback}
        if not value:
            return embedded
        form = "write postgres://user:password@host:5432/name or sqlite:////path/to/file"
        try:
            config = dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
        except (ValueError, KeyError):
            self.problems.append(f"{name}: this is not an address of a database; {form}.")
            return embedded
        if config.get("ENGINE") not in {"django.db.backends.postgresql", "django.db.backends.sqlite3"}:
            self.problems.append(f"{name}: only PostgreSQL and SQLite are supported; {form}.")
            return embedded
        if not config.get("NAME"):
            self.problems.append(f"{name}: the name of the database is missing; {form}.")
            return embedded
        return config

    def address(self, name: str, schemes: frozenset[str], form: str) -> str:
        """A service's address, or the empty string where it is unset."""
        value = self.text(name)
        if value and (urlsplit(value).scheme not in schemes or not urlsplit(value).netloc):
            self.problems.append(f"{name}: this is not such an address; write it as {form}.")
            return ""
        return value

    def secret(self, name: str, *, production: bool, kept_in: Path) -> str:
        """The secret key: given in production, elsewhere made once and kept readable by the owner only."""
        value = self.text(name)
        if value:
            if production and (len(value) < _SECRET_LENGTH or len(set(value)) < 10):
                self.problems.append(f"{name}: too weak; give at least {_SECRET_LENGTH} random characters.")
            return value
        if production:
            self.problems.append(
                f"{name} is not set, and ALLOWED_HOSTS names a public host: set it to at least "
                f"{_SECRET_LENGTH} random characters and keep it from every reader but the service."
            )
            return secrets.token_urlsafe(_SECRET_LENGTH)
        return _kept(kept_in, lambda: secrets.token_urlsafe(_SECRET_LENGTH))

    def finish(self) -> None:
        """Raise ImproperlyConfigured with every problem found, one to a line."""
        if self.problems:
            raise ImproperlyConfigured("The environment needs mending:\n  " + "\n  ".join(self.problems))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The text in `path`, which is made once; two processes that start together agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="utf-8")
        try:
            os.link(draft, path)  # unlike rename, this fails where another process was first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8")
