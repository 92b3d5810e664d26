"""An act of one administrator that, for guarded posts, becomes a question to a second person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from states.services.guarded import RefusedAccountError

Done = TypeVar("Done")


def by_one_or_two(request: HttpRequest, act: Callable[[], Done], ask: Callable[[], object]) -> Done | None:
    """What `act` gives; None where it takes a second person, who was asked instead and the reader told."""
    try:
        return act()
    except RefusedAccountError as problem:
        if problem.code != "second_person":
            raise
    ask()
    text = gettext(
        "Another administrator or publisher has to confirm this; until then it waits on their pages."
    )
    messages.info(request, text)
    return None
