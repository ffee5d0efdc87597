"""Which cases a moderator looks for again and again."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from accounts.models import User

NAME_LENGTH, QUERY_LENGTH = 40, 500


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)


SavedFilterManager = models.Manager.from_queryset(SavedFilterQuerySet)


class SavedFilter(models.Model):
    """A tab of one's own. Nobody else sees it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_filters")
    name = models.CharField(max_length=NAME_LENGTH)
    # As addresses have it (moderation.queue.Choice).
    query = models.CharField(max_length=QUERY_LENGTH)

    objects = SavedFilterManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(F("owner"), Lower("name"), name="one_filter_per_owner_and_name_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name
