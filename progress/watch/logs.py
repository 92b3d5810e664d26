"""The log: a line for people, or JSON for machines. Neither ever holds a secret that this project knows of."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from string import ascii_letters, digits
from textwrap import indent
from typing import Any

from common.trace import JOB, REQUEST

HIDDEN = "…"
LONGEST, LONGEST_TRACE = 4_096, 65_536
"""Characters that are written of a message and of a traceback; the rest is cut off."""

# Keys of the API; what goes into a header or a form beside its name; and the links of mails, which let in whoever
# holds them. Each pattern takes time in proportion to the text: a run of letters is entered at its beginning alone.
_SECRETS = (
    (re.compile(r"\bpragati_[\w-]{40,}"), f"pragati_{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(/accounts/reset/)[^\s\"'?]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(/(?:invitation|confirm|leave|reset|key)/)[^\s/\"'?]+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(?i)(?<![\w-])(?=[\w-]*?\b(?:password|secret|token|sessionid|csrftoken|csrfmiddlewaretoken"
            r"|authorization|cookie))([\w-]++[\"']?\s*+[=:]\s*+[\"']?)[^\s&;,\"'}]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(://[^\s/:@]*:)[^\s/@]+@"), rf"\1{HIDDEN}@"),
)
# What begins a new line, moves the cursor or turns the direction of writing.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_REFUSALS = ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
_OF_A_SECRET = f"{ascii_letters}{digits}-_.~+=%"


def configured(form: str, *, accesses: bool) -> dict[str, Any]:
    """How Django sets logging up: everything to standard error, in the form `line` or `json`.

    `accesses`: every request has a line of its own, so a refused one does not get a second.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "progress.watch.logs.Line"},
            "json": {"()": "progress.watch.logs.Json"},
        },
        "filters": {"theirs": {"()": "progress.watch.logs.Theirs"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "loggers": {
            "axes": {"level": "WARNING"},
            "django.request": {"level": "ERROR" if accesses else "WARNING"},
            **{f"django.security.{kind}": {"filters": ["theirs"]} for kind in _REFUSALS},
        },
        "root": {"handlers": ["console"], "level": "INFO"},
    }


def redacted(text: str) -> str:
    """A text without what must stay secret.

    >>> redacted("GET /people/invitation/q1w2e3/ password=swordfish redis://:hush@cache/0")
    'GET /people/invitation/…/ password=… redis://:…@cache/0'
    """
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def shown(text: str, most: int = LONGEST) -> str:
    """A text as it may be written: cut, so that no length costs time, then redacted.

    A cut word could be the beginning of a secret that is not known as one any more; it goes whole.
    """
    if len(text) > most:
        text = f"{text[:most].rstrip(_OF_A_SECRET)}{HIDDEN}"
    return redacted(text)


def on_one_line(text: str) -> str:
    r"""A text with its control characters written out, so that nobody can forge a line or colour a terminal.

    >>> on_one_line("asha\nINFO \x1b[31m")
    'asha\\nINFO \\x1b[31m'
    """
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


class Line(logging.Formatter):
    """A line for people: time, level, logger, message; the ids of the request and the job at its end.

    The lines of a traceback are indented, so that none can be taken for the next message.
    """

    def format(self, record: logging.LogRecord) -> str:
        message = on_one_line(shown(record.getMessage()))
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {message}"
        if ids := ", ".join(f"{name} {value}" for name, value in _ids().items()):
            line += f" [{ids}]"
        if record.exc_info:
            trace = shown(self.formatException(record.exc_info), LONGEST_TRACE)
            line += "\n" + indent("\n".join(map(on_one_line, trace.split("\n"))), "  ")
        return line


class Json(logging.Formatter):
    """An object to a line; `exception` holds a traceback. Nothing else that hangs on a record is written."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": shown(record.getMessage()),
            "process": record.process,
            **{f"{name}_id": value for name, value in _ids().items()},
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            told["status"] = status
        if record.exc_info:
            told["exception"] = shown(self.formatException(record.exc_info), LONGEST_TRACE)
        return json.dumps(told, ensure_ascii=False)


class Theirs(logging.Filter):
    """What a client did wrong and Django refused, as it tells it: a warning, without the way through our code.

    Anybody can send a request under another host's name, as often as they like; as errors those would hide ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return True


def _ids() -> dict[str, str]:
    return {name: value for name, value in (("request", REQUEST.get()), ("job", JOB.get())) if value}
