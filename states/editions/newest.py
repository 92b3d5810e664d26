"""Which edition is in force? What a server process asks before it answers with stored bytes.

On one machine the answer is exact: the pointer. Other machines learn of a change from PostgreSQL itself, which
tells listeners as it commits; should a message be lost, the question that every process puts once a second finds
out. Where the pointer is down or the connection is gone, the database is asked each time.
"""

from __future__ import annotations

import logging
import select
import threading
import time
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from states.editions.pointer import pointer
from states.editions.watching import CHANNEL

INTERVAL = 1.0
"""Seconds after which a process asks the database again though nobody told it of a change."""

HEARING = 0.001
"""Seconds for which a process does not listen again to what another machine may have said. To listen lets another
thread take the interpreter, and to get it back costs more than all the rest of a stored answer."""

_log = logging.getLogger(__name__)


class Newest:
    """One for each process. Holds a single connection of its own, whatever the number of threads."""

    def __init__(self) -> None:
        self._pointer = pointer()
        self._lock = threading.Lock()
        self._connection: BaseDatabaseWrapper | None = None
        self._news: int | None = None
        self._told = False
        self._ask_at = self._rest_until = self._listen_at = 0.0

    def token(self) -> str | None:
        """The word of the edition in force; None where that cannot be known: then nothing stored may be given."""
        link, now = self._pointer.read(), time.monotonic()
        if link is None or now >= self._ask_at or (now >= self._listen_at and self.is_told()):
            return self.asked()
        return link

    def is_told(self, *, within: int = 0) -> bool:
        """Whether PostgreSQL has said something on the connection, or does so within so many milliseconds."""
        descriptor = self._news
        if descriptor is None:
            return False
        listening = select.poll()  # one for each call: threads cannot share one
        listening.register(descriptor, select.POLLIN)
        told = bool(listening.poll(within))
        self._listen_at = 0.0 if told else time.monotonic() + HEARING
        return told

    def row(self, sql: str, parameters: Sequence[Any]) -> Any:
        """The first row of a query on this connection; None where there is none. Raises DatabaseError."""
        with self._lock:
            found = self._row(sql, parameters)
            if self._told:  # the message of a change came with this answer
                self._ask_at = 0.0
        return found

    def close(self) -> None:
        with self._lock:
            self._drop()

    def asked(self) -> str | None:
        with self._lock:
            if time.monotonic() < self._rest_until:
                return None
            try:
                self._told = False
                word = self._word()
                up = bool(word) and (word == self._pointer.read() or self._pointer.put_up(self._word))
            except DatabaseError as fault:
                _log.warning("The database does not answer, so nothing stored is given out: %s", fault)
                self._drop()
                self._rest_until = time.monotonic() + INTERVAL
                return None
            # Where somebody is changing something just now, or has said so since, the link is not to be trusted.
            self._ask_at = time.monotonic() + INTERVAL if up and not self._told else 0.0
        return word or None

    def _word(self) -> str:
        found = self._row("SELECT token FROM states_edition", ())
        return str(found[0]) if found else ""

    def _row(self, sql: str, parameters: Sequence[Any]) -> Any:
        connection = self._connected()
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = cursor.fetchone()
        if connection.vendor == "postgresql":
            raw = connection.connection
            raw.poll()
            self._told = self._told or bool(raw.notifies)
            raw.notifies.clear()
        return found

    def _connected(self) -> BaseDatabaseWrapper:
        if self._connection is None:
            # A copy belongs to no thread and is closed with no request.
            made = connections[DEFAULT_DB_ALIAS].copy()
            made.inc_thread_sharing()
            made.ensure_connection()
            if made.vendor == "postgresql":
                with made.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
                self._news = made.connection.fileno()
            self._connection = made
        return self._connection

    def _drop(self) -> None:
        known, self._connection, self._news = self._connection, None, None
        self._ask_at = 0.0
        if known is not None:
            known.close()
