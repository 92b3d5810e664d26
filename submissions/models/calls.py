from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken


class KeyedCall(models.Model):
    """A call to the API that carried an `Idempotency-Key`, and its answer, which is given again for a day.

    The answer is written in the transaction of what the call does: both stand, or neither. A call without an
    answer is being worked on since `started_at`, or its process died.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="calls", verbose_name=_("API token"))
    key = models.CharField(_("key"), max_length=200)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    started_at = models.DateTimeField(_("started"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    location = models.CharField(_("address of what came of it"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("call with a key")
        verbose_name_plural = _("calls with a key")
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_call_per_key"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, status__isnull=True, answer="")
                | (Q(answered_at__isnull=False, status__isnull=False) & ~Q(answer="")),
                name="answered_calls_have_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.key
