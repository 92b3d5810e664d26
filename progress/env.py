"""Settings from the environment and from `.env`, read by environs. One start names everything that is wrong.

A parser takes the text of a setting, empty where it is unset, and raises ValidationError with a sentence that says how
to mend it. A value that is a secret is not part of the sentence.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import environs
from django.core.exceptions import ImproperlyConfigured
from environs import ValidationError
from environs.exceptions import EnvValidationError

# What is kept in Redis: bytes, or JSON. Whoever can write there cannot have code run here.

_BACKENDS = "django.core.cache.backends"
_BYTES = b"\0"  # no JSON begins with it


class BytesOrJson:
    """Django's interface of a serializer. Whole numbers stand as digits, which Redis can count up.

    >>> [BytesOrJson().loads(BytesOrJson().dumps(value)) for value in (b"\\0a", 7, {"a": [None, "é"]})]
    [b'\\x00a', 7, {'a': [None, 'é']}]
    """

    def dumps(self, value: Any) -> bytes:
        return _BYTES + value if isinstance(value, bytes) else json.dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        """Raises ValueError for what is neither."""
        return data[1:] if data.startswith(_BYTES) else json.loads(data)


def caches(redis: str) -> dict[str, dict[str, Any]]:
    """Django's CACHES: in Redis, where there is an address of one, else in each process.

    `counts` holds how often an address asked; what else is kept must not push that out. `answers` is what processes
    share of the public answers (common/cache.py), and stands only where there is something to share it by.
    """
    if redis:
        options = {
            "serializer": "progress.env.BytesOrJson",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        }
        # Another version than the first, whose entries were in another form.
        shared = {
            "BACKEND": f"{_BACKENDS}.redis.RedisCache",
            "LOCATION": redis,
            "VERSION": 2,
            "OPTIONS": options,
        }
        return {"default": shared, "counts": shared, "answers": shared}
    own = {"BACKEND": f"{_BACKENDS}.locmem.LocMemCache"}
    return {"default": own, "counts": own | {"LOCATION": "counts", "OPTIONS": {"MAX_ENTRIES": 20_000}}}


LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SMTP, CONSOLE = (f"django.core.mail.backends.{name}.EmailBackend" for name in ("smtp", "console"))

SEED_BYTES = 32
PICTURES = (".svg", ".png", ".webp")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""The forms of a mail server's address with their usual ports: in the clear, by STARTTLS, by TLS from the start."""

SECRET_LENGTH, SECRET_VARIETY = 50, 10
LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
MAIL = re.compile(r"[^@\s]+@[^@\s]+")


class BadEnvironmentError(ImproperlyConfigured):
    """Values that stop the start; the text says how to mend each."""


class Env(environs.Env):
    """Reads values one by one and keeps what is wrong with them; `finish` raises it all together.

    A setting that is wrong reads as None until then.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(eager=False)
        self.values = dict(values)
        self.problems: list[str] = []
        for parser in PARSERS:
            self.add_parser(parser.__name__, parser)

    @classmethod
    def load(cls, file: Path, environment: Mapping[str, str]) -> Env:
        """What stands in `file`, where there is one, under what stands in the environment, which wins.

        One `NAME=value` to a line. The value is taken as it stands, `#` and `$` too; a pair of quotes around it is
        taken off. A line that begins with `#` is a comment.
        """
        env = cls({})
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines() if file.exists() else []
        except (OSError, UnicodeDecodeError) as problem:
            env.problems.append(f"{file}: cannot be read as UTF-8 text ({problem}).")
            lines = []
        for number, line in enumerate(map(str.strip, lines), start=1):
            match = LINE.fullmatch(line)
            if match is not None:
                env.values[match[1]] = re.sub(r"^(['\"])(.*)\1$", r"\2", match[2].strip())
            elif line and not line.startswith("#"):
                env.problems.append(f"{file}, line {number}: write NAME=value, or begin the line with #.")
        env.values |= environment
        return env

    def _get_value(self, env_key: str, default: Any) -> Any:
        """The value without surrounding space, or what stands in the file named by `NAME_FILE`."""
        value, path = (self.values.get(name, "").strip() for name in (env_key, f"{env_key}_FILE"))
        if value and path:
            self.problems.append(f"{env_key} and {env_key}_FILE are both set: keep one of them.")
        elif path:
            try:
                value = Path(path).read_text(encoding="utf-8").strip()
            except OSError as problem:
                self.problems.append(
                    f"{env_key}_FILE: {path} cannot be read ({problem.strerror}); name a readable file."
                )
            except UnicodeDecodeError:
                self.problems.append(
                    f"{env_key}_FILE: {path} does not hold text; write the value there in UTF-8."
                )
        return value or default

    # environs hands a field its own options, error_messages among them, and leaves them out of its types.
    def flag(self, name: str, default: bool) -> bool:
        sentence = {"invalid": "write 1 or 0, not {input}."}
        return self.bool(name, default, error_messages=sentence)  # type: ignore[call-overload, no-any-return]

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        sentence = f"write a whole number from {lowest} to {highest}, not {{input}}."
        options = {
            "validate": environs.validate.Range(lowest, highest, error=sentence),
            "error_messages": {"invalid": sentence},
        }
        return self.int(name, default, **options)  # type: ignore[call-overload, no-any-return]

    def finish(self) -> None:
        """Raise BadEnvironmentError with every problem, one to a line."""
        try:
            self.seal()
        except EnvValidationError as faults:
            sentences: Any = faults.error_messages
            for name, messages in sentences.items():
                self.problems += [f"{name}: {message}" for message in messages]
        if self.problems:
            raise BadEnvironmentError("The environment needs mending:\n  " + "\n  ".join(self.problems))


def choice(value: str, known: tuple[str, ...]) -> str:
    """A known word; the first where nothing is set."""
    _need(value.lower() in {"", *known}, f"write {' or '.join(known)}, not {value}.")
    return value.lower() or known[0]


def token(value: str) -> str:
    """A word that lets a program in, long enough not to be guessed."""
    fits = re.fullmatch(r"([!-~]{20,})?", value)
    _need(fits, "give at least 20 random characters of ASCII, without spaces.")
    return value


def hosts(value: str) -> list[str]:
    """Host names, separated by commas: bare names, without scheme, port or path. This machine where nothing is set."""
    names = _parts(value, r"\*|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]", (
        "is not a host name; write names alone, without scheme or port, separated by commas, for example "
        "pragati.example,www.pragati.example."
    ))  # fmt: skip
    _need("*" not in names, (
        "* stands for any host, under whose names links and mails would go out; name the site's own hosts, for "
        "example pragati.example,www.pragati.example."
    ))  # fmt: skip
    return names or sorted(LOOPBACK_HOSTS)


def origins(value: str) -> list[str]:
    """Origins, separated by commas: scheme, host and port alone. `*` stands for any, and stands alone."""
    if value == "*":
        return [value]
    return _parts(value, r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", (
        "is not an origin; write scheme, host and port alone, separated by commas, for example "
        "https://news.example,https://data.example:8443, or * alone for any."
    ))  # fmt: skip


def public_keys(value: str) -> tuple[str, ...]:
    """Public keys in hexadecimal, separated by commas."""
    return tuple(_parts(value.lower(), r"[0-9a-f]{64}", (
        "is not a public key; write 64 hexadecimal digits each, as the page of proofs shows them, separated by commas."
    )))  # fmt: skip


def folder(value: str | Path) -> Path:
    """A folder as an absolute path; made where it is missing, closed to other users."""
    path = Path(value).absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        _need(False, f"the folder {path} cannot be made ({problem.strerror}); name one that can be written.")
    writable = os.access(path, os.W_OK | os.X_OK)
    _need(writable, f"the folder {path} is not writable for this user; let it be, or name another.")
    return path


def database(value: str) -> dict[str, Any]:
    """Django's DATABASES entry; empty where nothing is set."""
    if not value:
        return {}
    form = "write postgres://user:password@host:5432/name or sqlite:////path/to/file"
    try:
        config = dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
    except ValueError:
        config = {}
    _need(config, f"this is not an address of a database; {form}.")
    _need(config["ENGINE"] in {POSTGRESQL, SQLITE}, f"only PostgreSQL and SQLite are supported; {form}.")
    _need(config["NAME"] not in {None, "", ":memory:"}, f"the name of the database is missing; {form}.")
    return config


def address(value: str, schemes: set[str], form: str) -> str:
    """A service's address."""
    fits = not value or _is_address(value, schemes)
    _need(fits, f"this is not such an address; write it as {form}.")
    return value


def secret(value: str, *, production: bool, kept_in: Path | None) -> str:
    """The secret key: given in production, elsewhere made once and kept in a file that its owner alone can read.

    Where `kept_in` is None, its folder is wrong, and nothing is made.
    """
    _need(value or not production, (
        f"not set, although ALLOWED_HOSTS names a public host: set it to at least {SECRET_LENGTH} random characters "
        "and keep it from every reader but the service."
    ))  # fmt: skip
    strong = len(value) >= SECRET_LENGTH and len(set(value)) >= SECRET_VARIETY
    _need(strong or not production, f"too weak; give at least {SECRET_LENGTH} random characters.")
    if value or kept_in is None:
        return value
    try:
        value = _kept(kept_in, lambda: secrets.token_urlsafe(SECRET_LENGTH))
    except OSError as problem:
        _need(False, f"{kept_in} cannot be kept ({problem.strerror}); mend it, or set the key yourself.")
    _need(value, f"{kept_in} is empty; remove it, and a new one is made.")
    return value


def seed(value: str, *, needed: bool = False) -> bytes:
    """The 32 bytes of a key, given in Base64."""
    try:
        key = base64.b64decode(value, validate=True)
    except ValueError:
        key = b"?"
    form = f"`openssl rand -base64 {SEED_BYTES}` prints"
    fits = len(key) in {0, SEED_BYTES}
    _need(fits, f"this is not a signing key; write {SEED_BYTES} random bytes in Base64, as {form} them.")
    _need(key or not needed, (
        "not set, although ALLOWED_HOSTS names a public host: published lists are signed with it. Set it to what "
        f"{form}, and keep it from every reader but the service."
    ))  # fmt: skip
    return key


def picture(value: str, *, alt: str) -> Path | None:
    """A picture file, which needs a text alternative in `alt`; None where nothing is set."""
    if not value:
        return None
    path = Path(value).absolute()
    fits = path.suffix.lower() in PICTURES and path.is_file()
    _need(fits, f"{path} is no picture that can be read; name a file that ends in {', '.join(PICTURES)}.")
    _need(alt, "EMBLEM_ALT is not set: say in it what the picture shows, for those who cannot see it.")
    return path


def contact(value: str) -> str:
    """A mail address (given back as `mailto:`) or an https address."""
    if not value or _is_address(value, {"https"}):
        return value
    mail = value.removeprefix("mailto:")
    _need(MAIL.fullmatch(mail), f"write a mail address, or one that begins with https://, not {value}.")
    return f"mailto:{mail}"


def mail_address(value: str) -> str:
    fits = not value or MAIL.fullmatch(value)
    _need(fits, f"write a mail address, such as auditor@example.org, not {value}.")
    return value


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in; without a server they are printed on the console."""

    backend: str = CONSOLE
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(value: str) -> MailServer:
    """The server of an address such as `smtp+tls://user:password@host:587`; of an empty one, the console."""
    if not value:
        return MailServer()
    form = "smtp+tls://user:password@host:587 (or smtps://host, smtp://host)"
    parts = urlsplit(address(value, {*MAIL_PORTS}, form))
    return MailServer(
        backend=SMTP,
        host=parts.hostname or "",
        port=parts.port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


PARSERS: tuple[Callable[..., Any], ...] = (
    choice, token, hosts, origins, public_keys, folder, database, address, secret, seed, picture, contact, mail_address,
    mail_server,
)  # fmt: skip


def _need(fits: object, sentence: str) -> None:
    """Raise ValidationError with the sentence where the value does not fit."""
    if not fits:
        raise ValidationError(sentence)


def _parts(value: str, pattern: str, sentence: str) -> list[str]:
    """What stands between commas. Raises ValidationError with a sentence for every part that has not the pattern."""
    parts = [part.strip() for part in value.split(",") if part.strip()]
    faults = [f"“{part}” {sentence}" for part in parts if not re.fullmatch(pattern, part, re.IGNORECASE)]
    if faults:
        raise ValidationError(faults)
    return parts


def _is_address(value: str, schemes: set[str]) -> bool:
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
