"""A moderator passes a case to the admins: from then on one of them decides it."""

from datetime import datetime

from accounts.models import User
from moderation.models import Case
from moderation.policy import is_own, may_take_back


def escalate(case: Case, *, by: User, why: str, at: datetime) -> bool:
    """The case is let go, so that an admin takes it. False where it is decided, passed on already, or one's own."""
    if is_own(by, case.thing):
        return False
    free = {"claimed_by": None, "claimed_until": None}
    passed = Case.objects.open().filter(pk=case.pk, escalated_at__isnull=True)
    return bool(passed.update(escalated_by=by, why_escalated=why, escalated_at=at, **free))


def take_back(case: Case, *, by: User) -> bool:
    """It is every moderator's again. False where it was not passed on, or is not theirs to take back."""
    if not may_take_back(by, case):
        return False
    passed = Case.objects.open().filter(pk=case.pk, escalated_at=case.escalated_at)
    return bool(passed.update(escalated_by=None, why_escalated="", escalated_at=None))
