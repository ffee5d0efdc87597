"""Proposals: what one moderator wants to put on somebody for long, until another one has looked at it too."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Restriction
from moderation.models.log import NOTE_LENGTH, LoggedAct
from moderation.models.rules import Rule

OPEN = Q(settled_at__isnull=True)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def settled(self) -> Self:
        return self.exclude(OPEN)

    def for_list(self) -> Self:
        return self.select_related("person", "rule", "by", "settled_by")

    def locked(self, pk: int) -> "Proposal":
        """As it is now, its row locked until the transaction ends. Raises Proposal.DoesNotExist."""
        people = self.select_related("person", "by", "rule")
        return people.select_for_update(no_key=True, of=("self",)).get(pk=pk)


ProposalManager = models.Manager.from_queryset(ProposalQuerySet)


class Proposal(models.Model):
    """A ban, or a suspension for long. It restricts nobody: what a colleague confirms begins then."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=11, choices=Restriction.Kind.choices)
    # Of a suspension: how long, from its confirmation on.
    days = models.PositiveSmallIntegerField(null=True)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    # One form makes one proposal, and one restriction, however often it arrives.
    form_key = models.UUIDField(unique=True, default=uuid4, editable=False)
    # When it was confirmed, declined or withdrawn; by nobody else where whoever proposed it withdrew it.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The entry of the act, where it was confirmed.
    entry = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, null=True, related_name="proposal")

    objects = ProposalManager()

    class Meta:
        indexes = [models.Index(fields=["-settled_at"], condition=~OPEN, name="settled_proposals_latest")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=OPEN, name="one_open_proposal_per_person"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("by")),
                name="a_proposal_is_settled_by_another_moderator",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=True) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="somebody_confirmed_what_took_effect",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(settled_at__isnull=False), name="who_settled_it_did_so_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="ban", days__isnull=True) | Q(kind="suspend", days__gte=1),
                name="what_is_proposed_is_a_ban_or_a_suspension",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}: {self.get_kind_display()} of {self.person_id}"
