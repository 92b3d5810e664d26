"""`/jobs/`: the work in the background, for the bureau's people; a failed job can be queued again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts import audit
from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest, address_of
from common.asking import Choice, MalformedQueryError
from common.jobs import retry as queue_again
from common.models import Job, JobState
from submissions.desk.words import moment_text
from submissions.review.show import for_person, show

# How the work stands that nobody waits for: jobs by state, the oldest that waits, and one page of them.

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class JobsView:
    """`counts` by state, of all jobs; `oldest` is since when the longest waiting one that is due has waited."""

    counts: dict[str, int]
    oldest: datetime | None
    kinds: tuple[str, ...]
    page: Page[Job]


def jobs_view(*, state: str, kind: str, page: str | None, at: datetime) -> JobsView:
    """Jobs of a state and kind (empty: of all), the newest first. Five queries."""
    every = Job.objects.order_by()
    counts = dict(every.values_list("state").annotate(Count("pk")))
    due = every.aggregate(oldest=Min("created_at", filter=Q(state=JobState.QUEUED, not_before__lte=at)))
    wanted = {key: value for key, value in (("state", state), ("kind", kind)) if value}
    found = Job.objects.filter(**wanted)
    return JobsView(
        counts={job_state: counts.get(job_state, 0) for job_state in JobState.values},
        oldest=due["oldest"],
        kinds=tuple(every.values_list("kind", flat=True).distinct().order_by("kind")),
        page=Paginator(found, ON_A_PAGE).get_page(page),
    )


# The jobs in words: what each is about, how far it has come, what went wrong and what to do.

_KINDS = {
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
_STATES = {
    JobState.QUEUED: gettext_lazy("waiting"),
    JobState.RUNNING: gettext_lazy("running"),
    JobState.DONE: gettext_lazy("done"),
    JobState.FAILED: gettext_lazy("failed"),
    JobState.MERGED: gettext_lazy("left to a newer one"),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """`error` is the last line of what went wrong, `whole` all of it; `retry` is empty where there is nothing to do."""

    number: int
    kind: str
    about: str
    state: str
    state_name: str
    since: str
    ended: str
    attempts: str
    done: int
    total: int
    progress: str
    error: str
    whole: str
    retry: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    title: str
    lede: str
    states: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    rows: tuple[JobRow, ...]
    place: str
    newer: Choice | None
    older: Choice | None


def jobs_page(view: JobsView, *, state: str, kind: str, at: datetime) -> JobsPage:
    page = view.page

    def turned(number: int, label: str) -> Choice:
        return Choice(label, _address(state=state, kind=kind, page=str(number)))

    return JobsPage(
        title=gettext("Jobs"),
        lede=_lede(view, at),
        states=(
            Choice(gettext("all"), _address(kind=kind), not state),
            *(
                Choice(f"{_STATES[JobState(one)]} ({count})", _address(state=one, kind=kind), one == state)
                for one, count in view.counts.items()
            ),
        ),
        kinds=(
            Choice(gettext("all"), _address(state=state), not kind),
            *(Choice(kind_name(one), _address(state=state, kind=one), one == kind) for one in view.kinds),
        ),
        rows=tuple(_row(one) for one in page.object_list),
        place=gettext("Page %(number)d of %(pages)d")
        % {"number": page.number, "pages": page.paginator.num_pages},
        newer=turned(page.number - 1, gettext("Newer")) if page.has_previous() else None,
        older=turned(page.number + 1, gettext("Older")) if page.has_next() else None,
    )


def kind_name(kind: str) -> str:
    return str(_KINDS.get(kind, kind))


def _lede(view: JobsView, at: datetime) -> str:
    if view.oldest is None:
        return gettext("Nothing that is due waits.")
    return gettext("The oldest job that is due has waited for %(age)s.") % {"age": age_text(at - view.oldest)}


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


def _row(one: Job) -> JobRow:
    lines = one.error.strip().splitlines()
    progress = ""
    if one.state == JobState.RUNNING and one.total:
        progress = gettext("%(done)d of %(total)d") % {"done": one.done, "total": one.total}
    return JobRow(
        number=one.pk,
        kind=kind_name(one.kind),
        about=one.key,
        state=one.state,
        state_name=str(_STATES[JobState(one.state)]),
        since=moment_text(one.created_at),
        ended=moment_text(one.finished_at) if one.finished_at else "",
        attempts=str(one.attempts),
        done=one.done,
        total=one.total,
        progress=progress,
        error=lines[-1] if lines else "",
        whole=one.error.strip() if len(lines) > 1 else "",
        retry=reverse("jobs:retry", args=[one.pk]) if one.state == JobState.FAILED else "",
    )


def _address(**query: str) -> str:
    kept = {key: value for key, value in query.items() if value}
    address = reverse("jobs:jobs")
    return f"{address}?{urlencode(kept)}" if kept else address


@for_person(Act.SEE_JOBS)
def jobs(request: PersonRequest) -> HttpResponse:
    """Jobs by state and kind, the newest first."""
    state, kind, at = request.GET.get("state", ""), request.GET.get("kind", ""), timezone.now()
    if state and state not in JobState.values:
        known = ", ".join(JobState.values)
        raise MalformedQueryError("state", gettext("state is one of %(known)s.") % {"known": known})
    view = jobs_view(state=state, kind=kind, page=request.GET.get("page"), at=at)
    return show(request, "submissions/review/jobs.html", jobs_page(view, state=state, kind=kind, at=at))


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
