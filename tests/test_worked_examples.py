"""The examples in the docstrings of the pure cores are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import tomllib

import pytest

from tests.servers.session import ROOT


def pure_cores() -> list[str]:
    """The modules that the import rules keep pure, packages with all that stands in them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (pure,) = (contract["source_modules"] for contract in contracts if contract["name"] == "Pure cores")
    names = []
    for name in pure:
        module = importlib.import_module(name)
        inside = pkgutil.iter_modules(getattr(module, "__path__", []))
        names += [name, *(f"{name}.{module.name}" for module in inside)]
    return names


@pytest.mark.parametrize("name", pure_cores())
def test_the_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
