"""Signatures of this installation: Ed25519, with a key from the settings.

What is signed is the ASCII text of a list's digest (`sha256:…`), which covers the list and, by the chain, every
list before it; the manifest of an audit pack; and an anchor of the audit trail. Keys are told apart by an id that is
short enough to be read out on the telephone.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
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
