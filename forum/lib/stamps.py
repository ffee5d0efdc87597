"""Times as every page writes them: `<time datetime title>` around an age."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from forum.lib.times import AGES_UP_TO, age, full

SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class Stamp(NamedTuple):
    iso: str
    title: str
    text: str


class Clock:
    """The time of one page, for one reader's language and time zone.

    Django spends 0.1 ms on writing a date, and a page has hundreds: what a time is called for good is remembered.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.language = get_language() or ""
        self.zone = get_current_timezone_name()

    def stamp(self, at: datetime) -> Stamp:
        passed = self.now - at
        stamp = _dated(at, self.language, self.zone)
        return stamp if passed > AGES_UP_TO else stamp._replace(text=_aged(_rounded(passed), self.language))


@lru_cache(maxsize=20_000)
def _dated(at: datetime, _language: str, _zone: str) -> Stamp:
    """A time that is old enough for its age to be the date."""
    return Stamp(at.isoformat(timespec="seconds"), full(at), age(at, at + AGES_UP_TO + timedelta(days=1)))


def _rounded(passed: timedelta) -> timedelta:
    """As exactly as an age tells it, so that few are different."""
    unit = next((unit for unit in (timedelta(days=1), timedelta(hours=1)) if passed >= unit), timedelta(minutes=1))
    return passed // unit * unit


@lru_cache(maxsize=1000)
def _aged(passed: timedelta, _language: str) -> str:
    return age(SOME_DAY, SOME_DAY + passed)


def stamp(at: datetime, now: datetime) -> Stamp:
    return Clock(now).stamp(at)
