"""Appeals: whom a decision befell asks for another pair of eyes."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from accounts.models import User
from moderation.models.log import LoggedAct

TEXT_LENGTH = 2000
# How soon it is to be answered.
DUE_AFTER = timedelta(days=7)
OPEN = Q(decided_at__isnull=True)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def of(self, person: User) -> Self:
        return self.filter(by=person)

    def oldest_first(self) -> Self:
        return self.order_by("made_at", "pk")

    def beyond(self, moment: datetime, pk: int) -> Self:
        """Those that come after an appeal of that moment and that id."""
        return self.filter(TupleGreaterThan(Tuple(F("made_at"), F("id")), (moment, pk)))

    def for_list(self) -> Self:
        return self.select_related("by", "decision")

    def for_states(self) -> Self:
        return self.select_related("outcome", "decided_by")

    def for_answer(self) -> Self:
        return self.select_related(
            "by",
            "decision__rule",
            "decision__particulars__restriction__person",
            "decision__article__author",
            "decision__comment__article",
            "decision__comment__author",
            "decision__comment__body",
            "outcome__particulars",
        )

    def locked(self, pk: int) -> "Appeal":
        """As it is now, its row locked until the transaction ends. Raises Appeal.DoesNotExist."""
        return self.select_for_update(no_key=True, of=("self",)).get(pk=pk)


AppealManager = models.Manager.from_queryset(AppealQuerySet)


class Appeal(models.Model):
    """Against one decision, once. Whoever decided first never decides this."""

    decision = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    text = models.CharField(max_length=TEXT_LENGTH)
    made_at = models.DateTimeField()
    # Who made the decision; None where a rule did by itself, or where that was forgotten.
    first_decider = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The entry that says whether the decision stands.
    outcome = models.OneToOneField(LoggedAct, on_delete=models.PROTECT, null=True, related_name="answered_appeal")

    objects = AppealManager()

    class Meta:
        indexes = [
            models.Index(fields=["made_at", "id"], condition=OPEN, name="open_appeals_oldest_first"),
            models.Index(fields=["by", "-made_at"], name="appeals_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(first_decider__isnull=True)
                | ~Q(decided_by=F("first_decider")),
                name="an_appeal_is_decided_by_another_moderator",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, outcome__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, outcome__isnull=False),
                name="a_decided_appeal_has_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal against {self.decision_id}"

    @property
    def due_at(self) -> datetime:
        return self.made_at + DUE_AFTER
