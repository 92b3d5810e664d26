from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken
from common.fields import MonthField
from metrics.models import FIGURE_DECIMALS, FIGURE_DIGITS
from states.models import State


class KeyedCall(models.Model):
    """A call to the API that carried an `Idempotency-Key`, and its answer, which is given again for a day.

    The answer is written in the transaction of what the call does: both stand, or neither. A call without an
    answer is being worked on since `started_at`, or its process died.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="calls", verbose_name=_("API token"))
    key = models.CharField(_("key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    started_at = models.DateTimeField(_("started"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    location = models.CharField(_("address of what came of it"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("call with a key")
        verbose_name_plural = _("calls with a key")
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_call_per_key"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, status__isnull=True, answer="")
                | (Q(answered_at__isnull=False, status__isnull=False) & ~Q(answer="")),
                name="answered_calls_have_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Status(models.TextChoices):
    """The way of a submission: draft → submitted → returned → submitted … → verified."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    VERIFIED = "verified", _("verified")


class Way(models.TextChoices):
    """How figures came in."""

    FORM = "form", _("typed on the page")
    PAGE = "page", _("file on the page")
    API = "api", _("file over the API")


class Upload(models.Model):
    """A file as it came in: kept whatever is wrong with it, with the problems that were found.

    The bytes lie under the random name `id` outside the web root; the name that the sender gave is only data.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(State, models.PROTECT, related_name="uploads", verbose_name=_("State or UT"))
    month = MonthField(_("data month"))
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    way = models.CharField(_("way"), max_length=4, choices=Way)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.CharField(_("uploaded by"), max_length=150)
    rows = models.PositiveIntegerField(_("rows"))
    accepted = models.PositiveIntegerField(_("rows accepted"))
    problems = models.JSONField(_("problems"), default=list)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return f"{self.state_id} {self.month}: {self.name}"


class Submission(models.Model):
    """A State's figures of a month on their way to verification, one revision of them.

    Changed content is a new revision; every revision stays readable. The newest is the current one.
    """

    state = models.ForeignKey(
        State, models.PROTECT, related_name="submissions", verbose_name=_("State or UT")
    )
    month = MonthField(_("data month"))
    revision = models.PositiveIntegerField(_("revision"))
    is_current = models.BooleanField(_("current"), default=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    content_hash = models.CharField(_("content hash"), max_length=71)
    way = models.CharField(_("way"), max_length=4, choices=Way)
    upload = models.ForeignKey(
        Upload, models.PROTECT, null=True, blank=True, related_name="submissions", verbose_name=_("upload")
    )
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("created by"), max_length=150)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.CharField(_("submitted by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-month", "state", "-revision"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "month", "revision"], name="one_submission_per_revision"
            ),
            models.UniqueConstraint(
                fields=["state", "month"], condition=Q(is_current=True), name="one_current_submission"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("submitted_by")),
                name="verifier_is_never_the_submitter",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("created_by")),
                name="verifier_is_never_the_author",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by="")
                | (Q(submitted_at__isnull=False) & ~Q(submitted_by="")),
                name="submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, submitted_at__isnull=True, decided_at__isnull=True)
                | Q(status=Status.SUBMITTED, submitted_at__isnull=False, decided_at__isnull=True)
                | Q(
                    status__in=[Status.RETURNED, Status.VERIFIED],
                    submitted_at__isnull=False,
                    decided_at__isnull=False,
                ),
                name="submission_status_fits_its_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month} r{self.revision} {self.status}"


class SubmittedFigure(models.Model):
    """One row of a submission: a figure with the remark that goes with it. Both empty: not reported."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="figures", verbose_name=_("submission")
    )
    parameter = models.CharField(_("parameter"), max_length=8)
    numerator = models.DecimalField(
        _("numerator"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )
    remark = models.TextField(_("remark"), blank=True)
    warnings = models.JSONField(_("warnings"), default=list)

    class Meta:
        ordering = ["submission", "parameter"]
        verbose_name = _("submitted figure")
        verbose_name_plural = _("submitted figures")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "parameter"], name="one_submitted_figure_per_parameter"
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, numerator__gte=0, denominator__gte=0),
                name="submitted_figure_whole_and_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.numerator} / {self.denominator}"
