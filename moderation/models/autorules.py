"""Automatic rules: conditions and what follows from them, made in a form, in versions that are kept.

None overrules a human: what somebody decided of a thing stays decided.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forum.comments.models import Comment
from moderation.conditions import Conditions
from moderation.models.rules import TITLE_LENGTH, Rule

WORDS_LENGTH, SPAN_LENGTH = 500, 200


class AutoRuleQuerySet(models.QuerySet["AutoRule"]):
    def watching(self) -> Self:
        """Those that look at what is sent: live, or in the shadow, where they note what they would have done."""
        return self.filter(Q(live_at__isnull=False) | Q(shadowed_at__isnull=False)).select_related("current__rule")


AutoRuleManager = models.Manager.from_queryset(AutoRuleQuerySet)


class AutoRule(models.Model):
    title = models.CharField(max_length=TITLE_LENGTH)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # A draft has none. Since when it acts, or only notes what it would do.
    live_at = models.DateTimeField(null=True)
    shadowed_at = models.DateTimeField(null=True)
    # It stopped itself: people took back too much of what it did.
    suspended_at = models.DateTimeField(null=True)
    current = models.ForeignKey("AutoRuleVersion", on_delete=models.PROTECT, null=True, related_name="+")

    objects = AutoRuleManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("title"), name="one_automatic_rule_per_title_in_any_case"),
            models.CheckConstraint(
                condition=Q(live_at__isnull=True) | Q(shadowed_at__isnull=True), name="a_live_rule_is_not_in_the_shadow"
            ),
            models.CheckConstraint(
                condition=Q(live_at__isnull=True) | Q(suspended_at__isnull=True), name="a_suspended_rule_is_not_live"
            ),
            models.CheckConstraint(
                condition=Q(live_at__isnull=True, shadowed_at__isnull=True) | Q(current__isnull=False),
                name="a_rule_that_watches_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("autorule", args=[self.pk])


class AutoRuleVersion(models.Model):
    """What a rule said from one change to the next. Never changed: hits name the version that made them."""

    class Action(models.TextChoices):
        HOLD = "hold", _("Hold it until a moderator has seen it")
        QUEUE = "queue", _("Publish it, and put it into the queue")
        FOLD = "fold", _("Publish it folded: one line says why, one tap opens it")
        NOTICE = "notice", _("Ask the author to think again; sent again, it is published")
        COOLDOWN = "cooldown", _("Have the author wait before they post more")

    autorule = models.ForeignKey(AutoRule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    conditions = models.JSONField()
    action = models.CharField(max_length=10, choices=Action.choices)
    # The rule of the place that it stands for, and what the author is told.
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=WORDS_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["autorule", "number"], name="one_version_per_rule_and_number"),
        ]

    def __str__(self) -> str:
        return f"{self.autorule}, version {self.number}"

    @property
    def applies_when(self) -> Conditions:
        return Conditions.read(self.conditions)


class Hit(models.Model):
    """A version applied to a comment: once, however often it was looked at."""

    version = models.ForeignKey(AutoRuleVersion, on_delete=models.PROTECT, related_name="hits")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    hit_at = models.DateTimeField()
    # The words that made it apply, where it was words.
    span = models.CharField(max_length=SPAN_LENGTH, blank=True)
    # It only noted what it would have done.
    is_shadow = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["version", "-hit_at"], name="hits_of_version")]
        constraints = [
            models.UniqueConstraint(fields=["version", "comment"], name="one_hit_per_version_and_comment"),
        ]

    def __str__(self) -> str:
        return f"{self.version} on {self.comment}"
