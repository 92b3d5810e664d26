"""`/submissions/HR/2023-11/rev/2/`: one revision, for ever."""

from __future__ import annotations

from django.http import HttpResponse

from rankings.views.door import PersonRequest
from states.access import Act, NotVisibleError
from submissions.models import Submission
from submissions.presenters.desk_revision import revision_page
from submissions.selectors.own import revision_of
from submissions.selectors.rows import parameters_of, rows_of
from submissions.views.desk_doors import at_desk, cell_in, show


@at_desk
def revision(request: PersonRequest, code: str, month: str, number: int) -> HttpResponse:
    """Figures, remarks, who, when, the file, and the difference to the revision before."""
    state, wanted = cell_in(request, code, month, Act.SEE_SUBMISSIONS)
    one = revision_of(state.code, wanted, number)
    if one is None:
        raise NotVisibleError(str(number))
    numbers = Submission.objects.filter(state=state, month=wanted).order_by("-revision")
    before = rows_of(revision_of(state.code, wanted, number - 1))
    page = revision_page(
        one, rows_of(one), before, list(numbers.values_list("revision", flat=True)), parameters_of(wanted)
    )
    return show(request, "desk/revision.html", page)
