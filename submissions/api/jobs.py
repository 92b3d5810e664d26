"""`/api/v1/jobs/`: how work stands that the caller has caused and that is done later."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from common.models import Job, JobState
from submissions.api import operations as declared
from submissions.api.auth import TokenView
from submissions.api.errors import UnknownJobError
from submissions.api.rendering import job_document, shown

MOST_SHOWN = 50


class _JobsView(TokenView):
    def own(self) -> list[Job]:
        """The caller's newest jobs; with a token that is bound to a State only what is about it."""
        found = Job.objects.filter(by=self.person.username)
        if self.token.state_id is not None:
            found = found.filter(payload__state=self.token.state_id)
        return list(found.order_by("-pk")[:MOST_SHOWN])


class Jobs(_JobsView):
    """GET: the caller's own jobs, newest first."""

    operations = {"get": declared.JOBS}

    def get(self, request: Request) -> HttpResponse:
        own = self.own()
        found = [job_document(request._request, one) for one in own]
        newest = max((one.finished_at or one.created_at for one in own), default=None)
        return shown(request._request, {"count": len(found), "results": found}, modified=newest)


class OneJob(_JobsView):
    """GET: one of them."""

    operations = {"get": declared.JOB}

    def get(self, request: Request, job: int) -> HttpResponse:
        found = Job.objects.filter(pk=job, by=self.person.username).exclude(by="").first()
        bound = self.token.state_id
        if found is None or (bound is not None and found.payload.get("state") != bound):
            raise UnknownJobError(str(job))
        waiting = found.state in {JobState.QUEUED, JobState.RUNNING}
        return shown(
            request._request,
            job_document(request._request, found),
            modified=found.finished_at or found.created_at,
            headers={"Retry-After": "1"} if waiting else None,
        )
