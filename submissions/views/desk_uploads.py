"""`/submissions/uploads/NAME/`: a kept file with its problems, as it came, and marked up."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest
from states.access import Act, NotVisibleError
from states.downloads import attachment
from states.services import store
from submissions.models import Upload
from submissions.presenters.desk_upload import upload_page
from submissions.selectors.own import current_of
from submissions.selectors.windows import window_for
from submissions.views.desk_doors import at_desk, show, told
from submissions.views.desk_marking import marked_file, problem_from


@at_desk
def upload(request: PersonRequest, name: UUID) -> HttpResponse:
    """All problems of a file, by cell."""
    one = _visible(request, name)
    is_open = window_for(one.month, one.state_id, timezone.now()).is_open
    may_send = is_open and request.person.may(Act.SEND_FIGURES, one.state_id)
    page = upload_page(one, current_of(one.state_id, one.month), may_send=may_send)
    return show(request, "desk/upload.html", page)


@at_desk
def original(request: PersonRequest, name: UUID) -> HttpResponse:
    """The file, byte for byte as it came."""
    one = _visible(request, name)
    data = _bytes(one)
    return _gone(request) if data is None else attachment(data, one.name)


@at_desk
def marked(request: PersonRequest, name: UUID) -> HttpResponse:
    """The file with each problem on its cell."""
    one = _visible(request, name)
    data = _bytes(one)
    if data is None:
        return _gone(request)
    return attachment(*marked_file(data, one.name, [problem_from(each) for each in one.problems]))


def _visible(request: PersonRequest, name: UUID) -> Upload:
    one = Upload.objects.filter(pk=name).select_related("state").first()
    if one is None:
        raise NotVisibleError(str(name))
    request.person.require(Act.SEE_SUBMISSIONS, one.state_id)
    return one


def _bytes(one: Upload) -> bytes | None:
    try:
        return store.fetch(one.pk)
    except FileNotFoundError:
        return None


def _gone(request: PersonRequest) -> HttpResponse:
    text = gettext("The file is no longer in the store; its problems and its SHA-256 are still on record.")
    return told(request, gettext("The file is not there"), text, 410)
