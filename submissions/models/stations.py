from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from common.models import Job, JobState
from states.models import State
from submissions.models.exact import ExactDecoder, FiguresInRange


class StationFileStatus(models.TextChoices):
    """The way of a station file: receiving → checking → stored or refused; cancelled at any point before."""

    RECEIVING = "receiving", _("being received")
    CHECKING = "checking", _("being checked")
    STORED = "stored", _("stored")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class StationFile(models.Model):
    """A file of police stations × parameters of a month: of one State, or of all India where `state` is empty.

    It arrives in pieces: `received` bytes of `size` are on the disk, under the random name `name`, outside the
    web root. `sums` holds what each State's stations add up to, once stored:
    `{"HR": {"stations": 393, "figures": {"REG-01": ["380", "393", 393]}}}` (numerator, denominator, stations).
    """

    name = models.UUIDField(_("name in the store"), default=uuid.uuid4, unique=True, editable=False)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="station_files",
        verbose_name=_("State or UT"),
    )
    month = MonthField(_("data month"))
    status = models.CharField(
        _("status"), max_length=9, choices=StationFileStatus, default=StationFileStatus.RECEIVING
    )
    filename = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    received = models.PositiveBigIntegerField(_("bytes received"), default=0)
    created_at = models.DateTimeField(_("begun"))
    created_by = models.CharField(_("sent by"), max_length=150)
    username = models.CharField(_("user name"), max_length=150)
    touched_at = models.DateTimeField(_("last received something"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job")
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    cells = models.PositiveIntegerField(_("figures"), default=0)
    problem_count = models.PositiveIntegerField(_("number of problems"), default=0)
    first_problems = models.JSONField(_("first problems"), default=list)
    sums = models.JSONField(_("sums by State"), default=dict)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("station file")
        verbose_name_plural = _("station files")
        indexes = [models.Index(fields=["month", "status"], name="station_files_of_a_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="station_file_not_longer_than_said"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["receiving", "checking"], ended_at__isnull=True)
                | Q(status__in=["stored", "refused", "cancelled"], ended_at__isnull=False),
                name="ended_station_files_have_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="stored") | Q(problem_count=0), name="stored_station_file_has_no_problem"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id or 'all India'} {self.month}: {self.filename}"

    @property
    def waits(self) -> bool:
        """Whether no worker has begun the check, or one that had died and none has begun again."""
        return self._check_is(JobState.QUEUED)

    @property
    def failed(self) -> bool:
        """Whether the check ended by a fault of ours."""
        return self._check_is(JobState.FAILED)

    def _check_is(self, state: JobState) -> bool:
        checking = self.status == StationFileStatus.CHECKING
        return checking and self.job is not None and self.job.state == state

    @property
    def percent(self) -> int:
        """How far it is in what it is going through now: arriving, or being checked and stored."""
        if self.status == StationFileStatus.RECEIVING:
            return 100 * self.received // self.size
        if self.status == StationFileStatus.CHECKING:
            return 100 * self.job.done // self.job.total if self.job and self.job.total else 0
        return 100


class Station(models.Model):
    """One police station as a file names it, with its figures.

    `id` is the file's number × 100,000 + the station's place in it: who stores a file twice runs into the first.

    `figures` holds numerator and denominator by parameter, exact: `{"REG-01": [380, 393]}`; a parameter that the
    station did not report is not there. Half a million figures come in at once: a row for each would cost an entry
    in an index for each, and twice the space (docs/performance.md).
    """

    id = models.BigIntegerField(primary_key=True)
    file = models.ForeignKey(
        StationFile, models.CASCADE, related_name="stations", verbose_name=_("station file")
    )
    state = models.ForeignKey(State, models.PROTECT, related_name="+", verbose_name=_("State or UT"))
    code = models.CharField(_("station code"), max_length=40)
    name = models.CharField(_("station name"), max_length=200)
    district = models.CharField(_("district"), max_length=200)
    figures = models.JSONField(_("figures"), decoder=ExactDecoder)

    class Meta:
        ordering = ["id"]
        verbose_name = _("police station")
        verbose_name_plural = _("police stations")
        constraints = [
            models.UniqueConstraint(fields=["file", "state", "code"], name="one_row_per_station"),
            models.CheckConstraint(condition=FiguresInRange("figures"), name="station_figures_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
