"""Lists and their publications, releases and who is told of them, sensitivity studies, the register of practices."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.fields import MonthField
from metrics.boards import Board
from metrics.models import Methodology
from states.models import State


class Origin(models.TextChoices):
    """Where a list comes from: our computation, or the published record as the press reported it."""

    COMPUTED = "computed", _("computed")
    RECORDED = "recorded", _("recorded")


class Status(models.TextChoices):
    PROVISIONAL = "provisional", _("provisional")
    PUBLISHED = "published", _("published")


class Unranked(models.TextChoices):
    NOT_REPORTED = "not_reported", _("sent no figures")
    NOT_APPLICABLE = "not_applicable", _("nothing applicable on this board")


class MonthBasis(models.TextChoices):
    """How the data month of a recorded list is known."""

    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred from the usual delay between month end and release")
    DISPUTED = "disputed", _("disputed: sources disagree")


class Publication(models.Model):
    """An act of publishing: the lists of one month, on every board and in every category, at one stroke.

    `number` counts all publications in their order, without gaps; the chain of digests follows it. A record
    file that is loaded is a publication too, of recorded lists.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    month = MonthField(_("data month"))
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    revision = models.PositiveIntegerField(_("revision"))
    released_on = models.DateField(_("released on"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("published by"), max_length=150)
    seconded_by = models.CharField(_("seconded by"), max_length=150, blank=True)
    sample = models.BooleanField(_("sample"))
    inputs = models.JSONField(
        _("inputs"), default=dict, help_text=_("The revision of each State's figures that was used.")
    )
    anchor = models.JSONField(
        _("anchor of the audit trail"),
        null=True,
        blank=True,
        help_text=_("The audit trail as it stood at the publication, signed with the key of the lists."),
    )

    class Meta:
        ordering = ["number"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "origin", "revision"], name="one_publication_per_revision"
            ),
            models.CheckConstraint(
                condition=~Q(published_by=F("seconded_by")), name="published_by_two_different_people"
            ),
            models.CheckConstraint(condition=Q(revision=1) | ~Q(reason=""), name="a_revision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.month} {self.origin} r{self.revision}"


class RankingList(models.Model):
    """Who stands where: one month, one board, one category, one revision.

    Published lists never change; the database refuses it. Only `is_current` moves, from a revision to its
    successor. A provisional list (revision 0, no publication) is replaced whenever figures change.
    """

    month = MonthField(_("data month"))
    board = models.CharField(
        _("board"), max_length=8, choices=[(board.value, board.value) for board in Board]
    )
    category = models.CharField(_("category"), max_length=8)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    status = models.CharField(_("status"), max_length=11, choices=Status)
    revision = models.PositiveIntegerField(_("revision"))
    is_current = models.BooleanField(_("current"))
    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="lists",
        verbose_name=_("publication"),
    )
    methodology = models.ForeignKey(
        Methodology, models.PROTECT, null=True, blank=True, verbose_name=_("methodology version")
    )
    month_basis = models.CharField(
        _("how the month is known"), max_length=8, choices=MonthBasis, default=MonthBasis.STATED
    )
    sample = models.BooleanField(_("sample"))
    complete = models.BooleanField(_("complete"))
    inputs_digest = models.CharField(_("digest of the inputs"), max_length=71, blank=True)
    previous_digest = models.CharField(_("digest of the list published before"), max_length=71, blank=True)
    digest = models.CharField(_("digest"), max_length=71)
    signature = models.CharField(
        _("signature"), max_length=88, blank=True, help_text=_("Ed25519 over the digest, in Base64.")
    )

    class Meta:
        ordering = ["-month", "board", "category", "origin", "revision"]
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        indexes = [models.Index(fields=["board", "category", "status", "month"], name="lists_by_board")]
        constraints = [
            models.UniqueConstraint(
                fields=["month", "board", "category", "origin", "revision"], name="one_list_per_revision"
            ),
            models.UniqueConstraint(
                fields=["month", "board", "category", "origin"],
                condition=Q(status=Status.PUBLISHED, is_current=True),
                name="one_current_list",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.PUBLISHED, publication__isnull=False, revision__gte=1)
                | Q(status=Status.PROVISIONAL, publication__isnull=True, revision=0, is_current=False),
                name="published_lists_have_a_publication",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.RECORDED) | Q(methodology__isnull=False),
                name="computed_lists_have_a_methodology",
            ),
        ]

    @property
    def released_on(self) -> date | None:
        """The day of release, None where it is not known."""
        return self.publication.released_on if self.publication else None

    @property
    def published_at(self) -> datetime | None:
        """When this revision was published here, None for a provisional list."""
        return self.publication.published_at if self.publication else None

    def __str__(self) -> str:
        return f"{self.month} {self.board} {self.category} {self.origin} r{self.revision}"


class ListRow(models.Model):
    """One State in a list. `position` is the printed order, from 1; an unranked State says why."""

    list = models.ForeignKey(RankingList, models.CASCADE, related_name="rows", verbose_name=_("list"))
    position = models.PositiveSmallIntegerField(_("position"))
    state = models.ForeignKey(State, models.PROTECT, verbose_name=_("State or UT"))
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("why unranked"), max_length=14, choices=Unranked, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        ordering = ["list", "position"]
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        constraints = [
            models.UniqueConstraint(fields=["list", "state"], name="one_row_per_state"),
            models.UniqueConstraint(fields=["list", "position"], name="one_row_per_position"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False, reason="") | (Q(rank__isnull=True) & ~Q(reason="")),
                name="ranked_or_said_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state_id}: {self.rank}"


# The register of good practices: what a State did that others may take up. Nothing in it is overwritten.

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

    @property
    def kind(self) -> str:
        """`PDF`"""
        return self.name.rpartition(".")[2].upper()


class PracticeRevision(models.Model):
    """What an entry says from a moment on, and why it was changed; also that it was withdrawn, or put back.

    The Hindi texts may be empty: the English ones are shown in their place, and marked as English. `added_at` is when
    the first revision was recorded, where a query annotates it.
    """

    added_at: datetime

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


# What surrounds a publication: the two signatures, withdrawal, and those who want to be told.


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


# How sure the order of a list is, kept beside it.


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


__all__ = [
    "CorrectionRequest",
    "ListRow",
    "ListSensitivity",
    "Origin",
    "Practice",
    "PracticeDocument",
    "PracticeRevision",
    "Proposal",
    "Publication",
    "RankingList",
    "RecordFile",
    "Status",
    "Subscription",
    "Unranked",
    "Webhook",
    "Withdrawal",
]
