"""A time as every page writes it: `<time datetime title>` around its age."""

from datetime import datetime
from typing import NamedTuple

from forum.lib.times import age, full


class Stamp(NamedTuple):
    iso: str
    title: str
    text: str


def stamp(at: datetime, now: datetime) -> Stamp:
    return Stamp(at.isoformat(timespec="seconds"), full(at), age(at, now))
