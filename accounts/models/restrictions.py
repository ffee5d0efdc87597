"""What moderators put on people."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def in_force(self, now: datetime) -> Self:
        """Neither over nor lifted nor, a warning, read."""
        lasting = Q(until__isnull=True) | Q(until__gt=now)
        return self.filter(lasting, lifted_at__isnull=True, read_at__isnull=True)


RestrictionManager = models.Manager.from_queryset(RestrictionQuerySet)


class Restriction(models.Model):
    """What moderators put on somebody, and what these are told of it. Times are held against now: nothing ends it."""

    class Kind(models.TextChoices):
        # In the order of the ladder.
        WARN = "warn", _("warning")
        SLOW = "slow", _("slow mode")
        PREMODERATE = "premoderate", _("pre-moderation")
        SUSPEND = "suspend", _("suspension")
        BAN = "ban", _("ban")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="restrictions")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    began_at = models.DateTimeField()
    # Null: until it is lifted, or read.
    until = models.DateTimeField(null=True)
    # Of slow mode: one post in so many.
    minutes = models.PositiveSmallIntegerField(null=True)
    rule_title = models.TextField(blank=True)
    note = models.TextField(blank=True)
    # One form puts one thing on somebody, however often it arrives.
    form_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    lifted_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = RestrictionManager()

    class Meta:
        indexes = [models.Index(fields=["person", "-began_at"], name="restrictions_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["warn", "slow", "premoderate", "suspend", "ban"]),
                name="a_restriction_is_of_a_kind_that_there_is",
            ),
            models.CheckConstraint(
                condition=Q(kind="slow", minutes__gte=1) | ~Q(kind="slow") & Q(minutes__isnull=True),
                name="slow_mode_alone_counts_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(kind="suspend") | Q(until__isnull=False), name="a_suspension_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["warn", "ban"]) | Q(until__isnull=True),
                name="no_clock_ends_a_warning_or_a_ban",
            ),
            models.CheckConstraint(condition=Q(kind="warn") | Q(read_at__isnull=True), name="only_a_warning_is_read"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=models.F("began_at")),
                name="a_restriction_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.person_id}"
