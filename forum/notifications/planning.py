"""Planning mail: whoever is told something is to get one, if they want it mailed."""

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.models import User
from forum.notifications.models import Kind, MailPlan, Rhythm
from forum.notifications.rhythms import DIGESTS, clock_of, due_at, rhythms_for, rhythms_of, zones_of


def plan_mail(people: Collection[int], kind: Kind, *, place: int, at: datetime) -> None:
    """Call it before they are told, in one transaction with it: who takes a plan in hand waits for that.

    A plan that there is stays as it is: what comes while somebody talks on and on is not put off by it.
    """
    rhythms = {pk: rhythm for pk, rhythm in rhythms_for(people, kind).items() if rhythm != Rhythm.NEVER}
    if not rhythms:
        return
    zones = zones_of(rhythms)
    add(
        MailPlan(person_id=pk, rhythm=rhythm, place=place_of(rhythm, place), due_at=due_at(rhythm, at, zones[pk]))
        for pk, rhythm in sorted(rhythms.items())
        if pk in zones
    )


def plan_digests(person: User, *, at: datetime) -> None:
    """After they chose anew: what waits for a digest of another rhythm is not to wait for ever."""
    chosen = {rhythm for rhythm in rhythms_of(person).values() if rhythm in DIGESTS}
    add(
        MailPlan(person=person, rhythm=rhythm, due_at=due_at(rhythm, at, clock_of(person))) for rhythm in sorted(chosen)
    )


def place_of(rhythm: Rhythm, article: int) -> int:
    return article if rhythm == Rhythm.AT_ONCE else 0


def add(plans: Iterable[MailPlan]) -> None:
    """In the order of people: of two who plan the same at once, neither waits for what waits for it.

    What is there is written again as it was: that waits for whoever takes it in hand just now, where passing it over
    would not, and this would be told in no mail.
    """
    MailPlan.objects.bulk_create(
        plans,
        update_conflicts=True,
        unique_fields=["person", "rhythm", "place"],
        update_fields=["rhythm"],
    )
