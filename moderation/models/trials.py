"""Trials of automatic rules: asked for by somebody, run behind the page, kept to be looked at."""

from django.conf import settings
from django.db import models

from moderation.models.autorules import AutoRuleVersion


class Trial(models.Model):
    """What a version would have caught (moderation.trying). It acts on nothing."""

    version = models.ForeignKey(AutoRuleVersion, on_delete=models.PROTECT, related_name="trials")
    days = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # How far it is: comments to look at, and looked at.
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    # What it found, once it is done (moderation.trying.Findings.kept).
    findings = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, findings__isnull=True)
                | models.Q(done_at__isnull=False, findings__isnull=False),
                name="a_trial_that_is_done_has_findings",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} over {self.days} days"
