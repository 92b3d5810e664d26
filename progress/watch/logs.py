"""The log: a line for people, or JSON for machines. Neither ever holds a secret that this project knows of."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from states.trace import JOB, REQUEST

HIDDEN = "…"
# Keys of the API; what goes into a header or a form beside its name; and the links of mails, which let in whoever
# holds them.
_SECRETS = (
    (re.compile(r"\bpragati_[\w-]{40,}"), f"pragati_{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(/accounts/reset/)[^\s\"'?]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(/(?:invitation|confirm|leave|reset|key)/)[^\s/\"'?]+"), rf"\1{HIDDEN}"),
    (
        re.compile(
            r"(?i)\b((?:password|secret|token|sessionid|csrftoken|csrfmiddlewaretoken|authorization|cookie)[\w-]*"
            r"[\"']?\s*[=:]\s*[\"']?)[^\s&;,\"'}]+"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(\w+://[^\s/:@]*:)[^\s/@]+@"), rf"\1{HIDDEN}@"),
)


def configured(form: str) -> dict[str, Any]:
    """How Django sets logging up: everything to standard error, in the form `line` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"()": "progress.watch.logs.Line"},
            "json": {"()": "progress.watch.logs.Json"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "filters": {"theirs": {"()": "progress.watch.logs.Theirs"}},
        "loggers": {
            "axes": {"level": "WARNING"},
            "django.security.DisallowedHost": {"filters": ["theirs"]},
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


class Line(logging.Formatter):
    """A line for people: time, level, logger, message; the ids of the request and the job at its end."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}{at_work}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        ids = [f"{name} {value}" for name, value in _ids().items()]
        record.at_work = f" [{', '.join(ids)}]" if ids else ""
        return redacted(super().format(record))


class Json(logging.Formatter):
    """An object to a line; `exception` holds a traceback. Nothing else that hangs on a record is written."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": redacted(record.getMessage()),
            "process": record.process,
            **{f"{name}_id": value for name, value in _ids().items()},
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            told["status"] = status
        if record.exc_info:
            told["exception"] = redacted(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


class Theirs(logging.Filter):
    """What a client did wrong and we refused, as Django tells it: a warning, without the way through our code.

    Anybody can send a request under another host's name, as often as they like; as errors those would hide ours.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return True


def _ids() -> dict[str, str]:
    return {name: value for name, value in (("request", REQUEST.get()), ("job", JOB.get())) if value}
