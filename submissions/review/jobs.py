"""`/jobs/`: the work in the background, for the bureau's people; a failed job can be queued again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts import audit
from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, acting
from common.forms import QueryForm, ReadField
from common.jobs import retry as queue_again
from common.models import Job, JobState
from rankings.lists import asked
from submissions.review.show import for_person, show

ON_A_PAGE = 50
KINDS = {
    "compute": gettext_lazy("compute provisional lists"),
    "anchor": gettext_lazy("keep an anchor of the audit trail"),
    "anchor_audit": gettext_lazy("verify and anchor the audit trail"),
    "history": gettext_lazy("compute and verify the whole history"),
    "warm": gettext_lazy("render published pages"),
    "sensitivity": gettext_lazy("study how sure an order is"),
    "release": gettext_lazy("tell of a release"),
    "release_mail": gettext_lazy("mail of a release"),
    "webhook": gettext_lazy("call to a client program"),
    "subscription_mail": gettext_lazy("mail that asks for confirmation"),
    "correction_mail": gettext_lazy("answer to a correction request"),
    "forget_subscriptions": gettext_lazy("forget mail addresses after their time"),
    "remind": gettext_lazy("look which reminders are due"),
    "reminder": gettext_lazy("reminder before a deadline"),
    "upload": gettext_lazy("read a file"),
    "stations": gettext_lazy("read a file of stations"),
    "account_news": gettext_lazy("mail about an account"),
    "password_mail": gettext_lazy("mail to choose a new password"),
    "mail_change_told": gettext_lazy("mails about another mail address"),
    "mail_change_due": gettext_lazy("end of the waiting time of another mail address"),
}


class JobsQuery(QueryForm):
    state = ReadField(lambda text: asked.one_of(text, "state", JobState.values), initial="")
    kind = ReadField(str, initial="")
    page = ReadField(str)


@for_person(Act.SEE_JOBS)
def jobs(request: PersonRequest) -> HttpResponse:
    """Jobs of a state and kind (empty: of all), the newest first. Five queries."""
    query, at = JobsQuery.read(request.GET), timezone.now()
    every = Job.objects.order_by()
    counts = dict(every.values_list("state").annotate(Count("pk")))
    due = every.aggregate(oldest=Min("created_at", filter=Q(state=JobState.QUEUED, not_before__lte=at)))
    wanted = {name: query.cleaned_data[name] for name in ("state", "kind") if query.cleaned_data[name]}
    return show(
        request, "submissions/review/jobs.html", query=query, kinds=KINDS,
        known_kinds=every.values_list("kind", flat=True).distinct().order_by("kind"),
        states=[(state, counts.get(state, 0)) for state in JobState],
        age=age_text(at - due["oldest"]) if due["oldest"] else "",
        jobs=Paginator(Job.objects.filter(**wanted), ON_A_PAGE).get_page(query.cleaned_data["page"]),
    )  # fmt: skip


def age_text(age: timedelta) -> str:
    """How long something has waited, in its largest whole unit."""
    seconds = max(int(age.total_seconds()), 0)
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if seconds < 7200:
        return ngettext("%(count)d minute", "%(count)d minutes", seconds // 60) % {"count": seconds // 60}
    if seconds < 172800:
        return ngettext("%(count)d hour", "%(count)d hours", seconds // 3600) % {"count": seconds // 3600}
    return ngettext("%(count)d day", "%(count)d days", seconds // 86400) % {"count": seconds // 86400}


@for_person(Act.SEE_JOBS, methods=("POST",))
def retry(request: PersonRequest, job: int) -> HttpResponse:
    """Queue a failed job again; the audit trail says who did."""
    if not Job.objects.filter(pk=job).exists():
        raise NotVisibleError(str(job))
    done = _retry_on_record(job_id=job, **acting(request))
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
