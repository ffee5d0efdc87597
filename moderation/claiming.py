"""Whose eyes are on a case. A claim keeps nobody out: it tells colleagues, and it ends by itself."""

from datetime import datetime, timedelta

from django.db.models import Case as Whichever
from django.db.models import F, Value, When

from accounts.models import User
from moderation.models import Case

# Whoever reads on renews it; whoever leaves keeps nobody waiting for long.
LEASE = timedelta(seconds=120)
# Whoever takes a case to come back to it keeps it for so long.
KEPT_FOR = timedelta(minutes=30)


def claim(case: Case, *, by: User, now: datetime, lease: timedelta = LEASE) -> bool:
    """Claim an open case, or renew one's own claim. False, and nothing changes, while a colleague's holds.

    One statement: of two who open a case at once, one has it. A claim that lasts longer already is not cut short.
    """
    free = Case.objects.open().free_for(by, now=now).filter(pk=case.pk)
    until = now + lease
    longer = Whichever(When(claimed_by=by, claimed_until__gt=until, then=F("claimed_until")), default=Value(until))
    return bool(free.update(claimed_by=by, claimed_until=longer))


def let_go(case: Case, *, by: User) -> bool:
    """Give one's own claim up. False if it was not one's own."""
    return bool(Case.objects.open().filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))


def leave(case: Case, *, by: User, now: datetime) -> bool:
    """Look elsewhere: what was opened is let go, what was taken to come back to it is not."""
    opened = Case.objects.open().filter(pk=case.pk, claimed_by=by, claimed_until__lte=now + LEASE)
    return bool(opened.update(claimed_by=None, claimed_until=None))
