from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from states.models.state import State


class Role(models.TextChoices):
    OFFICER = "officer", _("State nodal officer")
    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "publisher", _("Publisher")
    ADMINISTRATOR = "administrator", _("Administrator")


class Appointment(models.Model):
    """A person in a role. A nodal officer is appointed to one State; the other roles to none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=13, choices=Role)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("State or UT"),
    )

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "state"], name="one_appointment_per_role", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
            models.CheckConstraint(
                condition=models.Q(role=Role.OFFICER, state__isnull=False)
                | (~models.Q(role=Role.OFFICER) & models.Q(state__isnull=True)),
                name="only_officers_have_a_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}" + (f" of {self.state_id}" if self.state_id else "")
