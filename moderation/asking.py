"""A moderator asks the others what they think of a case. Whoever knows decides it."""

from datetime import datetime

from accounts.models import User
from moderation.models import Case


def ask(case: Case, *, by: User, question: str, at: datetime) -> bool:
    """Ask, or ask anew. The case is let go, so that a colleague takes it. False where it is decided already."""
    free = {"claimed_by": None, "claimed_until": None}
    asked = Case.objects.open().filter(pk=case.pk).update(asked_by=by, question=question, asked_at=at, **free)
    return bool(asked)


def answer(case: Case) -> bool:
    """The question is settled, and the case goes on. False where nobody had asked."""
    asked = Case.objects.open().asked().filter(pk=case.pk)
    return bool(asked.update(asked_by=None, question="", asked_at=None))
