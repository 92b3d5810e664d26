"""Methodology versions with their groups and parameters, and the figures that States sent."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from states.models import State


class Better(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class PeriodKind(models.TextChoices):
    STOCK = "stock", _("stock: what there is at month end")
    FLOW = "flow", _("flow: what happened in the month")


class Methodology(models.Model):
    """A version of the rules, in force from a month until a later version takes over.

    `rules` holds precision, rounding, tie method and missing rule, as `metrics/methodologies/*.toml` states
    them. `content_hash` is the SHA-256 of the version's canonical JSON. Once a published list rests on the
    version it is sealed, and the database refuses every change to it, its groups and its parameters.
    """

    version = models.CharField(_("version"), max_length=20, primary_key=True)
    holds_from = MonthField(_("holds from"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    title_hi = models.CharField(_("title in Hindi"), max_length=200)
    rules = models.JSONField(_("rules"))
    content_hash = models.CharField(_("content hash"), max_length=71, unique=True)
    sealed_at = models.DateTimeField(_("sealed"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["holds_from"]
        verbose_name = _("methodology version")
        verbose_name_plural = _("methodology versions")

    def __str__(self) -> str:
        return self.version


class ParameterGroup(models.Model):
    """A group of parameters and the boards on which it counts; every group counts on `overall`."""

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="groups", verbose_name=_("methodology version")
    )
    code = models.CharField(_("code"), max_length=3)
    name = models.CharField(_("name"), max_length=100)
    name_hi = models.CharField(_("name in Hindi"), max_length=100)
    boards = models.JSONField(_("boards"), help_text=_("A list of board codes."))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["methodology", "position"]
        verbose_name = _("parameter group")
        verbose_name_plural = _("parameter groups")
        constraints = [models.UniqueConstraint(fields=["methodology", "code"], name="one_group_per_code")]

    def __str__(self) -> str:
        return f"{self.code} ({self.methodology_id})"


class Parameter(models.Model):
    """What is measured: a numerator over a denominator, and the marks that it can earn.

    `best_percent` earns `max_marks`, `worst_percent` earns 0; in between marks go in proportion.
    """

    methodology = models.ForeignKey(
        Methodology, models.CASCADE, related_name="parameters", verbose_name=_("methodology version")
    )
    group = models.ForeignKey(
        ParameterGroup, models.CASCADE, related_name="parameters", verbose_name=_("parameter group")
    )
    code = models.CharField(_("code"), max_length=8)
    name = models.CharField(_("name"), max_length=150)
    name_hi = models.CharField(_("name in Hindi"), max_length=150)
    numerator = models.CharField(_("numerator"), max_length=150)
    numerator_hi = models.CharField(_("numerator in Hindi"), max_length=150)
    denominator = models.CharField(_("denominator"), max_length=150)
    denominator_hi = models.CharField(_("denominator in Hindi"), max_length=150)
    better = models.CharField(_("better"), max_length=6, choices=Better)
    best_percent = models.DecimalField(_("best percent"), max_digits=6, decimal_places=2)
    worst_percent = models.DecimalField(_("worst percent"), max_digits=6, decimal_places=2)
    max_marks = models.DecimalField(
        _("maximum marks"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    period_kind = models.CharField(_("kind of period"), max_length=5, choices=PeriodKind)
    numerator_may_exceed = models.BooleanField(_("numerator may exceed the denominator"))
    attested = models.CharField(
        _("attested"), max_length=8, help_text=_("“subject” where public sources name it, else “proposed”.")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["methodology", "position"]
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        constraints = [
            models.UniqueConstraint(fields=["methodology", "code"], name="one_parameter_per_code"),
            models.CheckConstraint(condition=models.Q(max_marks__gt=0), name="max_marks_above_zero"),
            models.CheckConstraint(
                condition=models.Q(better=Better.HIGHER, best_percent__gt=models.F("worst_percent"))
                | models.Q(better=Better.LOWER, best_percent__lt=models.F("worst_percent")),
                name="best_lies_on_the_better_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.methodology_id})"


class MethodologyDraft(models.Model):
    """A version in the making: a copy of another, edited with checks, activated by two people.

    `revision` counts its edits, so that no form overwrites what it did not show. `proposed_digest` is the digest
    of the content that was put forward for the second signature. An activated draft is the record of what two
    people signed, and the database refuses every change to it.
    """

    version = models.CharField(_("version"), max_length=20)
    based_on = models.ForeignKey(
        Methodology, models.PROTECT, related_name="drafts", verbose_name=_("based on")
    )
    document = models.JSONField(_("content"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    edited_at = models.DateTimeField(_("edited"))
    edited_by = models.CharField(_("edited by"), max_length=150)
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=150, blank=True)
    proposed_digest = models.CharField(_("digest of what was proposed"), max_length=71, blank=True)
    activated_at = models.DateTimeField(_("activated"), null=True, blank=True)
    activated_by = models.CharField(_("activated by"), max_length=150, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dropped_by = models.CharField(_("dropped by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-edited_at"]
        verbose_name = _("draft of a methodology version")
        verbose_name_plural = _("drafts of methodology versions")
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(activated_at__isnull=True, dropped_at__isnull=True),
                name="one_open_draft_per_version",
            ),
            models.CheckConstraint(
                condition=models.Q(proposed_at__isnull=True, proposed_by="", proposed_digest="")
                | (
                    models.Q(proposed_at__isnull=False)
                    & ~models.Q(proposed_by="")
                    & ~models.Q(proposed_digest="")
                ),
                name="draft_proposed_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(activated_at__isnull=True, activated_by="")
                | (
                    models.Q(activated_at__isnull=False, proposed_at__isnull=False, dropped_at__isnull=True)
                    & ~models.Q(activated_by="")
                ),
                name="draft_activated_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True, dropped_by="")
                | (models.Q(dropped_at__isnull=False) & ~models.Q(dropped_by="")),
                name="draft_dropped_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(activated_by="") | ~models.Q(activated_by=models.F("proposed_by")),
                name="methodology_activated_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.version


# Fifteen digits are what SQLite keeps exactly; they reach ten lakh crore rupees, to the paisa.
FIGURE_DIGITS, FIGURE_DECIMALS = 15, 2


class FigureSet(models.Model):
    """A State's verified figures for a month, one revision of them.

    A correction is a new set with the next revision number; older sets stay as they were. Lists name the
    revisions on which they rest, so every past list can be computed again.
    """

    state = models.ForeignKey(
        State, models.PROTECT, related_name="figure_sets", verbose_name=_("State or UT")
    )
    month = MonthField(_("data month"), db_index=True)
    revision = models.PositiveIntegerField(_("revision"))
    is_current = models.BooleanField(_("current"), default=True)
    sample = models.BooleanField(
        _("sample"), help_text=_("Made up for demonstration, not sent by the State.")
    )
    source = models.CharField(_("source"), max_length=100)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        ordering = ["month", "state", "revision"]
        verbose_name = _("set of figures")
        verbose_name_plural = _("sets of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "month", "revision"], name="one_figure_set_per_revision"
            ),
            models.UniqueConstraint(
                fields=["state", "month"], condition=models.Q(is_current=True), name="one_current_figure_set"
            ),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="figure_revisions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} {self.month} r{self.revision}"


class Figure(models.Model):
    """Numerator and denominator of one parameter. Both empty: not reported. Denominator 0: not applicable."""

    figure_set = models.ForeignKey(
        FigureSet, models.CASCADE, related_name="figures", verbose_name=_("set of figures")
    )
    parameter = models.CharField(_("parameter"), max_length=8)
    numerator = models.DecimalField(
        _("numerator"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=FIGURE_DIGITS, decimal_places=FIGURE_DECIMALS, null=True, blank=True
    )

    class Meta:
        ordering = ["figure_set", "parameter"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.UniqueConstraint(fields=["figure_set", "parameter"], name="one_figure_per_parameter"),
            models.CheckConstraint(
                condition=models.Q(numerator__isnull=True, denominator__isnull=True)
                | models.Q(
                    numerator__isnull=False, denominator__isnull=False, numerator__gte=0, denominator__gte=0
                ),
                name="figure_whole_and_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.numerator} / {self.denominator}"


__all__ = [
    "Better",
    "Figure",
    "FigureSet",
    "Methodology",
    "MethodologyDraft",
    "Parameter",
    "ParameterGroup",
    "PeriodKind",
]
