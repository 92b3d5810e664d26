from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from states.models import State

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
