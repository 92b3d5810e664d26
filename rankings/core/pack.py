"""An audit pack as bytes: the same files give the same zip on every machine, to the last byte.

Nothing is compressed and no clock is asked, so that a verifier can pack the files again and compare. The manifest
holds the SHA-256 of every file but itself and its signature.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from states.digests import PREFIX, canonical

MANIFEST, MANIFEST_SIGNATURE = "manifest.json", "manifest.sig"
_UNIX = 3
_NO_KEYS = 'KEYS = ""'


def pack(files: Mapping[str, bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """The zip of the files with their signed manifest.

    Raises ValueError for a file that has the name of the manifest or of its signature.
    """
    if {MANIFEST, MANIFEST_SIGNATURE} & set(files):
        raise ValueError("the manifest is made here")
    manifest = canonical({name: PREFIX + hashlib.sha256(data).hexdigest() for name, data in files.items()})
    return zipped({**files, MANIFEST: manifest, MANIFEST_SIGNATURE: sign(manifest)})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip, in the order of their names, stored as they are, dated 1980 as the format's first day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name)
            entry.create_system = _UNIX  # else the zip would tell where it was made
            archive.writestr(entry, data)
    return out.getvalue()


def with_keys(verifier: str, keys: Sequence[str]) -> str:
    """The verifier's text with the public keys that it shall trust. Raises ValueError where it has no place for them.

    >>> with_keys('KEYS = ""', ["ab", "cd"])
    'KEYS = "ab cd"'
    """
    if verifier.count(_NO_KEYS) != 1:
        raise ValueError("the verifier has no place for the keys")
    return verifier.replace(_NO_KEYS, f'KEYS = "{" ".join(keys)}"')
