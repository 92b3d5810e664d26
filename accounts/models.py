from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from states.models import State


class Role(models.TextChoices):
    OFFICER = "officer", _("State nodal officer")
    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "publisher", _("Publisher")
    ADMINISTRATOR = "administrator", _("Administrator")


class Appointment(models.Model):
    """A person in a role, from a day to a day. A nodal officer is appointed to one State; the other roles to none.

    A deputy is appointed like an officer, for a time, and names the officer whose leave it is.
    """

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

    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("deputy for"),
    )

    class Meta:
        ordering = ["user", "role"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "state"],
                condition=models.Q(state__isnull=False, deputy_for__isnull=True, ends_on__isnull=True),
                name="one_appointment_per_state",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(state__isnull=True, ends_on__isnull=True),
                name="one_appointment_per_role",
            ),
            models.CheckConstraint(
                condition=models.Q(deputy_for__isnull=True)
                | (
                    models.Q(role=Role.OFFICER, begins_on__isnull=False, ends_on__isnull=False)
                    & ~models.Q(deputy_for=models.F("user"))
                ),
                name="a_deputy_stands_in_for_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(begins_on__isnull=True)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="appointment_ends_after_it_begins",
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


class Invitation(models.Model):
    """An invitation by mail to take up a role. Only the hash of its secret is kept; it works once, for a time."""

    email = models.EmailField(_("mail address"))
    role = models.CharField(_("role"), max_length=13, choices=Role)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("State or UT"),
    )
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    invited_at = models.DateTimeField(_("invited"))
    invited_by = models.CharField(_("invited by"), max_length=150)
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.CharField(_("accepted by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by="")
                | (models.Q(accepted_at__isnull=False) & ~models.Q(accepted_by="")),
                name="invitation_accepted_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.role}"


class ChangeKind(models.TextChoices):
    INVITE = "invite", _("new post")
    END = "end", _("end of a post")
    ENABLE = "enable", _("account enabled again")
    RESET = "reset", _("second factor reset")
    APP = "app", _("another authenticator app")
    MAIL = "mail", _("another mail address")


class AccountChange(models.Model):
    """A change to a person that one asked for and that waits: for a second person, for its subject, for time to pass.

    `subject` is the user name, or the mail address of somebody who has no account yet; `value` is what was asked for.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=ChangeKind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="changes", verbose_name=_("person")
    )
    subject = models.CharField(_("on what"), max_length=254)
    value = models.JSONField(_("what was asked for"), default=dict)
    secret = models.TextField(_("secret of the app, sealed"), blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(_("asked by"), max_length=150)
    proved_at = models.DateTimeField(_("confirmed by the person"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=150, blank=True)
    done_at = models.DateTimeField(_("done"), null=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True)
    dropped_by = models.CharField(_("dropped by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change that waits")
        verbose_name_plural = _("changes that wait")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by="")
                | (
                    ~models.Q(confirmed_by=models.F("asked_by")) & ~models.Q(confirmed_by=models.F("subject"))
                ),
                name="changes_are_confirmed_by_a_second",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by="")
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_by="")),
                name="changes_are_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True)
                | models.Q(kind=ChangeKind.MAIL, proved_at__isnull=False)
                | (~models.Q(kind=ChangeKind.MAIL) & ~models.Q(confirmed_by="")),
                name="changes_are_done_once_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True, dropped_by="")
                | (models.Q(dropped_at__isnull=False, done_at__isnull=True) & ~models.Q(dropped_by="")),
                name="changes_are_dropped_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.kind}"


class Scope(models.TextChoices):
    READ = "read", _("read")
    UPLOAD = "upload", _("upload")


class ApiToken(models.Model):
    """A client's key to the API. Only its SHA-256 is kept; the prefix tells tokens apart in lists."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens", verbose_name=_("person")
    )
    prefix = models.CharField(_("prefix"), max_length=12)
    secret_hash = models.CharField(_("hash of the token"), max_length=64, unique=True)
    scope = models.CharField(_("scope"), max_length=6, choices=Scope)
    state = models.ForeignKey(
        State,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tokens",
        verbose_name=_("State or UT"),
        help_text=_("The one State for which the token acts; empty: all that its person acts for."),
    )
    created_at = models.DateTimeField(_("created"))
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["user", "-created_at"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=Scope.values), name="token_scope_known")
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.scope})"


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
