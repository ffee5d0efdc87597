"""Who moderates and who runs the forum."""

from django.db import transaction

from accounts.models import User
from forum.events.announcing import announce


@transaction.atomic
def set_role(person: User, role: User.Role, *, by: User) -> bool:
    """Make somebody a reader, moderator or admin, from their next request on. False if they are that already."""
    if not User.objects.filter(pk=person.pk).exclude(role=role).update(role=role):
        return False
    announce("role_set", user_id=person.pk, by_id=by.pk)
    return True
