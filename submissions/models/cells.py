"""What people say about single figures: decisions, comments, caveats, objections."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from states.models import State
from submissions.models.submission import Submission


class Verdict(models.TextChoices):
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")


class RowDecision(models.Model):
    """A reviewer's word on one figure of a submission. A later word takes the place of an earlier one."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="decisions", verbose_name=_("submission")
    )
    parameter = models.CharField(_("parameter"), max_length=8)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.CharField(_("decided by"), max_length=150)

    class Meta:
        ordering = ["submission", "parameter"]
        verbose_name = _("decision on a figure")
        verbose_name_plural = _("decisions on figures")
        constraints = [
            models.UniqueConstraint(fields=["submission", "parameter"], name="one_decision_per_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.verdict}"


class RowComment(models.Model):
    """A comment on a State's figure of a month; it stays with the figure through all revisions."""

    state = models.ForeignKey(State, models.PROTECT, related_name="comments", verbose_name=_("State or UT"))
    month = MonthField(_("data month"))
    parameter = models.CharField(_("parameter"), max_length=8)
    revision = models.PositiveIntegerField(_("revision"), help_text=_("The revision that was current."))
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.CharField(_("written by"), max_length=150)

    class Meta:
        ordering = ["month", "state", "parameter", "written_at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month} {self.parameter}: {self.text[:40]}"


class CaveatKind(models.TextChoices):
    FLOOD = "flood", _("flood or other disaster")
    OUTAGE = "outage", _("system outage")
    STRIKE = "strike", _("strike")
    OTHER = "other", _("other")


class Caveat(models.Model):
    """What a reader must know about a figure, said by the State and published beside the list."""

    state = models.ForeignKey(State, models.PROTECT, related_name="caveats", verbose_name=_("State or UT"))
    month = MonthField(_("data month"))
    parameter = models.CharField(_("parameter"), max_length=8)
    kind = models.CharField(_("kind"), max_length=6, choices=CaveatKind)
    text = models.TextField(_("caveat"))
    written_at = models.DateTimeField(_("written"))
    written_by = models.CharField(_("written by"), max_length=150)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=150, blank=True)

    class Meta:
        ordering = ["month", "state", "parameter", "written_at"]
        verbose_name = _("caveat")
        verbose_name_plural = _("caveats")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="caveat_says_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="caveat_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month} {self.parameter}: {self.kind}"


class Objection(models.Model):
    """A State's objection to a cell of a provisional list, with the bureau's reply; open until resolved."""

    state = models.ForeignKey(State, models.PROTECT, related_name="objections", verbose_name=_("State or UT"))
    month = MonthField(_("data month"))
    parameter = models.CharField(_("parameter"), max_length=8)
    text = models.TextField(_("objection"))
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.CharField(_("raised by"), max_length=150)
    reply = models.TextField(_("reply"), blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.CharField(_("resolved by"), max_length=150, blank=True)

    class Meta:
        ordering = ["month", "state", "parameter", "raised_at"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "month", "parameter"],
                condition=Q(resolved_at__isnull=True),
                name="one_open_objection_per_cell",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by="")
                | (Q(resolved_at__isnull=False) & ~Q(resolved_by="") & ~Q(reply="")),
                name="objection_resolved_by_someone_with_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by="") | ~Q(resolved_by=F("raised_by")),
                name="own_objection_not_resolved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month} {self.parameter}"
