"""The outbox: what was announced and has not arrived yet."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def alive(self) -> Self:
        return self.filter(dead_at__isnull=True)

    def dead_letters(self) -> Self:
        """What was given up after the last try, or has no receiver any more."""
        return self.filter(dead_at__isnull=False)

    def due(self, now: datetime) -> Self:
        return self.alive().filter(due_at__lte=now)

    def longest_due_first(self) -> Self:
        return self.order_by("due_at", "id")


DeliveryManager = models.Manager.from_queryset(DeliveryQuerySet)


class Delivery(models.Model):
    """One event on its way to one receiver: written with the change it tells of, deleted when the receiver is done."""

    event = models.CharField(max_length=80)
    # The receiver's module and name (forum.events.receiving).
    receiver = models.CharField(max_length=200)
    ids = models.JSONField()
    announced_at = models.DateTimeField(default=timezone.now)
    # While somebody delivers it this is when their lease ends; after a failure, when the next try is due.
    due_at = models.DateTimeField(default=timezone.now)
    # Tries begun. Each has its own number, so that a late loser cannot mark what another has taken since.
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    dead_at = models.DateTimeField(null=True)

    objects = DeliveryManager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(dead_at__isnull=True), name="deliveries_by_due_time")
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.ids} to {self.receiver}"
