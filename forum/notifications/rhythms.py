"""How often somebody is mailed of what, and when a mail goes out."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import User
from accounts.preferences import time_zones
from forum.notifications.models import Kind, Rhythm, Wish

# Where somebody said nothing: what is said to them they hear soon; of what they follow, and of what is settled without
# them, a mail a day is enough.
AS_THE_SITE_HAS_IT: Mapping[str, Rhythm] = {
    Kind.REPLY: Rhythm.AT_ONCE,
    Kind.COMMENT: Rhythm.AT_ONCE,
    Kind.MENTION: Rhythm.AT_ONCE,
    Kind.WATCHED: Rhythm.DAILY,
    Kind.DECISION: Rhythm.AT_ONCE,
    Kind.REPORT: Rhythm.DAILY,
    Kind.APPEAL: Rhythm.AT_ONCE,
}
DIGESTS = (Rhythm.HOURLY, Rhythm.DAILY, Rhythm.WEEKLY)
# O'clock, where the reader lives: it lies there when they get up.
DIGEST_AT = 7
MONDAY = 0


def rhythms_of(person: User) -> dict[str, Rhythm]:
    """By kind."""
    wishes = Wish.objects.filter(person=person).exclude(rhythm="").values_list("kind", "rhythm")
    return {**AS_THE_SITE_HAS_IT, **{kind: Rhythm(rhythm) for kind, rhythm in wishes}}


def rhythms_for(people: Collection[int], kind: str) -> dict[int, Rhythm]:
    """By person."""
    wishes = Wish.objects.filter(person__in=people, kind=kind).exclude(rhythm="").values_list("person", "rhythm")
    return dict.fromkeys(people, AS_THE_SITE_HAS_IT[kind]) | {person: Rhythm(rhythm) for person, rhythm in wishes}


def due_at(rhythm: Rhythm, told_at: datetime, zone: ZoneInfo) -> datetime:
    """When what was told then is mailed."""
    match rhythm:
        case Rhythm.AT_ONCE:
            return told_at + timedelta(minutes=settings.MAIL_AFTER_MINUTES)
        case Rhythm.HOURLY:
            return told_at + timedelta(hours=1)
    return next_morning(told_at, zone, is_weekly=rhythm == Rhythm.WEEKLY)


def next_morning(now: datetime, zone: ZoneInfo, *, is_weekly: bool) -> datetime:
    there = now.astimezone(zone)
    morning = there.replace(hour=DIGEST_AT, minute=0, second=0, microsecond=0)
    if morning <= there:
        morning += timedelta(days=1)
    return morning + timedelta(days=(MONDAY - morning.weekday()) % 7 if is_weekly else 0)


def zones_of(people: Collection[int]) -> dict[int, ZoneInfo]:
    """Where their clocks stand, by person."""
    named = User.objects.filter(pk__in=people).values_list("pk", "time_zone")
    return {pk: zone_named(name) for pk, name in named}


def clock_of(person: User) -> ZoneInfo:
    return zone_named(person.time_zone)


def zone_named(name: str) -> ZoneInfo:
    """The site's for none, and for one that this machine does not know."""
    return ZoneInfo(name if name in time_zones() else settings.TIME_ZONE)
