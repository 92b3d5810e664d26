"""The list of pages is whole: every address below a language has its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import LocalePrefixPattern, URLPattern, URLResolver, get_resolver

from tests.browser.pages import EVERY, NO_PAGES

pytestmark = pytest.mark.slow


def names(patterns: list[Any], namespace: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern):
            yield f"{namespace}{one.name}"


def translated() -> set[str]:
    """The names of all addresses that exist in both languages."""
    found: set[str] = set()
    for one in get_resolver().url_patterns:
        if isinstance(one, URLResolver) and isinstance(one.pattern, LocalePrefixPattern):
            found |= set(names(one.url_patterns))
    # The administrators' tables are Django's own pages: test_admin.py opens them.
    return {name for name in found if not name.startswith("admin:")}


def test_every_page_is_opened() -> None:
    listed = {one.name for one in EVERY if not one.name.startswith("error:")}
    missing = translated() - listed - NO_PAGES
    assert not missing, f"give these a row in tests/browser/pages.py: {sorted(missing)}"
    assert not listed & NO_PAGES
    assert translated() >= NO_PAGES


def test_every_row_has_a_name_of_its_own() -> None:
    labels = [f"{one.account} {one.label}" for one in EVERY]
    assert len(labels) == len(set(labels))
