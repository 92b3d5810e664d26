"""`/jobs/`: the work in the background, for the bureau's people; a failed job can be queued again."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext

from rankings.views.door import PersonRequest, address_of
from states.access import Act, NotVisibleError
from states.asking import MalformedQueryError
from states.models import Job, JobState
from states.services import audit
from states.services.jobs import retry as queue_again
from submissions.presenters.review_jobs import jobs_page
from submissions.selectors.jobs import jobs_view
from submissions.views.entry import for_person
from submissions.views.review_show import show


@for_person(Act.SEE_JOBS)
def jobs(request: PersonRequest) -> HttpResponse:
    """Jobs by state and kind, the newest first."""
    state, kind, at = request.GET.get("state", ""), request.GET.get("kind", ""), timezone.now()
    if state and state not in JobState.values:
        known = ", ".join(JobState.values)
        raise MalformedQueryError("state", gettext("state is one of %(known)s.") % {"known": known})
    view = jobs_view(state=state, kind=kind, page=request.GET.get("page"), at=at)
    return show(request, "review/jobs.html", jobs_page(view, state=state, kind=kind, at=at))


@for_person(Act.SEE_JOBS, methods=("POST",))
def retry(request: PersonRequest, job: int) -> HttpResponse:
    """Queue a failed job again; the audit trail says who did."""
    if not Job.objects.filter(pk=job).exists():
        raise NotVisibleError(str(job))
    done = _retry_on_record(
        job_id=job, by=request.person.username, at=timezone.now(), address=address_of(request)
    )
    if done:
        messages.success(request, gettext("Job %(number)d is queued again.") % {"number": job})
    else:
        text = gettext("Job %(number)d has not failed, or the same work waits already; nothing was changed.")
        messages.warning(request, text % {"number": job})
    return redirect("jobs:jobs")


@transaction.atomic
def _retry_on_record(*, job_id: int, by: str, at: datetime, address: str) -> bool:
    """Queue a failed job again, with its event in the audit trail; False where there is nothing to do."""
    if not queue_again(job_id=job_id, at=at):
        return False
    job = Job.objects.get(pk=job_id)
    after = {"kind": job.kind, "key": job.key}
    audit.record(at=at, actor=by, address=address, action="job.retry", subject=f"job {job_id}", after=after)
    return True
