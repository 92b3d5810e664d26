"""Secrets that have to be read again are stored sealed: a database or a dump of it alone does not give them away."""

from __future__ import annotations

import base64
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class BrokenSealError(ValueError):
    """The text was not sealed with the key of this installation, or was changed since."""


class Adapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth comes without types
    """Lets allauth store what it has to read again sealed."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


def seal(text: str) -> str:
    """Encrypt and authenticate a text (Fernet: AES-128-CBC with HMAC-SHA-256)."""
    return _fernet(_key()).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text of before. Raises BrokenSealError."""
    try:
        return _fernet(_key()).decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, UnicodeError) as problem:
        raise BrokenSealError("sealed with another key, or changed") from problem


def _key() -> bytes:
    given: bytes = settings.SEALING_KEY
    return given or str(settings.SECRET_KEY).encode()


@lru_cache(maxsize=2)
def _fernet(key: bytes) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"pragati sealed secrets").derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
