"""Who may be told of something.

Nobody of their own act; nobody without a working account, and nobody who is suspended or banned; and nobody who is
spared it: of what they watch and mute the nearest node decides (forum.threads.attending).
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Restriction, User
from accounts.restrictions import KEPT_OUT
from forum.notifications.models import Wish
from forum.threads.attending import levels_of, nearest
from forum.threads.models import Attention
from forum.threads.nodes import Nodes


def recipients(people: Collection[int], nodes: Nodes, *, kind: str, now: datetime) -> list[int]:
    """Those of these people who may be told of what is below the nodes, and want that kind. By id, always."""
    here = set(wanting(reachable(set(people) - {nodes.author.pk}, now), kind))
    if not here:
        return []
    levels = levels_of(here, nodes, now)
    return sorted(pk for pk in here if nearest(levels[pk], nodes) != Attention.Level.MUTE)


def wanting(people: Collection[int], kind: str) -> list[int]:
    """Those who did not say that they want nothing of that kind."""
    refusing = Wish.objects.refusing(kind).filter(person__in=people)
    return sorted(set(people) - set(refusing.values_list("person", flat=True)))


def accounts_among(people: Collection[int]) -> list[int]:
    """With an account that works: whoever is suspended is told what was decided, and nothing else."""
    accounts = User.objects.filter(pk__in=people, is_active=True, imported_source__isnull=True)
    return list(accounts.values_list("pk", flat=True))


def reachable(people: Collection[int], now: datetime) -> list[int]:
    """Of these, those who take part."""
    kept_out = Restriction.objects.in_force(now).filter(person=OuterRef("pk"), kind__in=KEPT_OUT)
    free = Q(restricted_until__isnull=True) | Q(restricted_until__lte=now) | ~Exists(kept_out)
    accounts = User.objects.filter(free, pk__in=people, is_active=True, imported_source__isnull=True)
    return list(accounts.values_list("pk", flat=True))
