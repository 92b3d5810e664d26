"""The stand-alone verifier accepts every pack, and refuses each that was tampered with, saying what is wrong."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from common import signing
from rankings.lists.histories import Scope
from rankings.models import Origin, Publication, RankingList, Status
from rankings.proof import MANIFEST, MANIFEST_SIGNATURE, audit_pack, proof
from rankings.publish import Signatures, withdraw
from tests.rankings.conftest import AT
from tests.rankings.release.conftest import OCTOBER, Verify
from tests.rankings.release.packs import (
    FOREIGN,
    VERIFIER,
    changed,
    edit,
    faults,
    opened,
    put,
    sealed,
    verifier,
)

LONG = settings.get_current_profile_name() == "long"


def packed(one: RankingList) -> bytes:
    return audit_pack(proof(Scope(one.board, one.category, Origin(one.origin)), str(one.month), one.revision))


@pytest.fixture
def pack(history: list[Publication]) -> bytes:
    """October's."""
    return audit_pack(proof(Scope("cctns", "all"), str(OCTOBER)))


def test_the_verifier_is_small_and_alone() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 250
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


def test_every_pack_of_a_history_holds(history: list[Publication], tmp_path: Path) -> None:
    lists = RankingList.objects.filter(status=Status.PUBLISHED)
    assert lists.count() == 4 * 16 + 1
    for number, one in enumerate(lists):
        if LONG or number % 4 == 0 or one.origin == Origin.RECORDED:
            assert faults(packed(one), tmp_path) == [], one


def test_run_as_anyone_runs_it(history: list[Publication], verify: Verify) -> None:
    """In a process of its own, for computed, revised and recorded lists; it says which list it is and how it stands."""
    lists = RankingList.objects.filter(board="cctns", category="all", status=Status.PUBLISHED)
    assert {(str(one.month), one.revision): one.is_current for one in lists}["2023-08", 1] is False
    for one in lists:
        data = packed(one)
        told = verify(data, "--key", signing.public_key())
        lines = told.said.splitlines()
        status, standing = (0, "current") if one.is_current else (2, "superseded by revision 2")
        assert told.status == status, one
        assert lines[0] == (
            f"List: board cctns, category all, month {one.month}, origin {one.origin}, revision {one.revision}"
        )
        assert lines[1] == f"Digest: {one.digest}"
        assert (
            lines[2] == f"Signed with the key of the fingerprint {signing.fingerprint(signing.public_key())}"
        )
        assert lines[4] == f"Standing when this pack was made: {standing}"
        assert lines[5].startswith("Everything holds")
        inside = opened(data)["verify.py"].decode()
        assert verify(data, text=inside).status == status
        assert signing.public_key() in inside


def test_a_list_that_is_superseded_holds_and_is_told_from_one_that_is_current(
    history: list[Publication], verify: Verify
) -> None:
    found = verify(
        packed(RankingList.objects.get(board="cctns", category="all", month="2023-08", revision=1))
    )
    assert found.status == 2
    assert found.said.endswith("Everything holds, but the list was superseded by revision 2.\n")


def test_a_list_that_was_withdrawn_holds_and_says_so(
    history: list[Publication], publishers: Signatures, verify: Verify
) -> None:
    october = RankingList.objects.get(board="cctns", category="all", month=OCTOBER)
    found = proof(Scope("cctns", "all"), str(OCTOBER))
    withdraw(publication=history[2].number, signatures=publishers, reason="Wrong month", at=AT)
    chain = tuple(
        RankingList.objects.filter(board="cctns", category="all", origin=Origin.COMPUTED)
        .select_related("publication__withdrawal", "methodology")
        .order_by("publication")
    )
    told = verify(audit_pack(replace(found, shown=october, chain=chain)))
    assert told.status == 2
    assert told.said.endswith("Everything holds, but the list was withdrawn on 2023-11-27.\n")


def test_a_revision_stays_superseded_when_its_successor_is_withdrawn(
    history: list[Publication], publishers: Signatures, verify: Verify
) -> None:
    withdraw(publication=history[3].number, signatures=publishers, reason="Wrong figures", at=AT)
    first = RankingList.objects.get(board="cctns", category="all", month="2023-08", revision=1)
    assert verify(packed(first)).status == 2


def test_the_fingerprint_is_as_good_as_the_key(pack: bytes, verify: Verify) -> None:
    assert verify(pack, "--key", signing.fingerprint(signing.public_key())).status == 0
    assert verify(pack, "--key", "ab" * 32).status == 1


def test_without_a_key_nothing_is_trusted(pack: bytes, verify: Verify) -> None:
    """The project's own file knows no key, and a key that is announced and not given is no key."""
    found = verify(pack, bare=True)
    assert found.status == 1
    assert found.said.startswith("No key is known to trust")
    for told in (("--key",), ("--kye", signing.public_key()), ("--key=" + signing.public_key(),)):
        found = verify(pack, *told)
        assert found.status == 1
        assert found.said.startswith("Usage: ")


def without_anchor(files: dict[str, bytes]) -> None:
    del files["anchor.json"]


def test_a_pack_from_before_anchors_holds(pack: bytes, verify: Verify) -> None:
    found = verify(sealed(pack, without_anchor))
    assert found.status == 0
    assert "Audit trail" not in found.said


def test_the_anchor_of_the_audit_trail_is_signed(pack: bytes, verify: Verify) -> None:
    anchor = json.loads(opened(pack)["anchor.json"])
    assert f"Audit trail when it was published: {anchor['events']} events, head {anchor['head']}" in (
        verify(pack).said
    )
    found = verify(sealed(pack, edit("anchor.json", lambda anchor: anchor.update(events=1))))
    assert found.status == 1
    assert "anchor.json: not signed with a trusted key" in found.said


@pytest.mark.parametrize("given_key", ["ab" * 32, "nonsense"])
def test_another_key_than_the_one_given(pack: bytes, verify: Verify, given_key: str) -> None:
    told = verify(pack, "--key", given_key)
    assert told.status == 1
    assert ".sig: not signed with a trusted key" in told.said or "cannot be read" in told.said


def test_no_zip_at_all(verify: Verify) -> None:
    told = verify(b"PK\x03\x04 no zip")
    assert told.status == 1
    assert told.said.startswith("The pack cannot be read: BadZipFile")


def test_one_byte_changed_anywhere_is_refused(pack: bytes, tmp_path: Path) -> None:
    """Not only in the files: in the zip's own fields too, which no reader looks at."""

    @given(st.integers(0, len(pack) - 1), st.integers(1, 255))
    @example(10, 1)  # the time of day in the first local header
    @example(len(pack) - 1, 1)  # the length of the zip's comment
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    def refused(place: int, change: int) -> None:
        other = bytearray(pack)
        other[place] ^= change
        assert faults(bytes(other), tmp_path) != []

    refused()


def test_a_byte_changed_gives_status_1(pack: bytes, verify: Verify) -> None:
    for place in range(11, len(pack), len(pack) // (200 if LONG else 8)):
        other = bytearray(pack)
        other[place] ^= 0x20
        told = verify(bytes(other))
        assert told.status == 1, place
        assert told.said.strip(), place


def without_september(chain: list[Any]) -> list[Any]:
    return [one for one in chain if one["list"]["month"] != "2023-09"]


def a_better_figure(inputs: dict[str, Any]) -> None:
    inputs["states"]["HP"]["figures"]["REG-01"] = ["999.00", "1000.00"]


def swapped(files: dict[str, bytes]) -> None:
    """The revised August in place of the first one, with the first one's signature."""
    later = [one["list"] for one in json.loads(files["chain.json"]) if one["list"]["revision"] == 2]
    files["list.json"] = rfc8785.dumps(later[0])


Change = Callable[[dict[str, bytes]], None]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (edit("chain.json", without_september), "chain.json: changed"),
        (edit("inputs.json", a_better_figure), "inputs.json: changed"),
        (put({"notes.txt": b"trust me"}), "notes.txt: changed, missing or not in the manifest"),
        (lambda files: files.pop("states.json"), "cannot be read: KeyError('states.json')"),
        (lambda files: files.pop("README.txt"), "README.txt: changed, missing or not in the manifest"),
        (lambda files: files.pop(MANIFEST), "cannot be read: KeyError('manifest.json')"),
        (put({"verify.py": b"print('Everything holds.')"}), "verify.py: changed"),
        (put({"list.sig": FOREIGN.sign(b"sha256:")}), "list.sig: not signed with a trusted key"),
        (put({MANIFEST_SIGNATURE: FOREIGN.sign(b"{}")}), "manifest.sig: not signed with a trusted key"),
    ],
)
def test_tampering(pack: bytes, verify: Verify, change: Change, told: str) -> None:
    found = verify(changed(pack, change))
    assert found.status == 1
    assert told in found.said


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (edit("chain.json", without_september), "chain.json: the list before 2023-10 is missing"),
        (edit("chain.json", lambda chain: chain[::-1]), "chain.json: the list before 2023-08 is missing"),
        (edit("chain.json", lambda chain: chain[:2]), "list.json: not a list of the chain"),
        (edit("inputs.json", a_better_figure), "list.json: rests on other figures"),
        (edit("list.json", lambda one: one["rows"].reverse()), "list.sig: not signed with a trusted key"),
        (
            edit("states.json", lambda states: states.pop("SK") and None),
            "list.json: the figures give other scores",
        ),
        (
            edit("states.json", lambda states: states["HP"].update(name="A")),
            "list.json: the figures give other",
        ),
    ],
)
def test_what_even_the_holder_of_the_key_cannot_do(
    pack: bytes, verify: Verify, change: Change, told: str
) -> None:
    """The manifest is made anew and rightly signed; the content must hold by itself."""
    found = verify(sealed(pack, change))
    assert found.status == 1
    assert told in found.said


def test_a_swapped_revision(history: list[Publication], verify: Verify) -> None:
    first = packed(RankingList.objects.get(board="cctns", category="all", month="2023-08", revision=1))
    for made in (changed(first, swapped), sealed(first, swapped)):
        found = verify(made)
        assert found.status == 1
        assert "list.sig: not signed with a trusted key" in found.said


def test_everything_signed_anew_by_somebody_else(pack: bytes, verify: Verify) -> None:
    """Sound in itself, and refused by whoever knows the key, or has a verifier that came with an earlier pack."""
    theirs = FOREIGN.public_key().public_bytes_raw().hex()
    digest = json.loads(opened(pack)["chain.json"])[2]["digest"]
    signature = FOREIGN.sign(digest.encode())
    forged = sealed(
        pack, put({"keys.json": json.dumps([theirs]).encode(), "list.sig": signature}), FOREIGN.sign
    )
    assert verify(forged, "--key", theirs).said.startswith("anchor.json: not signed"), (
        "they have no anchor of ours"
    )
    for told in (
        verify(forged, "--key", signing.public_key()),
        verify(forged, text=opened(pack)["verify.py"].decode()),
    ):
        assert told.status == 1
        assert "manifest.sig: not signed with a trusted key" in told.said
        assert "list.sig: not signed with a trusted key" in told.said
    assert verify(forged, bare=True).status == 1


def test_a_zip_packed_anew_with_more_in_it(pack: bytes, verify: Verify) -> None:
    found = verify(pack + b"\0")
    assert found.status == 1
    assert found.said == "the zip holds more than its files, or was packed anew\n"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefghij_0123456789", min_size=1), inner),
    )
)
def test_canonical_json_by_the_standard_library(document: Any) -> None:
    """For texts, whole numbers, booleans and null under ASCII keys, RFC 8785 is what `json` writes."""
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert plain == rfc8785.dumps(document)


def test_the_signature_of_the_standard() -> None:
    """RFC 8032, section 7.1, test 2."""
    key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    mark = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verifier().signed(bytes.fromhex(key), b"\x72", bytes.fromhex(mark))
    assert not verifier().signed(bytes.fromhex(key), b"\x73", bytes.fromhex(mark))


@given(st.binary(min_size=32, max_size=32), st.binary(), st.integers(0, 511), st.booleans())
def test_signatures_as_the_library_has_them(seed: bytes, text: bytes, bit: int, flip: bool) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    mark = bytearray(private.sign(text))
    if flip:
        mark[bit // 8] ^= 1 << bit % 8
    assert verifier().signed(private.public_key().public_bytes_raw(), text, bytes(mark)) is not flip


def test_the_same_bytes_again(history: list[Publication], pack: bytes) -> None:
    assert audit_pack(proof(Scope("cctns", "all"), str(OCTOBER))) == pack
