"""Mail on its way to people."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)


LetterManager = models.Manager.from_queryset(LetterQuerySet)


class Letter(models.Model):
    """Mail on its way to somebody. What it said is forgotten once it is sent."""

    to = models.EmailField()
    subject = models.TextField()
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    # Of a letter with a code: when the code ends.
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = LetterManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True) | Q(text=""),
                name="a_letter_that_is_done_has_no_words",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True), name="a_letter_is_sent_or_dropped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
