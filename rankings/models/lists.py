from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from metrics.boards import Board
from metrics.models import Methodology
from states.models import State


class Origin(models.TextChoices):
    """Where a list comes from: our computation, or the published record as the press reported it."""

    COMPUTED = "computed", _("computed")
    RECORDED = "recorded", _("recorded")


class Status(models.TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    PUBLISHED = "published", _("published")


class Unranked(models.TextChoices):
    NOT_REPORTED = "not_reported", _("sent no figures")
    NOT_APPLICABLE = "not_applicable", _("nothing applicable on this board")


class MonthBasis(models.TextChoices):
    """How the data month of a recorded list is known."""

    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred from the usual delay between month end and release")
    DISPUTED = "disputed", _("disputed: sources disagree")


class Publication(models.Model):
    """An act of publishing: the lists of one month, on every board and in every category, at one stroke.

    `number` counts all publications in their order, without gaps; the chain of digests follows it. A record
    file that is loaded is a publication too, of recorded lists.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    month = MonthField(_("data month"))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    revision = models.PositiveIntegerField(_("revision"))
    released_on = models.DateField(_("released on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("published by"), max_length=150)
    seconded_by = models.CharField(_("seconded by"), max_length=150, blank=True)
    sample = models.BooleanField(_("sample"))
    inputs = models.JSONField(
        _("inputs"), default=dict, help_text=_("The revision of each State's figures that was used.")
    )
    anchor = models.JSONField(
        _("anchor of the audit trail"),
        null=True,
        blank=True,
        help_text=_("The audit trail as it stood at the publication, signed with the key of the lists."),
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "origin", "revision"], name="one_publication_per_revision"
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("seconded_by")), name="published_by_two_different_people"
            ),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="a_revision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.month} {self.origin} r{self.revision}"


class RankingList(models.Model):
    """Who stands where: one month, one board, one category, one revision.

    Published lists never change; the database refuses it. Only `is_current` moves, from a revision to its
    successor. A provisional list (revision 0, no publication) is replaced whenever figures change.
    """

    month = MonthField(_("data month"))
    board = models.CharField(
        _("board"), max_length=8, choices=[(board.value, board.value) for board in Board]
    )
    category = models.CharField(_("category"), max_length=8)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    status = models.CharField(_("status"), max_length=11, choices=Status)
    revision = models.PositiveIntegerField(_("revision"))
    is_current = models.BooleanField(_("current"))
    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="lists",
        verbose_name=_("publication"),
    )
    methodology = models.ForeignKey(
        Methodology, models.PROTECT, null=True, blank=True, verbose_name=_("methodology version")
    )
    month_basis = models.CharField(
        _("how the month is known"), max_length=8, choices=MonthBasis, default=MonthBasis.STATED
    )
    sample = models.BooleanField(_("sample"))
    complete = models.BooleanField(_("complete"))
    inputs_digest = models.CharField(_("digest of the inputs"), max_length=71, blank=True)
    previous_digest = models.CharField(_("digest of the list published before"), max_length=71, blank=True)
    digest = models.CharField(_("digest"), max_length=71)
    signature = models.CharField(
        _("signature"), max_length=88, blank=True, help_text=_("Ed25519 over the digest, in Base64.")
    )

    class Meta:
        ordering = ["-month", "board", "category", "origin", "revision"]
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        indexes = [models.Index(fields=["board", "category", "status", "month"], name="lists_by_board")]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "board", "category", "origin", "revision"], name="one_list_per_revision"
            ),
            models.UniqueConstraint(
                fields=["month", "board", "category", "origin"],
                condition=Q(status=Status.PUBLISHED, is_current=True),
                name="one_current_list",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PUBLISHED, publication__isnull=False, revision__gte=1)
                | Q(status=Status.PROVISIONAL, publication__isnull=True, revision=0, is_current=False),
                name="published_lists_have_a_publication",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.RECORDED) | Q(methodology__isnull=False),
                name="computed_lists_have_a_methodology",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.board} {self.category} {self.origin} r{self.revision}"


class ListRow(models.Model):
    """One State in a list. `position` is the printed order, from 1; an unranked State says why."""

    list = models.ForeignKey(RankingList, models.CASCADE, related_name="rows", verbose_name=_("list"))
    position = models.PositiveSmallIntegerField(_("position"))
    state = models.ForeignKey(State, models.PROTECT, verbose_name=_("State or UT"))
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("why unranked"), max_length=14, choices=Unranked, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["list", "position"]
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        constraints = [
            models.UniqueConstraint(fields=["list", "state"], name="one_row_per_state"),
            models.UniqueConstraint(fields=["list", "position"], name="one_row_per_position"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False, reason="") | (Q(rank__isnull=True) & ~Q(reason="")),
                name="ranked_or_said_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.rank}"
