"""The rules of the place: what a report names, and what a decision rests on."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

TITLE_LENGTH, TEXT_LENGTH = 80, 1000


class RuleQuerySet(models.QuerySet["Rule"]):
    def in_force(self) -> Self:
        """As readers are shown them, in the order that the operator gave them."""
        return self.filter(retired_at__isnull=True).order_by("place", "pk")

    def about_law(self) -> "Rule | None":
        """The one that notices of something illegal name: where none is marked, the last one."""
        return self.in_force().order_by("is_legal", "place", "pk").last()


RuleManager = models.Manager.from_queryset(RuleQuerySet)


class Rule(models.Model):
    """One rule. It is retired, never deleted: what was decided by it names it for ever."""

    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    # Smaller ones come first.
    place = models.PositiveSmallIntegerField(default=0)
    # What it forbids is against the law.
    is_legal = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RuleManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("title"), name="one_rule_per_title_in_any_case"),
            models.UniqueConstraint(fields=["is_legal"], condition=Q(is_legal=True), name="one_rule_is_about_law"),
            models.CheckConstraint(
                condition=Q(is_legal=False) | Q(retired_at__isnull=True), name="the_rule_about_law_is_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.title
