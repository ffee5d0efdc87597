"""How many sign up: far more than usual is told to those who keep the place, who may shut the door for a while."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import User

logger = logging.getLogger(__name__)

HOUR = timedelta(hours=1)
# What is usual is what the four weeks before brought.
WEEKS = timedelta(weeks=4)
# In an hour: fewer are never too many, more always are, and between it is so many times as many as usual.
LEAST, MOST, TIMES = 20, 200, 10
# How often the operators' log is told.
TOLD_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Arrivals:
    """Within the last hour, and in an hour of the weeks before."""

    count: int
    usual: float

    @property
    def are_unusual(self) -> bool:
        return self.count >= MOST or (self.count >= LEAST and self.count > TIMES * self.usual)


def arrivals(now: datetime) -> Arrivals:
    """Of accounts, finished or not. What is usual is asked only where it matters."""
    people = User.objects.filter(imported_name__isnull=True)
    count = people.filter(joined_at__gt=now - HOUR).count()
    if not LEAST <= count < MOST:
        return Arrivals(count, 0.0)
    before = people.filter(joined_at__range=(now - HOUR - WEEKS, now - HOUR)).count()
    return Arrivals(count, before / (WEEKS / HOUR))


def watch_arrivals(now: datetime) -> None:
    """After a sign-up: tell the operators' log of a rush, once in a while. Where the cache is away, each time."""
    lately = arrivals(now)
    if lately.are_unusual and cache.add("arrivals-told", 1, timeout=TOLD_EVERY.seconds):
        logger.warning("%d people signed up within an hour; usually it is %.1f.", lately.count, lately.usual)
