"""What is wrong with an address or a query, the page that says so, and the choices that lead on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class UnknownNameError(LookupError):
    """Something that does not exist was named; `known` says what does. Answered with 404."""

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        super().__init__(f"{kind} {value}")
        self.kind, self.value, self.known = kind, value, tuple(known)


class MalformedQueryError(ValueError):
    """A query that cannot be meant; `field` is the parameter, the text says how to mend it. Answered with 400."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things that can be chosen. `url` is empty where there is nothing to go to."""

    label: str
    url: str
    current: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was wrong, what to do, and the links that lead on. `near` is what may have been meant, `asked` how it
    was written, for the search.
    """

    title: str
    text: str
    known: tuple[Choice, ...]
    near: tuple[Choice, ...] = ()
    asked: str = ""
