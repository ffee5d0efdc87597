"""Putting things on people in tests."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Restriction, User
from moderation.acting import Decided
from moderation.models import LoggedAct
from moderation.restricting import Length, restrict
from tests.make import RuleFactory, UserFactory

Kind = Restriction.Kind
DAY = timedelta(days=1)
ENDS = {Kind.SLOW, Kind.PREMODERATE, Kind.SUSPEND}


def length_of(kind: str, *, lasting: timedelta = DAY, minutes: int = 10) -> Length:
    kind = Kind(kind)
    until = timezone.now() + lasting if kind in ENDS else None
    return Length(kind=kind, until=until, minutes=minutes if kind == Kind.SLOW else None)


def put_on(person: User, kind: str, *, by: User, lasting: timedelta = DAY, note: str = "Not here.") -> LoggedAct:
    """With a rule of its own, and a colleague where it takes two; the newest of the person's restrictions is it."""
    decided = Decided(by=by, at=timezone.now(), rule=RuleFactory.create(), note=note)
    length = length_of(kind, lasting=lasting)
    second = UserFactory.create(role=User.Role.ADMIN) if length.takes_two(decided.at) else None
    entry = restrict(person, length, decided, confirmed_by=second)
    assert entry is not None
    return entry


def newest(person: User) -> Restriction:
    return Restriction.objects.select_related("person").filter(person=person).latest("pk")
