"""Packs taken apart and put together again, rightly and wrongly."""

from __future__ import annotations

import importlib.util
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from common.signing import public_keys, sign_bytes
from rankings.proof import MANIFEST, MANIFEST_SIGNATURE, pack, zipped

VERIFIER = Path(__file__).parents[3] / "rankings" / "pack" / "verify.py"
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def verifier() -> Any:
    """The stand-alone verifier, loaded from its file as it stands."""
    spec = importlib.util.spec_from_file_location("verify", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(data: bytes, folder: Path) -> list[str]:
    """What does not hold by the verifier, with our own key; one line where it cannot read the pack at all."""
    path = folder / "pack.zip"
    path.write_bytes(data)
    try:
        status, lines = verifier().checked(str(path), list(public_keys()))
        return lines if status == 1 else []
    except Exception as fault:  # as the program itself has it: whatever it stumbles over is refused
        return [f"The pack cannot be read: {fault!r}"]


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The pack with changed files under the manifest that it had."""
    files = opened(data)
    change(files)
    return zipped(files)


def sealed(
    data: bytes, change: Callable[[dict[str, bytes]], None], sign: Callable[[bytes], bytes] = sign_bytes
) -> bytes:
    """The pack with changed files and a new manifest, signed: what only the holder of the key can make."""
    files = opened(data)
    del files[MANIFEST], files[MANIFEST_SIGNATURE]
    change(files)
    return pack(files, sign)


def edit(name: str, change: Callable[[Any], Any]) -> Callable[[dict[str, bytes]], None]:
    """Change one JSON file of a pack; what the function returns takes its place, if anything."""

    def run(files: dict[str, bytes]) -> None:
        document = json.loads(files[name])
        found = change(document)
        files[name] = json.dumps(
            document if found is None else found, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()

    return run


def put(more: Mapping[str, bytes]) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update(more)
