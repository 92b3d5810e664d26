"""What proves a published list, and the audit pack that anyone can check without this project."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import prefetch_related_objects

from common import signing
from common.digests import PREFIX, canonical
from common.months import Month
from metrics.selectors import document_of, figures_at, sample_states
from rankings.documents import inputs_document, list_document
from rankings.lists.histories import Scope
from rankings.lists.queries import list_view
from rankings.models import RankingList, Status
from rankings.verify import stored_content
from states.models import State
from states.selectors import categories_in

# An audit pack as bytes: the same files give the same zip on every machine, to the last byte.

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


FOLDER = Path(__file__).parent / "pack"


class UnsignedListError(LookupError):
    """A list that was published before lists were signed here; there is no pack for it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A list with what proves it.

    `chain` holds every list of the same board, category and origin in order of publication, withdrawn ones too;
    `place` is the list's place in it, from 1. `key` is the public key of the signature, "" where the list has
    none, None where it is of a key that is not known here.
    """

    shown: RankingList
    chain: tuple[RankingList, ...]
    place: int
    key: str | None

    @property
    def previous(self) -> RankingList | None:
        """The list published before, whose digest this one's covers."""
        return self.chain[self.place - 2] if self.place > 1 else None


def proof(scope: Scope, month: str, revision: int | None = None) -> Proof:
    """What proves the list of a month (`YYYY-MM` or `latest`), or a revision of it.

    Raises UnknownNameError, or WithdrawnListError.
    """
    view = list_view(scope, month, revision)
    chain = tuple(
        RankingList.objects.filter(
            board=view.board, category=view.category, origin=view.origin, status=Status.PUBLISHED
        )
        .select_related("publication__withdrawal", "methodology")
        .order_by("publication")
    )
    place = next(
        number
        for number, one in enumerate(chain, start=1)
        if (one.month, one.revision) == (view.month, view.revision)
    )
    shown = chain[place - 1]
    key = signing.signer(shown.digest, shown.signature) if shown.signature else ""
    return Proof(shown, chain, place, key)


def audit_pack(found: Proof) -> bytes:
    """The pack as a zip, the same bytes as long as nothing more is published. Raises UnsignedListError."""
    shown = found.shown
    if not shown.signature:
        raise UnsignedListError(str(shown))
    keys = signing.public_keys()
    prefetch_related_objects(found.chain, "rows")
    files = {
        "README.txt": (FOLDER / "README.txt").read_bytes(),
        "chain.json": _readable([_link(one) for one in found.chain]),
        "keys.json": _readable(keys),
        "list.json": canonical(_document(shown)),
        "list.sig": base64.b64decode(shown.signature),
        "states.json": _states(shown.month),
        "verify.py": with_keys((FOLDER / "verify.py").read_text(encoding="utf-8"), keys).encode(),
        **_anchor(shown),
        **_ground(shown),
    }
    return pack(files, signing.sign_bytes)


def _anchor(shown: RankingList) -> dict[str, bytes]:
    """How far the audit trail reached when the list was published, signed; nothing of lists from before anchors."""
    anchor = shown.publication.anchor if shown.publication else None
    return {"anchor.json": canonical(anchor)} if anchor else {}


def _ground(shown: RankingList) -> dict[str, bytes]:
    """What a computed list rests on: figures and methodology; a recorded list rests on its sources alone."""
    if shown.methodology is None or shown.publication is None:
        return {}
    month, revisions = shown.month, shown.publication.inputs
    inputs = inputs_document(month, figures_at(month, revisions), revisions, sample_states(month, revisions))
    return {
        "inputs.json": canonical(inputs),
        "methodology.json": canonical(document_of(shown.methodology).document),
    }


def _link(one: RankingList) -> dict[str, Any]:
    assert one.publication is not None
    withdrawal = getattr(one.publication, "withdrawal", None)
    told = withdrawal and {"on": withdrawal.withdrawn_on.isoformat(), "reason": withdrawal.reason}
    return {"digest": one.digest, "signature": one.signature, "withdrawn": told, "list": _document(one)}


def _document(one: RankingList) -> dict[str, Any]:
    assert one.publication is not None
    return list_document(stored_content(one.publication, one))


def _states(month: Month) -> bytes:
    """Names, which order equal ranks, and categories, which say who is in a list."""
    categories = categories_in(month)
    return _readable(
        {
            state.code: {"name": state.name, "name_hi": state.name_hi, "category": categories[state.code]}
            for state in State.objects.order_by("code")
            if state.code in categories
        }
    )


def _readable(document: Any) -> bytes:
    """JSON for people, always the same bytes for the same content."""
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
