"""Votes that moderators voided: what they were, so that it can be taken back."""

from django.conf import settings
from django.db import models

from moderation.models.log import LoggedAct


class VoidedVote(models.Model):
    entry = models.ForeignKey(LoggedAct, on_delete=models.PROTECT, related_name="voided_votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The kind of thing that was voted on (`comments.comment`), and its key.
    kind = models.CharField(max_length=50)
    thing = models.PositiveBigIntegerField()
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "voter", "kind", "thing"], name="a_vote_is_voided_once_an_entry")
        ]

    def __str__(self) -> str:
        return f"{self.value:+} on {self.kind} {self.thing}"
