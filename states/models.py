from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField


class Kind(models.TextChoices):
    """What the Constitution calls it."""

    STATE = "state", _("State")
    UT = "ut", _("Union Territory")


class Category(models.TextChoices):
    """The three groups inside which ranks are also quoted; every State is in exactly one."""

    MAJOR = "major", _("Major States")
    HILLY_NE = "hilly-ne", _("Hilly and north-eastern States")
    UT = "ut", _("Union Territories")


class State(models.Model):
    """One of the 28 States and 8 Union Territories, as `states/data/states.csv` lists them."""

    code = models.CharField(_("code"), max_length=2, primary_key=True)
    lgd_code = models.PositiveSmallIntegerField(_("LGD code"), unique=True)
    iso = models.CharField(_("ISO 3166-2 code"), max_length=5, unique=True)
    iso_old = models.CharField(_("ISO 3166-2 code before 2023"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    name_hi = models.CharField(_("name in Hindi"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    population_2011 = models.PositiveIntegerField(_("population in 2011"))
    police_stations = models.PositiveIntegerField(_("police stations"))
    police_stations_cited = models.BooleanField(
        _("police stations from a cited source"),
        help_text=_("False where the number is recalled and not yet traced to a source."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("State or UT")
        verbose_name_plural = _("States and UTs")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="state_kind_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_hi if (get_language() or "").startswith("hi") else self.name


class CategoryMembership(models.Model):
    """The category of a State from a month onwards, until a later membership takes its place."""

    state = models.ForeignKey(
        State, models.PROTECT, related_name="memberships", verbose_name=_("State or UT")
    )
    category = models.CharField(_("category"), max_length=8, choices=Category)
    holds_from = MonthField(_("holds from"))

    class Meta:
        ordering = ["state", "holds_from"]
        verbose_name = _("category membership")
        verbose_name_plural = _("category memberships")
        constraints = [
            models.UniqueConstraint(fields=["state", "holds_from"], name="one_category_per_state_and_month"),
            models.CheckConstraint(condition=models.Q(category__in=Category.values), name="category_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.category} from {self.holds_from}"
