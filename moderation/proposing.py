"""What it takes two to put on somebody: one proposes, another one confirms.

The proposal's row is the first lock; then the person's, the outbox, and the log's head last. Of two who settle it at
once the second is told how the first did.
"""

from datetime import datetime, timedelta
from uuid import uuid5

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Restriction, User
from forum.events.announcing import announce
from moderation.acting import Decided
from moderation.models import LoggedAct, Proposal
from moderation.policy import may_restrict
from moderation.restricting import ALONE, CannotRestrict, Length, restrict


class AlreadyProposed(Exception):
    """A colleague was first: theirs waits to be confirmed."""


class AlreadySettled(Exception):
    """It was confirmed, declined or withdrawn before."""


@transaction.atomic
def propose(person: User, length: Length, decided: Decided, *, meanwhile: bool = False) -> Proposal:
    """Ask a colleague to confirm it; `meanwhile` the person is suspended for as long as it takes one to decide.

    The same form twice proposes once. Raises CannotRestrict, and AlreadyProposed where another form's waits.
    """
    if not may_restrict(decided.by, User.objects.get(pk=person.pk)):
        raise CannotRestrict
    if made := Proposal.objects.filter(form_key=length.form_key).first():
        return made
    made = created(person, length, decided)
    if meanwhile:
        # A key of its own, and the same one for the same form.
        key = uuid5(length.form_key, "meanwhile")
        restrict(person, Length(kind=Restriction.Kind.SUSPEND, until=decided.at + ALONE, form_key=key), decided)
    announce("restriction_proposed", proposal_id=made.pk)
    return made


def created(person: User, length: Length, decided: Decided) -> Proposal:
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                person=person,
                kind=length.kind,
                days=(length.until - decided.at).days if length.until else None,
                rule=decided.rule,
                note=decided.note,
                by=decided.by,
                proposed_at=decided.at,
                form_key=length.form_key,
            )
    except IntegrityError as error:
        if made := Proposal.objects.filter(form_key=length.form_key).first():
            return made
        raise AlreadyProposed from error


@transaction.atomic
def confirm(pk: int, *, by: User, at: datetime) -> LoggedAct:
    """Put it on the person, from now on, in both names. Raises PermissionDenied, CannotRestrict, AlreadySettled."""
    proposal = opened(pk, by=by)
    if not proposal.by.is_active:
        raise CannotRestrict
    until = at + timedelta(days=proposal.days) if proposal.days else None
    length = Length(kind=Restriction.Kind(proposal.kind), until=until, form_key=proposal.form_key)
    decided = Decided(by=proposal.by, at=at, rule=proposal.rule, note=proposal.note)
    entry = restrict(proposal.person, length, decided, confirmed_by=by)
    if entry is None:  # its form was sent twice, to be done alone and to be proposed
        raise AlreadySettled
    Proposal.objects.filter(pk=pk).update(settled_at=at, settled_by=by, entry=entry)
    return entry


@transaction.atomic
def decline(pk: int, *, by: User, at: datetime) -> None:
    """It is not done; what else is on the person holds. Raises PermissionDenied, CannotRestrict, AlreadySettled."""
    opened(pk, by=by)
    Proposal.objects.filter(pk=pk).update(settled_at=at, settled_by=by)


@transaction.atomic
def withdraw(pk: int, *, by: User, at: datetime) -> None:
    """Whoever proposed it has thought better of it. Raises PermissionDenied, AlreadySettled."""
    proposal = Proposal.objects.locked(pk)
    if proposal.by_id != by.pk:
        raise PermissionDenied(_("It is not yours to withdraw: decline it."))
    if proposal.settled_at:
        raise AlreadySettled
    Proposal.objects.filter(pk=pk).update(settled_at=at)


def opened(pk: int, *, by: User) -> Proposal:
    """To be settled by somebody who did not propose it."""
    proposal = Proposal.objects.locked(pk)
    if proposal.by_id == by.pk:
        raise PermissionDenied(_("You proposed this: a colleague confirms it."))
    if not may_restrict(by, proposal.person):
        raise CannotRestrict
    if proposal.settled_at:
        raise AlreadySettled
    return proposal
