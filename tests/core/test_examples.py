"""The examples in the docstrings of the pure cores are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import metrics.core
import metrics.scoring
import rankings.core
import states.months
import states.numbers
import states.texts

MODULES = [
    states.months.__name__,
    states.numbers.__name__,
    states.texts.__name__,
    *(f"{package.__name__}.{one.name}" for package in (metrics.scoring, metrics.core, rankings.core)
      for one in pkgutil.iter_modules(package.__path__)),
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# Their examples are worked in words or on whole lists, which a line of input cannot hold.
WORKED_IN_WORDS = {
    "boxes", "claim_forms", "documents", "explain", "explain_score", "extremes", "fields", "maximin", "planner",
    "planner_effort", "planner_search", "ranges", "record", "sensitivity", "strengths", "worked",
}  # fmt: skip


def test_every_other_module_has_examples() -> None:
    without = {name for name in MODULES if not doctest.testmod(importlib.import_module(name)).attempted}
    assert without == {f"rankings.core.{name}" for name in WORKED_IN_WORDS}
