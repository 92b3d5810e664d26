"""The edition: one random word for all that the public reads, in one row.

Every service that changes any of it draws a new word in its own transaction (`public_change`); each process reads the
row at most every 0.9 seconds (`Edition`). So a publication shows everywhere within a second. A word is never drawn
twice, not even where a backup was restored in between, as a count would be.

The row also holds the next moment at which something becomes public by itself. The first reader past it draws a new
word, so no worker has to be up for that.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

FRESH = 0.9
"""Seconds for which a word that was read counts; the tenth that is left of a second is for reading it."""

NextMoment = Callable[[datetime], datetime | None]
"""Asked for the first moment after the given one at which something becomes public; None where there is none."""

_next_moments: list[NextMoment] = []
_changing = threading.local()
_log = logging.getLogger(__name__)


def register_next_moment(ask: NextMoment) -> None:
    """Have this asked at each public change. A room registers in its `ready()` what it holds back until a moment."""
    _next_moments.append(ask)


class Edition:
    """What a process knows of the edition. Any thread may ask."""

    def __init__(self) -> None:
        self.known, self.until, self.lock = "", 0.0, threading.Lock()

    def word(self, *, anew: bool = False) -> str:
        """The word in force; empty where it cannot be read: then nothing that is kept may be given out."""
        if anew or time.monotonic() >= self.until:
            with self.lock:
                begun = time.monotonic()
                if anew or begun >= self.until:  # else another thread has just read it
                    self.known, self.until = self._read(), begun + FRESH
        return self.known

    def _read(self) -> str:
        try:
            connection.close_if_unusable_or_obsolete()
            word, public_from = _row()
            if public_from is not None and public_from <= timezone.now():
                draw(overdue=True)
                word, _ = _row()
        except DatabaseError as fault:
            _log.warning("The edition cannot be read, so nothing kept is given out: %s", fault)
            return ""
        return word


def _row() -> tuple[str, datetime | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, public_from FROM common_edition")
        token, moment = cursor.fetchone() or ("", None)
    if isinstance(moment, str):  # SQLite has no moments; Django writes them there in UTC, without a zone
        moment = datetime.fromisoformat(moment)
    return token, moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def draw(*, overdue: bool = False) -> None:
    """Draw a new word; with `overdue` only where nobody has done so since the moment in the row."""
    now = timezone.now()
    moments = [moment for ask in _next_moments if (moment := ask(now)) is not None]
    values = secrets.token_hex(16), connection.ops.adapt_datetimefield_value(min(moments, default=None))
    with connection.cursor() as cursor:
        if overdue:
            past = connection.ops.adapt_datetimefield_value(now)
            cursor.execute(
                "UPDATE common_edition SET token = %s, public_from = %s WHERE public_from <= %s",
                [*values, past],
            )
        else:
            cursor.execute(
                "INSERT INTO common_edition (id, token, public_from) VALUES (1, %s, %s) "
                "ON CONFLICT (id) DO UPDATE SET token = excluded.token, public_from = excluded.public_from",
                values,
            )


@contextmanager
def public_change() -> Generator[None, None, None]:
    """The transaction of a service that changes what the public reads; a decorator, too.

    The word is drawn last, and once where one such service calls another: from then on the row is locked, so whoever
    publishes beside waits no longer than a commit.
    """
    with transaction.atomic():
        _changing.depth = getattr(_changing, "depth", 0) + 1
        try:
            yield
        finally:
            _changing.depth -= 1
        if not _changing.depth:
            draw()
