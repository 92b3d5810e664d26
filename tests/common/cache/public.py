"""Fails where the code changes what the public reads without moving the edition. tests/conftest.py puts it in place."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper

from common import edition
from tests.servers.session import ROOT

PUBLIC = frozenset({
    "metrics_methodology", "metrics_parameter", "metrics_parametergroup", "rankings_listsensitivity",
    "rankings_practice", "rankings_practicerevision", "rankings_publication", "rankings_rankinglist",
    "rankings_withdrawal", "states_categorymembership", "states_state", "submissions_caveat", "submissions_leave",
})  # fmt: skip
"""Tables that kept answers are read from. A service writes them inside `public_change`."""

BESIDE = {
    "rankings_listrow": "rows come and go with their list",
    "rankings_practicedocument": "a document is public through a revision alone",
    "accounts_auditevent": "an act that counts is written with what it changes",
    "metrics_figure": "a data package names the revisions on which lists rest, and those never change",
    "metrics_figureset": "likewise",
    "submissions_datamonth": "only for the key of a leave",
}
"""Tables that kept answers are read from and that may be written without a new edition, with the reason."""

UNREAD = {
    ("INSERT INTO", "rankings_rankinglist"), ("DELETE FROM", "rankings_rankinglist"),
    ("DELETE FROM", "rankings_listsensitivity"),
}  # fmt: skip
"""Provisional lists come and go unread; what publishes or removes another writes a publication beside it."""

_WRITE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper. What a test or a migration writes itself is its own affair."""
    write = _WRITE.match(sql) if isinstance(sql, str) else None
    if write and write[2] in PUBLIC and not is_changing():
        writer = _writer()
        if (
            (write[1], write[2]) not in UNREAD
            and not writer.startswith("tests/")
            and "/migrations/" not in writer
        ):
            raise AssertionError(f"{writer} writes {write[2]} outside public_change")
    return execute(sql, params, many, context)


def is_changing() -> bool:
    """Whether this thread is inside a `public_change`."""
    return getattr(edition._changing, "depth", 0) > 0


def _writer() -> str:
    """The file of ours that sent the statement, from the project's root."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        name = frame.f_code.co_filename
        if name.startswith(f"{ROOT}/") and "/.venv/" not in name:
            return name.removeprefix(f"{ROOT}/")
        frame = frame.f_back
    return "tests/"


def guard_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a connection that was just made, once."""
    if connection.alias == DEFAULT_DB_ALIAS and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)
