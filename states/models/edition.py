from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
