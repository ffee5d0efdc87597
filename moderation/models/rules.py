"""The rules of the place: what a report names, and what a decision rests on."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower

TITLE_LENGTH, TEXT_LENGTH = 80, 1000


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self) -> Self:
        """As readers are shown them, in the order that the operator gave them."""
        return self.filter(retired_at__isnull=True).order_by("place", "pk")


RuleManager = models.Manager.from_queryset(RuleQuerySet)


class Rule(models.Model):
    """One rule. It is retired, never deleted: what was decided by it names it for ever."""

    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    # Smaller ones come first.
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RuleManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("title"), name="one_rule_per_title_in_any_case")]

    def __str__(self) -> str:
        return self.title
