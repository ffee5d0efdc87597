"""Planning mail: whoever is told something is to get one, if they want it mailed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from accounts.models import User
from forum.notifications.models import Kind, Rhythm
from forum.notifications.rhythms import DIGESTS, clock_of, due_at, rhythms_for, rhythms_of, zones_of

# By the database itself, as people are told (forum.notifications.telling), and in the order of people likewise. What is
# there is written again as it was: that waits for whoever takes it in hand just now, where passing it over would not,
# and what is told would stand in no mail.
PLAN = """
    INSERT INTO notifications_mailplan (person_id, rhythm, place, due_at)
    SELECT id, %s, %s, %s FROM accounts_user WHERE id IN ({marks}) ORDER BY id
    ON CONFLICT (person_id, rhythm, place) DO UPDATE SET rhythm = excluded.rhythm
"""


def plan_mail(people: Collection[int], kind: Kind, *, place: int, at: datetime) -> None:
    """Call it before they are told, in one transaction with it: who takes a plan in hand waits for that.

    A plan that there is stays as it is: what comes while somebody talks on and on is not put off by it.
    """
    if not people:
        return
    rhythms, zones = rhythms_for(people, kind), zones_of(people)
    together: defaultdict[tuple[Rhythm, str], list[int]] = defaultdict(list)
    for pk, zone in zones.items():
        if rhythms[pk] != Rhythm.NEVER:
            together[rhythms[pk], zone.key].append(pk)
    for (rhythm, _zone), group in sorted(together.items()):
        add(group, rhythm, place if rhythm == Rhythm.AT_ONCE else 0, due_at(rhythm, at, zones[group[0]]))


def plan_digests(person: User, *, at: datetime) -> None:
    """After they chose anew: what waits for a digest of another rhythm is not to wait for ever."""
    for rhythm in sorted({rhythm for rhythm in rhythms_of(person).values() if rhythm in DIGESTS}):
        add([person.pk], rhythm, 0, due_at(rhythm, at, clock_of(person)))


def add(people: Sequence[int], rhythm: Rhythm, place: int, due: datetime) -> None:
    sql = PLAN.format(marks=", ".join(["%s"] * len(people)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [rhythm.value, place, connection.ops.adapt_datetimefield_value(due), *people])
