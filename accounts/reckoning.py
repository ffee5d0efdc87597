"""Keeping the one column by which every request knows whether anything restricts its reader."""

from django.db.models import F, Max
from django.db.models.functions import Coalesce

from accounts.models import Restriction, User
from accounts.restrictions import FOR_EVER


def locked(person: User) -> None:
    """Nothing of theirs is published until the transaction ends (accounts.restrictions.why_not_published)."""
    User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk)


def reckon(person: User) -> None:
    """From the rows, of a person whose row is locked. Those that are over make no difference."""
    held = Restriction.objects.filter(person=person, lifted_at__isnull=True, read_at__isnull=True)
    last = held.aggregate(end=Max(Coalesce(F("until"), FOR_EVER)))["end"]
    User.objects.filter(pk=person.pk).update(restricted_until=last)
