"""`/people/tokens/`: everybody's keys to the API, for administrators to look through and to revoke."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of
from accounts.models import ApiToken
from accounts.tokens import revoke_token
from common.asking import Choice
from rankings.lists.labels import grouped
from submissions.desk.tokens import TokenRow, token_row
from submissions.review import words as links
from submissions.review.show import for_person, show

# Everybody's API tokens as administrators see them.


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


TOKENS_ON_A_PAGE = 50


@for_person(Act.MANAGE_PEOPLE)
def tokens(request: PersonRequest) -> HttpResponse:
    """Every token, those in force first, the newest on top; `?person=` narrows, a part of a name is enough."""
    now, person = timezone.now(), request.GET.get("person", "").strip()
    found = ApiToken.objects.select_related("user", "state")
    if person:
        found = found.filter(user__username__icontains=person)
    ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now) | Q(user__is_active=False)
    rank = Case(When(ended, then=Value(1)), default=Value(0), output_field=IntegerField())
    ordered = found.annotate(ended=rank).order_by("ended", "-created_at", "-pk")
    page = Paginator(ordered, TOKENS_ON_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "submissions/people/tokens.html", everybodys_page(page, now, person=person))


@for_person(Act.MANAGE_PEOPLE, methods=("POST",))
def revoke(request: PersonRequest, token: int) -> HttpResponse:
    """End anybody's token at once."""
    found = ApiToken.objects.filter(pk=token).select_related("user").first()
    if found is None:
        raise NotVisibleError(str(token))
    ended = revoke_token(
        token_id=token, by=request.person.username, at=timezone.now(), address=address_of(request)
    )
    text = gettext("The token %(prefix)s… of %(name)s is revoked.")
    messages.success(request, text % {"prefix": ended.prefix, "name": found.user.get_username()})
    return redirect(links.tokens())
