"""Measures for a while: what makes an article, or the whole forum, calmer until a time."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forum.articles.models import Article


class CalmQuerySet(models.QuerySet["Calm"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(ended_at__isnull=True, until__gt=now)

    def at(self, article_id: int | None) -> Self:
        """What holds for an article: its own, and the whole forum's. None: the forum's alone."""
        return self.filter(Q(article__isnull=True) | Q(article=article_id))


CalmManager = models.Manager.from_queryset(CalmQuerySet)


class Calm(models.Model):
    class Measure(models.TextChoices):
        SLOW = "slow", _("Everybody waits between two comments")
        NEWCOMERS = "newcomers", _("Comments of new people wait for a moderator")
        LINKS = "links", _("No links")
        VOTES = "votes", _("Votes of people who were here before, no others")
        SIGN_UPS = "sign_ups", _("No new accounts")

    # Null: the whole forum.
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="calms")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    # Between two comments of one person, where it is slow.
    minutes = models.PositiveSmallIntegerField(null=True)
    begun_at = models.DateTimeField()
    until = models.DateTimeField()
    # Before its time, by somebody.
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CalmManager()

    class Meta:
        indexes = [models.Index(fields=["until"], condition=Q(ended_at__isnull=True), name="calms_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure="slow", minutes__isnull=False) | (~Q(measure="slow") & Q(minutes__isnull=True)),
                name="minutes_are_of_what_is_slow",
            ),
            models.CheckConstraint(
                condition=~Q(measure="sign_ups") | Q(article__isnull=True), name="accounts_are_of_the_whole_forum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}, until {self.until}"
