"""The key that signs lists: from the settings, or following from the secret key; and what is signed."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from common import signing
from progress.env import BadEnvironmentError, Env
from rankings.models import Publication, RankingList, Status
from tests.rankings.release.packs import FOREIGN

SEED = base64.b64encode(bytes(range(32))).decode()


def test_every_published_list_is_signed(history: list[Publication]) -> None:
    """Computed, revised and recorded, over the text of the digest."""
    lists = RankingList.objects.filter(status=Status.PUBLISHED)
    assert lists.count() == 4 * 16 + 1
    for one in lists:
        assert len(one.signature) == 88
        assert signing.signer(one.digest, one.signature) == signing.public_key()


def test_provisional_lists_are_not(record_month: Any) -> None:
    record_month({"HR": 900})
    assert not RankingList.objects.exclude(signature="").exists()


def test_another_text_or_another_key_is_told(settings: Any) -> None:
    settings.SIGNING_KEY = base64.b64decode(SEED)
    mark = signing.sign("sha256:00")
    assert signing.signer("sha256:00", mark) == FOREIGN.public_key().public_bytes_raw().hex()
    assert signing.signer("sha256:01", mark) is None
    assert signing.signer("sha256:00", "not Base64") is None
    settings.SIGNING_KEY = b""
    assert signing.signer("sha256:00", mark) is None


def test_without_a_key_it_follows_from_the_secret_key(settings: Any) -> None:
    """So that every process and machine of an installation signs alike, and another installation does not."""
    settings.SIGNING_KEY, settings.SECRET_KEY = b"", "one"
    first = signing.public_key()
    assert signing.public_key() == first
    settings.SECRET_KEY = "two"
    assert signing.public_key() != first


def test_todays_key_comes_first_and_once(settings: Any) -> None:
    settings.SIGNING_KEYS_RETIRED = ("ab" * 32, signing.public_key())
    assert signing.public_keys() == (signing.public_key(), "ab" * 32)


@pytest.mark.parametrize("value", ["x", "====", base64.b64encode(bytes(31)).decode(), SEED + "!"])
def test_a_bad_key_stops_the_start_without_being_printed(value: str) -> None:
    env = Env({"SIGNING_KEY": value})
    env.seed("SIGNING_KEY", "")
    with pytest.raises(
        BadEnvironmentError, match="SIGNING_KEY: this is not a signing key; write 32 random"
    ) as error:
        env.finish()
    assert len(value) < 5 or value not in str(error.value)


def test_good_keys() -> None:
    env = Env({"SIGNING_KEY": SEED, "SIGNING_KEYS_RETIRED": f" {'AB' * 32}, {'cd' * 32} "})
    assert env.seed("SIGNING_KEY", "") == bytes(range(32))
    assert env.public_keys("SIGNING_KEYS_RETIRED", "") == ("ab" * 32, "cd" * 32)
    assert Env({}).seed("SIGNING_KEY", "") == b""
    assert Env({}).public_keys("SIGNING_KEYS_RETIRED", "") == ()
    env.finish()


def test_a_bad_public_key() -> None:
    env = Env({"SIGNING_KEYS_RETIRED": "abc"})
    env.public_keys("SIGNING_KEYS_RETIRED", "")
    with pytest.raises(BadEnvironmentError, match="“abc” is not a public key; write 64 hexadecimal digits"):
        env.finish()
