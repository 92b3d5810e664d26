"""Passwords that nobody may have: those made of the words that everybody at the bureau has in mind."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

WORDS = (
    "pragati", "cctns", "icjs", "ncrb", "police", "pulis", "bureau", "crime", "records", "ranking", "dashboard",
    "station", "officer", "nodal", "reviewer", "publisher", "administrator", "admin", "ministry", "government", "india",
    "bharat", "password", "haryana", "delhi",
)  # fmt: skip
"""Names of the house, its systems and its posts. docs/security.md names them too."""

FEWEST_OWN = 6
"""So many letters and digits must be left beside those words."""

_WORDS = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_YEARS = re.compile(r"(?:19|20)\d\d|[^\w]|_")


class HouseWordsValidator:
    """Refuses a password that is little more than words of the house, years and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        if len(left_of(password)) < FEWEST_OWN:
            text = gettext("The new password is made of words that come to mind at once here; add others.")
            raise ValidationError(text, code="password_of_the_house")

    def get_help_text(self) -> str:
        return ""


def left_of(password: str) -> str:
    """What is left of a password without words of the house, years and signs.

    >>> left_of("Pragati@CCTNS2026"), left_of("nine grey herons wade")
    ('', 'ninegreyheronswade')
    """
    return _WORDS.sub("", _YEARS.sub("", password.lower()))
