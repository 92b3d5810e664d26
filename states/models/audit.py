from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act: who, when, from where, on what, and what was before and after.

    Rows are only ever added; the database refuses to change or delete one. Each carries the hash of the
    row before it, so that a row edited behind the database's back is found by `verify_audit`. There are no
    foreign keys: an event outlives what it describes.
    """

    number = models.PositiveBigIntegerField(
        _("number"), primary_key=True, help_text=_("1, 2, 3, … without gaps")
    )
    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=150, help_text=_("User name, or “system”."))
    address = models.CharField(_("from where"), max_length=45, blank=True)
    action = models.CharField(_("act"), max_length=60)
    subject = models.CharField(_("on what"), max_length=120, db_index=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    previous_hash = models.CharField(_("hash of the event before"), max_length=71, blank=True)
    hash = models.CharField(_("hash"), max_length=71, unique=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="audit_numbers_from_one")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.action} {self.subject}"
