"""The people of the desks, and station files made by the row."""

from __future__ import annotations

from tests.submissions.conftest import draft, month, people

__all__ = ["draft", "month", "people"]
