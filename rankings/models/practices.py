"""The register of good practices: what a State did that others may take up. Nothing in it is overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from states.models import State

FIRST_YEAR, LAST_YEAR = 2000, 2999
"""The years that a practice can be of: none is older than the police's computers."""

LONGEST_TITLE, LONGEST_TEXT = 200, 10_000


class Practice(models.Model):
    """An entry of the register: the number that stands in its address, for good. What it says is in its revisions."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    sample = models.BooleanField(_("sample"), default=False, help_text=_("Made up, for the demonstration."))

    class Meta:
        ordering = ["number"]
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="practice_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class PracticeDocument(models.Model):
    """A document that came in for a practice. Its key is the random name under which it lies, outside what is served.

    Until a revision speaks of it, it only waits for the rest of a form to be mended.
    """

    id = models.UUIDField(_("name in the store"), primary_key=True, editable=False)
    name = models.CharField(_("file name"), max_length=100)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField(_("taken"))
    taken_by = models.CharField(_("taken from"), max_length=150)

    class Meta:
        ordering = ["-taken_at"]
        verbose_name = _("document of a practice")
        verbose_name_plural = _("documents of practices")

    def __str__(self) -> str:
        return self.name


class PracticeRevision(models.Model):
    """What an entry says from a moment on, and why it was changed; also that it was withdrawn, or put back.

    The Hindi texts may be empty: the English ones are shown in their place, and marked as English.
    """

    practice = models.ForeignKey(
        Practice, models.PROTECT, related_name="revisions", verbose_name=_("practice")
    )
    number = models.PositiveIntegerField(_("revision"))
    is_current = models.BooleanField(_("current"))
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    state = models.ForeignKey(State, models.PROTECT, related_name="practices", verbose_name=_("State or UT"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    title_hi = models.CharField(_("title in Hindi"), max_length=LONGEST_TITLE, blank=True)
    description = models.TextField(_("description"), max_length=LONGEST_TEXT)
    description_hi = models.TextField(_("description in Hindi"), max_length=LONGEST_TEXT, blank=True)
    document = models.ForeignKey(
        PracticeDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name=_("document"),
    )
    reason = models.TextField(_("reason"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        ordering = ["practice", "number"]
        verbose_name = _("revision of a practice")
        verbose_name_plural = _("revisions of practices")
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="practice_revisions_are_numbered"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(is_current=True), name="one_current_revision_per_practice"
            ),
            models.CheckConstraint(
                condition=Q(number=1, withdrawn=False) | (Q(number__gt=1) & ~Q(reason="")),
                name="practice_changes_have_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="practice_year_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(description=""), name="practice_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}.{self.number}: {self.title}"
