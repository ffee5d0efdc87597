"""Putting a restriction on somebody, and taking it off again. For the verbs of the moderation package alone."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import Restriction, User
from accounts.reckoning import locked, reckon
from forum.events.announcing import announce


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is put on somebody: no end means until it is lifted, and a warning's until it is read."""

    kind: Restriction.Kind
    until: datetime | None = None
    # Of slow mode: one post in so many.
    minutes: int | None = None
    # What they are told of it.
    rule_title: str = ""
    note: str = ""
    form_key: UUID = field(default_factory=uuid4)


@transaction.atomic
def restrict_person(person: User, terms: Terms, *, by: User, at: datetime) -> Restriction | None:
    """It holds from the commit on, in every process: what they sent before is there, what they send after is not.

    What is on them already stays beside it. None where the same form did it before.
    """
    locked(person)
    if Restriction.objects.filter(form_key=terms.form_key).exists():
        return None
    made = Restriction.objects.create(
        person=person,
        kind=terms.kind,
        began_at=at,
        until=terms.until,
        minutes=terms.minutes,
        rule_title=terms.rule_title,
        note=terms.note,
        form_key=terms.form_key,
    )
    reckon(person)
    announce("person_restricted", restriction_id=made.pk, by_id=by.pk)
    return made


@transaction.atomic
def lift_restriction(restriction: Restriction, *, by: User, at: datetime) -> bool:
    """Take it off: what else is on them holds as if this had never been. False if it is over, or was lifted before."""
    locked(restriction.person)
    if not Restriction.objects.in_force(at).filter(pk=restriction.pk).update(lifted_at=at):
        return False
    reckon(restriction.person)
    announce("restriction_lifted", restriction_id=restriction.pk, by_id=by.pk)
    return True
