"""The examples in the docstrings of the pure cores are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import metrics.scoring
import rankings.core
import states.months

MODULES = [
    states.months.__name__,
    *(f"{package.__name__}.{one.name}" for package in (metrics.scoring, rankings.core)
      for one in pkgutil.iter_modules(package.__path__)),
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    tried = {name: doctest.testmod(importlib.import_module(name)).attempted for name in MODULES}
    assert {name for name, number in tried.items() if not number} <= {
        "rankings.core.documents", "rankings.core.record",
    }  # fmt: skip
