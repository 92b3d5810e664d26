"""What is kept in Redis holds data alone: whoever can write there cannot have it run."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

from common.cache import recall


class Trap:
    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.system, (f"touch {self._file}",)


def test_what_is_kept_comes_back() -> None:
    cache = caches["default"]
    assert isinstance(cache, RedisCache)
    values: list[Any] = [
        b"",
        b"\0\xff",
        b"[1]",
        0,
        17,
        None,
        True,
        "\u0939",
        [["HR", None, 1.5]],
        {"a": {"b": []}},
    ]
    for value in values:
        cache.set("value", value)
        assert cache.get("value", "none") == value
        assert type(cache.get("value")) is type(value)
    cache.set("count", 5)
    assert cache.incr("count") == 6


def test_a_pickle_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it came there: the bytes are made anew, and what was computed is computed again."""
    cache: Any = caches["default"]
    file = tmp_path / "ran"
    for name in ("package:abc", "rescored:abc"):
        key = cache.make_and_validate_key(name)
        cache._cache.get_client(key, write=True).set(key, pickle.dumps(Trap(file)))
    assert recall("package:abc") is recall("rescored:abc") is None
    assert not file.exists()


def test_no_value_is_pickled() -> None:
    assert settings.CACHES["default"]["OPTIONS"]["serializer"] == "progress.env.BytesOrJson"
    with pytest.raises(TypeError):
        caches["default"].set("value", object())
