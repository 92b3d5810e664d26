"""Settings from the environment and from `.env`. Every fault is collected, so that one start tells them all."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

SEED_BYTES = 32
PICTURES = (".svg", ".png", ".webp")
_SECRET_LENGTH, _SECRET_VARIETY = 50, 10
_TOKEN = re.compile(r"[!-~]{20,}")
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
_HOST = re.compile(r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
_ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


class BadEnvironmentError(ImproperlyConfigured):
    """Values that stop the start; the text says how to mend each."""


class Env:
    """Reads values one by one and keeps what is wrong with them; `finish` raises them all together."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)
        self.problems: list[str] = []

    @classmethod
    def load(cls, file: Path, environment: Mapping[str, str]) -> Env:
        """What stands in `file`, where there is one, under what stands in the environment, which wins.

        One `NAME=value` to a line. The value is taken as it stands, `#` and `$` too; a pair of quotes
        around it is taken off. A line that begins with `#` is a comment.
        """
        env = cls({})
        if file.exists():
            env._read(file)
        env.values |= environment
        return env

    def _read(self, file: Path) -> None:
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            self.problems.append(f"{file}: cannot be read as UTF-8 text ({problem}).")
            return
        for number, line in enumerate(map(str.strip, lines), start=1):
            match = _LINE.fullmatch(line)
            if match is not None:
                self.values[match[1]] = _unquoted(match[2].strip())
            elif line and not line.startswith("#"):
                self.problems.append(f"{file}, line {number}: write NAME=value, or begin the line with #.")

    def text(self, name: str, default: str = "") -> str:
        """The value without surrounding space, or what stands in the file named by `NAME_FILE`."""
        value = self.values.get(name, "").strip()
        path = self.values.get(f"{name}_FILE", "").strip()
        if not path:
            return value or default
        if value:
            self.problems.append(f"{name} and {name}_FILE are both set: keep one of them.")
            return default
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except OSError as problem:
            self.problems.append(
                f"{name}_FILE: {path} cannot be read ({problem.strerror}); name a readable file."
            )
        except UnicodeDecodeError:
            self.problems.append(f"{name}_FILE: {path} does not hold text; write the value there in UTF-8.")
        return default

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
        if value.isascii() and value.isdigit() and len(value) < 20 and lowest <= int(value) <= highest:
            return int(value)
        self.problems.append(f"{name}={value}: write a whole number from {lowest} to {highest}.")
        return default

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        """One of the known words; the first of them where nothing is set."""
        value = self.text(name).lower()
        if value in {"", *known}:
            return value or known[0]
        self.problems.append(f"{name}={value}: write {' or '.join(known)}.")
        return known[0]

    def token(self, name: str) -> str:
        """A word that lets a program in, long enough not to be guessed; empty where none is set."""
        value = self.text(name)
        if value and not _TOKEN.fullmatch(value):
            self.problems.append(f"{name}: give at least 20 random characters of ASCII, without spaces.")
        return value

    def hosts(self, name: str, default: list[str]) -> list[str]:
        """Host names, separated by commas: bare names, without scheme, port or path."""
        hosts = [part.strip() for part in self.text(name).split(",") if part.strip()]
        for host in hosts:
            if not _HOST.fullmatch(host):
                self.problems.append(
                    f"{name}: “{host}” is not a host name; write names alone, without scheme or port, "
                    "separated by commas, for example pragati.example,www.pragati.example."
                )
        return hosts or default

    def origins(self, name: str) -> list[str]:
        """Origins, separated by commas: scheme, host and port alone. `*` stands for any, and stands alone."""
        origins = [part.strip() for part in self.text(name).split(",") if part.strip()]
        for origin in origins:
            if not (_ORIGIN.fullmatch(origin) or origins == ["*"]):
                self.problems.append(
                    f"{name}: “{origin}” is not an origin; write scheme, host and port alone, separated by commas, "
                    "for example https://news.example,https://data.example:8443, or * alone for any."
                )
        return origins

    def folder(self, name: str, default: Path) -> Path:
        """A folder as an absolute path; made where it is missing, closed to other users."""
        path = Path(self.text(name, str(default))).absolute()
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as problem:
            self.problems.append(
                f"{name}: the folder {path} cannot be made ({problem.strerror}); name one that can be written."
            )
            return default
        if not os.access(path, os.W_OK | os.X_OK):
            self.problems.append(
                f"{name}: the folder {path} is not writable for this user; let it be, or name another."
            )
        return path

    def database(self, name: str, fallback: Path) -> dict[str, Any]:
        """Django's DATABASES entry; SQLite at `fallback` where the variable is unset."""
        value = self.text(name)
        embedded: dict[str, Any] = {"ENGINE": SQLITE, "NAME": fallback}
        if not value:
            return embedded
        try:
            config = dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
        except ValueError:
            self._bad_database(name, "this is not an address of a database")
            return embedded
        if config.get("ENGINE") not in {POSTGRESQL, SQLITE}:
            self._bad_database(name, "only PostgreSQL and SQLite are supported")
            return embedded
        if config.get("NAME") in {None, "", ":memory:"}:
            self._bad_database(name, "the name of the database is missing")
            return embedded
        return config

    def _bad_database(self, name: str, why: str) -> None:
        form = "write postgres://user:password@host:5432/name or sqlite:////path/to/file"
        self.problems.append(f"{name}: {why}; {form}.")

    def address(self, name: str, schemes: frozenset[str], form: str) -> str:
        """A service's address, or the empty string where it is unset."""
        value = self.text(name)
        if not value or _is_address(value, schemes):
            return value
        self.problems.append(f"{name}: this is not such an address; write it as {form}.")
        return ""

    def secret(self, name: str, *, production: bool, kept_in: Path) -> str:
        """The secret key: given in production, elsewhere made once and kept readable by the owner only."""
        value = self.text(name)
        if value:
            if production and (len(value) < _SECRET_LENGTH or len(set(value)) < _SECRET_VARIETY):
                self.problems.append(f"{name}: too weak; give at least {_SECRET_LENGTH} random characters.")
            return value
        if production:
            self.problems.append(
                f"{name} is not set, and ALLOWED_HOSTS names a public host: set it to at least "
                f"{_SECRET_LENGTH} random characters and keep it from every reader but the service."
            )
            return secrets.token_urlsafe(_SECRET_LENGTH)
        try:
            kept = _kept(kept_in, lambda: secrets.token_urlsafe(_SECRET_LENGTH))
        except OSError as problem:
            self.problems.append(
                f"{name}: {kept_in} cannot be kept ({problem.strerror}); mend it or set {name}."
            )
            return secrets.token_urlsafe(_SECRET_LENGTH)
        if not kept:
            self.problems.append(f"{name}: {kept_in} is empty; remove it, and a new one is made.")
        return kept

    def seed(self, name: str) -> bytes:
        """The 32 bytes of a signing key, given in Base64; empty where the variable is unset."""
        value = self.text(name)
        try:
            seed = base64.b64decode(value, validate=True)
        except ValueError:
            seed = b"?"
        if len(seed) in {0, SEED_BYTES}:
            return seed
        # The value itself is a secret and is not printed.
        self.problems.append(
            f"{name}: this is not a signing key; write {SEED_BYTES} random bytes in Base64, as "
            f"`openssl rand -base64 {SEED_BYTES}` prints them."
        )
        return b""

    def public_keys(self, name: str) -> tuple[str, ...]:
        """Public keys in hexadecimal, separated by commas."""
        keys = tuple(part.strip().lower() for part in self.text(name).split(",") if part.strip())
        for key in keys:
            if not re.fullmatch(rf"[0-9a-f]{{{2 * SEED_BYTES}}}", key):
                self.problems.append(
                    f"{name}: “{key}” is not a public key; write {2 * SEED_BYTES} hexadecimal digits each, "
                    "as the page of proofs shows them, separated by commas."
                )
        return keys

    def picture(self, name: str, *, alt: str) -> Path | None:
        """A picture file, which needs its text alternative in `alt`; None where the variable is unset."""
        value = self.text(name)
        if not value:
            return None
        path = Path(value).absolute()
        if path.suffix.lower() not in PICTURES or not path.is_file():
            self.problems.append(
                f"{name}: {path} is no picture that can be read; name a file that ends in "
                f"{', '.join(PICTURES)}."
            )
            return None
        if not self.text(alt):
            self.problems.append(
                f"{alt} is not set: say in it what {name} shows, for those who cannot see it."
            )
        return path

    def contact(self, name: str) -> str:
        """A mail address (given back as `mailto:`) or an https address; empty where the variable is unset."""
        value = self.text(name)
        if not value or _is_address(value, frozenset({"https"})):
            return value
        mail = value.removeprefix("mailto:")
        if re.fullmatch(r"[^@\s]+@[^@\s]+", mail):
            return f"mailto:{mail}"
        self.problems.append(
            f"{name}={value}: write a mail address, or an address that begins with https://."
        )
        return ""

    def mail_address(self, name: str) -> str:
        """A mail address; empty where the variable is unset."""
        value = self.text(name)
        if value and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
            self.problems.append(f"{name}={value}: write a mail address, such as auditor@example.org.")
            return ""
        return value

    def finish(self) -> None:
        """Raise BadEnvironmentError with every problem found, one to a line."""
        if self.problems:
            raise BadEnvironmentError("The environment needs mending:\n  " + "\n  ".join(self.problems))


def _unquoted(value: str) -> str:
    """The value without the pair of quotes around it, if there is one."""
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"" else value


def _is_address(value: str, schemes: frozenset[str]) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, an unclosed bracket
        return False


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
    return path.read_text(encoding="utf-8").strip()
