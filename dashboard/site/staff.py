"""What the pages of the bureau's people share: how they answer, and what stands around them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.auth import PersonRequest, notices
from rankings.lists.staff import around

BOTH = ("GET", "POST")
REFUSED, MOVED = 422, 409


def show(
    request: PersonRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """A page with what stands around it."""
    known = {"around": around(request), "notices": notices(request)}
    return render(request, template, {**known, **context}, status=status)
