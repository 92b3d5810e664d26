"""`/people/tokens/`: everybody's keys to the API, for administrators to look through and to revoke."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, address_of
from states.access import Act, NotVisibleError
from states.models import ApiToken
from states.services.tokens import revoke_token
from submissions.presenters import review_links as links
from submissions.presenters.people_tokens import everybodys_page
from submissions.views.entry import for_person
from submissions.views.review_show import show

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
    return show(request, "people/tokens.html", everybodys_page(page, now, person=person))


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
