"""What surrounds a publication: the two signatures, withdrawal, and those who want to be told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from rankings.models.lists import Publication
from states.models import State


class Proposal(models.Model):
    """A publication that one publisher has proposed and another has yet to sign.

    `impact_digest` is the digest of the impact page that the second person was shown: if the figures have
    moved since, the signature does not hold.
    """

    month = MonthField(_("data month"))
    reason = models.TextField(_("reason"), blank=True)
    released_on = models.DateField(_("to be released on"))
    impact_digest = models.CharField(_("digest of the impact"), max_length=71)
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.CharField(_("proposed by"), max_length=150)
    confirmed_at = models.DateTimeField(_("confirmed ahead"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed ahead by"), max_length=150, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dropped_by = models.CharField(_("dropped by"), max_length=150, blank=True)
    publication = models.OneToOneField(
        Publication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("publication"),
    )

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(signed_at__isnull=True, dropped_at__isnull=True),
                name="one_open_proposal_per_month",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("proposed_by")), name="signed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="") & ~Q(confirmed_by=F("proposed_by"))),
                name="confirmed_ahead_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by="", publication__isnull=True)
                | (Q(signed_at__isnull=False, publication__isnull=False) & ~Q(signed_by="")),
                name="signed_proposals_are_published",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by="")
                | (Q(dropped_at__isnull=False, signed_at__isnull=True) & ~Q(dropped_by="")),
                name="dropped_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.proposed_by}"


class Withdrawal(models.Model):
    """A publication taken back because it was released in error: a tombstone at its address, out of every count."""

    publication = models.OneToOneField(
        Publication, models.PROTECT, related_name="withdrawal", verbose_name=_("publication")
    )
    reason = models.TextField(_("reason"))
    withdrawn_on = models.DateField(_("withdrawn on"))
    withdrawn_at = models.DateTimeField(_("withdrawn"))
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=150)
    seconded_by = models.CharField(_("seconded by"), max_length=150)

    class Meta:
        ordering = ["-withdrawn_at"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(withdrawn_by=F("seconded_by")), name="withdrawn_by_two_different_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.reason[:40]}"


class RecordFile(models.Model):
    """A file of past lists that one publisher has put forward and another has yet to sign."""

    name = models.CharField(_("file name"), max_length=255)
    content = models.TextField(_("content"))
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.CharField(_("proposed by"), max_length=150)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=150, blank=True)
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        verbose_name = _("file of past lists")
        verbose_name_plural = _("files of past lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("proposed_by")),
                name="record_signed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Someone who wants a mail at each release: of one State, or of the whole list. Confirmed and left by a link."""

    email = models.EmailField(_("mail address"))
    state = models.ForeignKey(State, models.PROTECT, null=True, blank=True, verbose_name=_("State or UT"))
    language = models.CharField(_("language"), max_length=2)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.email}: {self.state_id or 'all'}"


class Webhook(models.Model):
    """An address of a client program that is told of releases, each call signed with the shared secret."""

    url = models.URLField(_("address"), max_length=500)
    secret = models.CharField(_("shared secret"), max_length=100)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("created by"), max_length=150)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    last_status = models.CharField(_("last answer"), max_length=100, blank=True)
    last_called_at = models.DateTimeField(_("last called"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class CorrectionRequest(models.Model):
    """A reader says that something published is wrong; staff answer."""

    email = models.EmailField(_("mail address"), blank=True)
    subject = models.CharField(_("about"), max_length=200)
    text = models.TextField(_("what is wrong"))
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by="") & ~Q(answer="")),
                name="correction_answered_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
