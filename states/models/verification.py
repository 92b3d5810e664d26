from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verification(models.Model):
    """When something that must hold was last looked through, and whether it held. One row for each such thing."""

    what = models.CharField(_("what"), max_length=20, primary_key=True)
    at = models.DateTimeField(_("when"))
    sound = models.BooleanField(_("it held"))
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    class Meta:
        ordering = ["what"]
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")

    def __str__(self) -> str:
        return f"{self.what}: {'holds' if self.sound else self.problem}"
