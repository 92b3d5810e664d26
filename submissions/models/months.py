from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from states.models import State


class DataMonth(models.Model):
    """A month for which figures are taken: open until its deadline, then late until `late_until`, then closed.

    It is published as soon as its lists are; that is read from the lists, never stored here a second time.
    Deadlines are moments; pages show them in IST.
    """

    month = MonthField(_("data month"), primary_key=True)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.CharField(_("opened by"), max_length=150)
    deadline = models.DateTimeField(_("deadline"))
    late_until = models.DateTimeField(_("late window ends"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(_("closed by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-month"]
        verbose_name = _("data month")
        verbose_name_plural = _("data months")
        constraints = [
            models.CheckConstraint(condition=Q(deadline__gt=F("opened_at")), name="deadline_after_opening"),
            models.CheckConstraint(
                condition=Q(late_until__gte=F("deadline")), name="late_window_after_deadline"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="")),
                name="month_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.month)


class LeaveKind(models.TextChoices):
    EXTENSION = "extension", _("longer deadline")
    REOPENING = "reopening", _("reopened after closing")


class Leave(models.Model):
    """Leave for one State to send figures past the deadline or after closing, with a reason and an end.

    Published beside the list: everyone may know who had more time, and why.
    """

    month = models.ForeignKey(DataMonth, models.PROTECT, related_name="leaves", verbose_name=_("data month"))
    state = models.ForeignKey(State, models.PROTECT, related_name="leaves", verbose_name=_("State or UT"))
    kind = models.CharField(_("kind"), max_length=9, choices=LeaveKind)
    until = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    granted_at = models.DateTimeField(_("granted"))
    granted_by = models.CharField(_("granted by"), max_length=150)

    class Meta:
        ordering = ["month", "state", "granted_at"]
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("granted_at")), name="leave_ends_after_it_is_granted"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="leave_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month_id}: {self.kind}"
