"""Mail about what people are told: what is to come, what goes out, where none is taken; and keys of private feeds."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Of an answer of a mail server: more says nothing more.
LONGEST_ANSWER = 300


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Every hour, together")
    DAILY = "daily", _("Every day, together")
    WEEKLY = "weekly", _("Every week, together")
    NEVER = "never", _("No mail")


class MailPlanQuerySet(models.QuerySet["MailPlan"]):
    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)

    def longest_due_first(self) -> Self:
        return self.order_by("due_at", "id")


MailPlanManager = models.Manager.from_queryset(MailPlanQuerySet)


class MailPlan(models.Model):
    """Somebody is to get a mail: it holds nothing of it, as what it says is looked up when it is due.

    There is one however much happens until then, so that all of it stands in one mail. Gone when it is taken in hand.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    # Of what is mailed at once the article that it is about; 0 for what is about none, and for digests.
    place = models.PositiveBigIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)

    objects = MailPlanManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "rhythm", "place"], name="one_mail_to_come_per_person_rhythm_and_place"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=["at_once", "hourly", "daily", "weekly"]), name="a_mail_to_come_has_a_rhythm"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} to {self.person_id}, due {self.due_at}"


class MailQuerySet(models.QuerySet["Mail"]):
    def begun(self) -> Self:
        return self.filter(state=Mail.State.BEGUN)

    def due(self, now: datetime) -> Self:
        return self.begun().filter(due_at__lte=now)

    def lost_sight_of(self, now: datetime) -> Self:
        """Whoever was handing them over never said what came of it."""
        return self.filter(state=Mail.State.SENDING, due_at__lte=now)

    def unknown(self) -> Self:
        return self.filter(state=Mail.State.UNKNOWN)

    def longest_due_first(self) -> Self:
        return self.order_by("due_at", "id")


MailManager = models.Manager.from_queryset(MailQuerySet)


class Mail(models.Model):
    """A mail about notifications (`Notification.mail`), on its way or done. It holds no word of them.

    `sending` is written before a mail server gets the words, the rest when it has answered: whoever dies in between
    leaves a mail of which nobody knows whether it arrived. That is `unknown`, and is never sent again.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("waits for the mail server")
        SENDING = "sending", _("is being handed over")
        SENT = "sent", _("sent")
        UNKNOWN = "unknown", _("perhaps sent")
        REFUSED = "refused", _("refused")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, db_index=False, related_name="+")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    place = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=7, choices=State.choices, default=State.BEGUN)
    begun_at = models.DateTimeField()
    # When somebody may take it in hand; while somebody does, when their lease ends.
    due_at = models.DateTimeField()
    # Each has its own number, so that a late loser cannot mark what another has taken since.
    tries = models.PositiveSmallIntegerField(default=0)
    # What the mail server said last, if it was no yes.
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = MailManager()

    class Meta:
        verbose_name_plural = "mail"
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=["begun", "sending"]), name="mail_by_due_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["begun", "sending"], done_at__isnull=True)
                | Q(state__in=["sent", "unknown", "refused"], done_at__isnull=False),
                name="mail_that_is_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} to {self.person_id}: {self.state}"


DONE = (Mail.State.SENT, Mail.State.UNKNOWN, Mail.State.REFUSED)


class RefusedAddress(models.Model):
    """An address that its mail server says there is none: nothing but letters goes there until its owner says so."""

    address = models.EmailField(unique=True)
    refused_at = models.DateTimeField()
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True)

    class Meta:
        verbose_name_plural = "refused addresses"

    def __str__(self) -> str:
        return self.address


class FeedKey(models.Model):
    """What the address of somebody's private feed is made of. Another one, and the address of before is nothing."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    key = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.person_id}"
