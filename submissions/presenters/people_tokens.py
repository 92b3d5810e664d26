"""Everybody's API tokens as administrators see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext

from rankings.views.wording.numbers import grouped
from states.asking import Choice
from submissions.presenters import review_links as links
from submissions.presenters.desk_tokens import TokenRow, token_row


@dataclass(frozen=True, slots=True)
class EverybodysPage:
    title: str
    rows: tuple[TokenRow, ...]
    person: str
    count: str
    newer: Choice | None
    older: Choice | None
    place: str


def everybodys_page(found: Page[Any], at: datetime, *, person: str) -> EverybodysPage:
    """A page of `ApiToken`s whose people and States are fetched."""
    pages = found.paginator.num_pages

    def choice(label: str, number: int) -> Choice:
        return Choice(label, links.tokens({"person": person, "page": str(number)}))

    return EverybodysPage(
        title=gettext("Everybody's tokens"),
        rows=tuple(token_row(one, at, revoke="people:revoke") for one in found),
        person=person,
        count=grouped(found.paginator.count),
        newer=choice(gettext("Newer"), found.number - 1) if found.has_previous() else None,
        older=choice(gettext("Older"), found.number + 1) if found.has_next() else None,
        place=gettext("Page %(number)s of %(total)s")
        % {"number": grouped(found.number), "total": grouped(pages)},
    )
