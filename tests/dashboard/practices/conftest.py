"""The directory, and the people of the publishing desk: meera and arjun publish, ravi reviews, asha is an officer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.insights.publishing.conftest import _quiet, publishers, sign_in
from tests.submissions.desk.test_scanning import scanner

__all__ = ["_quiet", "publishers", "scanner", "sign_in"]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_file_stays() -> Iterator[None]:
    """The database forgets what a test did; the files that it kept are removed here."""
    folder = Path(settings.VAR_DIR) / "uploads"
    before = {one for one in folder.rglob("*") if one.is_file()}
    yield
    for one in folder.rglob("*"):
        if one.is_file() and one not in before:
            one.unlink()
