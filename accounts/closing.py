"""Closing an account to its owner, and opening it again. What they wrote stays."""

from django.db import transaction

from accounts.models import User
from forum.events.announcing import announce


@transaction.atomic
def close_account(person: User, *, by: User) -> bool:
    """Let nobody log in with it; who is logged in is so no longer. False if it was closed already."""
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return False
    announce("account_closed", user_id=person.pk, by_id=by.pk)
    return True


@transaction.atomic
def reopen_account(person: User, *, by: User) -> bool:
    """Let its owner log in again. False if it was open."""
    if not User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        return False
    announce("account_reopened", user_id=person.pk, by_id=by.pk)
    return True
