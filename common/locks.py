"""Named locks that last until the transaction ends."""

from __future__ import annotations

import hashlib

from django.db import connection


def hold_lock(name: str) -> None:
    """Wait for the lock and hold it until commit or rollback.

    On PostgreSQL a transaction-level advisory lock (it works behind PgBouncer, and a dead connection frees
    it). On SQLite every writing transaction is alone by itself (`BEGIN IMMEDIATE`), so nothing is to be done.
    """
    if connection.vendor != "postgresql":
        return
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
