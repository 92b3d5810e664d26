"""How sure the order of a list is, kept beside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rankings.models.lists import RankingList


class ListSensitivity(models.Model):
    """The ranges of ranks of one computed list under varied marks, as `insights.sensitivity.core` writes them.

    It follows from the list's figures, its methodology and the seed alone, and can be computed again at any time;
    `digest` is over its canonical JSON.
    """

    list = models.OneToOneField(
        RankingList, models.CASCADE, related_name="sensitivity", verbose_name=_("list")
    )
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=71)
    computed_at = models.DateTimeField(_("computed"))

    class Meta:
        ordering = ["list"]
        verbose_name = _("sensitivity")
        verbose_name_plural = _("sensitivities")

    def __str__(self) -> str:
        return f"{self.list}: {self.digest[:15]}"
