from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    MERGED = "merged", _("left to a newer one")  # it ended early, and the same work waited in a newer job


class Job(models.Model):
    """Work to be done, written in the transaction that causes it. The row is the truth, a message only a hint.

    `key` says what the work is about: of one kind and key at most one job waits, so bursts become one.
    A worker claims a job by a conditional update and holds a lease that it renews; a job whose lease has run
    out is taken up again. Work must therefore bear being done twice.
    """

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=7, choices=JobState, default=JobState.QUEUED)
    created_at = models.DateTimeField(_("created"))
    not_before = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("last sent to a worker"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lease ends"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    by = models.CharField(
        _("caused by"), max_length=150, blank=True, help_text=_("Who may follow it over the API.")
    )
    request_id = models.CharField(
        _("request"), max_length=64, blank=True, help_text=_("The id of the request that caused it.")
    )
    error = models.TextField(_("error"), blank=True)
    result = models.TextField(_("result"), blank=True, help_text=_("What came of it, as JSON."))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "not_before"], name="jobs_to_do")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state=JobState.QUEUED), name="one_queued_job_per_key"
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
                name="running_jobs_have_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[JobState.DONE, JobState.FAILED, JobState.MERGED], finished_at__isnull=False
                )
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="ended_jobs_have_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"


class Edition(models.Model):
    """What the public reads at a moment, as one random word in one row.

    Services draw the word anew in the transaction that changes any of it (`common/edition.py`). Two states of the
    public pages never share a word, not even where a backup was restored in between.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    token = models.CharField(_("token"), max_length=32)
    public_from = models.DateTimeField(
        _("next moment"), null=True, help_text=_("When something becomes public next, by itself.")
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return self.token
