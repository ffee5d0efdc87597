"""Whose eyes are on a case. A claim keeps nobody out: it tells colleagues, and it ends by itself."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from moderation.models import Case

# Whoever reads on renews it; whoever leaves keeps nobody waiting for long.
LEASE = timedelta(seconds=120)


def claim(case: Case, *, by: User, now: datetime) -> bool:
    """Claim an open case, or renew one's own claim. False, and nothing changes, while a colleague's holds.

    One statement: of two who open a case at once, one has it.
    """
    is_free = Q(claimed_by__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=by)
    free = Case.objects.open().filter(is_free, pk=case.pk)
    return bool(free.update(claimed_by=by, claimed_until=now + LEASE))


def let_go(case: Case, *, by: User) -> bool:
    """Give one's own claim up. False if it was not one's own."""
    return bool(Case.objects.open().filter(pk=case.pk, claimed_by=by).update(claimed_by=None, claimed_until=None))
