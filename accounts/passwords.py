"""How passwords are hashed, and those that nobody may have: made of words that everybody at the bureau has in mind."""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from states.selectors import listed, other_names

WORDS = (
    "pragati", "cctns", "icjs", "ncrb", "police", "pulis", "bureau", "crime", "records", "ranking", "dashboard",
    "station", "officer", "nodal", "reviewer", "publisher", "administrator", "admin", "ministry", "government", "india",
    "bharat", "password",
)  # fmt: skip
"""Names of the house, its systems and its posts. docs/security.md names them too. The names of the States and UTs, in
both languages and all of their spellings, come from the directory."""

SHORTEST_NAME = 5
"""Letters from which a single word of a State's name counts; a whole name counts from `FEWEST_LETTERS`."""

FEWEST_LETTERS = 3

FEWEST_OWN = 6
"""So many letters and digits must be left beside those words."""

_YEARS = re.compile(r"(?:19|20)\d\d|[^\w]|_")


_ONE_AT_A_TIME = Lock()


class FrugalArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 32 MiB, three passes and one lane; a process computes one hash at a time, the others wait.

    Django's own parameters take 100 MiB for each sign-in, so that eight at once filled the memory of a web server
    (1 GB, docs/operate.md). Hashes made with them still hold, and are renewed at the next sign-in.
    """

    time_cost, memory_cost, parallelism = 3, 32 * 1024, 1

    def encode(self, password: str, salt: str) -> str:
        with _ONE_AT_A_TIME:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _ONE_AT_A_TIME:
            return super().verify(password, encoded)


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
    """What is left of a password without words of the house, names of States, years and signs.

    >>> left_of("Pragati@CCTNS2026"), left_of("Himachal_Police1"), left_of("nine grey herons wade")
    ('', '1', 'ninegreyheronswade')
    """
    return _words().sub("", _bare(password))


def _bare(text: str) -> str:
    """Letters and digits alone; of Hindi the letters without their signs."""
    return _YEARS.sub("", text.lower())


@cache
def _words() -> re.Pattern[str]:
    """The longest first, so that of a name nothing is left."""
    words = {*WORDS, *state_names()}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def state_names() -> set[str]:
    """Every name of every State and UT, bare: whole, and its longer words."""
    names = [row[name] for row in listed() for name in ("name_en", "name_hi")]
    names += [name for found in other_names().values() for name in found]
    whole = {bare for name in names if len(bare := _bare(name)) >= FEWEST_LETTERS}
    return whole | {
        bare for name in names for word in name.split() if len(bare := _bare(word)) >= SHORTEST_NAME
    }
