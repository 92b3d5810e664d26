"""Signatures of this installation: Ed25519, with a key from the settings.

What is signed is the ASCII text of a list's digest (`sha256:…`), which covers the list and, by the chain, every
list before it; the manifest of an audit pack; and an anchor of the audit trail. Keys are told apart by an id that is
short enough to be read out on the telephone.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

DERIVED_FOR = b"pragati-signing-key/1:"


def sign(text: str) -> str:
    """The signature over ASCII text, in Base64."""
    return base64.b64encode(sign_bytes(text.encode("ascii"))).decode("ascii")


def sign_bytes(data: bytes) -> bytes:
    """The 64 bytes of a signature over any bytes."""
    return _private_key().sign(data)


def public_key() -> str:
    """The public key that signs today, in hexadecimal."""
    return _private_key().public_key().public_bytes_raw().hex()


def public_keys() -> tuple[str, ...]:
    """Every public key of this installation: today's first, then the retired ones, whose signatures still hold."""
    current = public_key()
    return (current, *(one for one in settings.SIGNING_KEYS_RETIRED if one != current))


def fingerprint(key: str) -> str:
    """The SHA-256 of a public key, in hexadecimal."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()


def key_id(key: str) -> str:
    """The first 8 digits of the fingerprint of a public key.

    >>> key_id("00" * 32)
    '66687aad'
    """
    return fingerprint(key)[:8]


def signer(text: str, signature: str) -> str | None:
    """The public key that made a signature over ASCII text; None where it is none of ours."""
    try:
        mark = base64.b64decode(signature, validate=True)
    except ValueError:
        return None
    for key in public_keys():
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(mark, text.encode("ascii"))
        except InvalidSignature:
            continue
        return key
    return None


def _private_key() -> Ed25519PrivateKey:
    """The key of the settings; where none is given, one that follows from the secret key, on every machine the same."""
    seed = settings.SIGNING_KEY or hashlib.sha256(DERIVED_FOR + settings.SECRET_KEY.encode()).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)


# Secrets that have to be read again are stored sealed: a database or a dump of it alone does not give them away.


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
