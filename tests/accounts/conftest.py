"""The same people as at the desks."""

from tests.submissions.conftest import draft, month, people

__all__ = ["draft", "month", "people"]
