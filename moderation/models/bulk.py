"""Many cases decided in one go, and that taken back: what is left to do, and what became of the rest."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.log import NOTE_LENGTH
from moderation.models.rules import Rule


class BulkActQuerySet(models.QuerySet["BulkAct"]):
    def running(self) -> Self:
        return self.filter(done_at__isnull=True)

    def of(self, key: UUID) -> Self:
        """What was asked for under that id: the act itself, and its being taken back."""
        return self.filter(Q(key=key) | Q(reverts=key))

    def locked(self, pk: int) -> "BulkAct":
        """As it is now, its row locked until the transaction ends: before every case."""
        return self.select_for_update(no_key=True, of=("self",)).select_related("by", "rule").get(pk=pk)


BulkActManager = models.Manager.from_queryset(BulkActQuerySet)


class BulkAct(models.Model):
    """Asked for once, carried out behind the page where it is much (moderation.carrying_out)."""

    # What its entries in the log have in common.
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=20, blank=True)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    # The id of what this takes back.
    reverts = models.UUIDField(null=True)
    # Cases that are not decided yet; of one that takes back, numbers of entries.
    left = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    # What became of the others (moderation.bulk.Outcome).
    done = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    impossible = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    # When the last of them were decided.
    moved_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = BulkActManager()

    class Meta:
        indexes = [models.Index(fields=["reverts"], condition=Q(reverts__isnull=False), name="bulk_acts_taken_back")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(reverts__isnull=True) & ~Q(verdict="")) | Q(reverts__isnull=False, verdict=""),
                name="a_bulk_act_decides_or_takes_back",
            ),
            models.UniqueConstraint(
                fields=["reverts"], condition=Q(done_at__isnull=True), name="a_bulk_act_is_taken_back_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.looked_at} of {self.total}"

    @property
    def looked_at(self) -> int:
        return self.total - len(self.left)
