"""Asking the layer above what a notification by number says, where it is shown.

A higher app registers one function a kind, in the `ready()` of its AppConfig. Nothing is said of a number that it does
not know, or that is not this person's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from accounts.models import User
from forum.notifications.models import Kind, Notification


class Line(NamedTuple):
    """What it says, never a word of what is removed; and where more is told."""

    text: str
    url: str


type Describer = Callable[[User, Collection[int]], Mapping[int, Line]]

_describers: dict[Kind, Describer] = {}


def describe_with(kind: Kind, describer: Describer) -> None:
    _describers[kind] = describer


def lines_by_notification(notifications: Iterable[Notification], *, person: User) -> Mapping[int, Line]:
    """By the key of the notification; those of which nothing is said are not in it."""
    by_kind: dict[str, dict[int, int]] = {}
    for each in notifications:
        if each.number is not None:
            by_kind.setdefault(each.kind, {})[each.number] = each.pk
    return {
        by_number[number]: line
        for kind, by_number in by_kind.items()
        for number, line in lines_of(Kind(kind), by_number, person=person).items()
    }


def lines_of(kind: Kind, numbers: Collection[int], *, person: User) -> Mapping[int, Line]:
    return _describers[kind](person, numbers) if numbers and kind in _describers else {}
