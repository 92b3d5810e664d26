"""Digests: SHA-256 over RFC 8785 canonical JSON, the same bytes on every machine and in every language.

Do not change how a digest is made: every published list and every audit event rests on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

PREFIX = "sha256:"


def canonical(document: Mapping[str, Any]) -> bytes:
    """The canonical JSON of a document of strings, whole numbers, booleans, None, lists and mappings.

    Decimals and floats are refused with a TypeError: a score goes in as a two-decimal string.
    """
    _refuse_inexact(document)
    return rfc8785.dumps(dict(document))


def digest(document: Mapping[str, Any]) -> str:
    """`sha256:` and 64 hexadecimal digits.

    >>> digest({})
    'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return PREFIX + hashlib.sha256(canonical(document)).hexdigest()


def secret_hash(secret: str) -> str:
    """What is kept of a secret of ours: a plain SHA-256 in hexadecimal.

    Our secrets are 256 random bits, so a plain hash cannot be guessed backwards, and each is looked up by it.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def _refuse_inexact(value: Any) -> None:
    if isinstance(value, Mapping):
        for one in value.values():
            _refuse_inexact(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_inexact(one)
    elif value is not None and not isinstance(value, str | int | bool):
        raise TypeError(f"{value!r} cannot stand in a digest: give it as a string")
