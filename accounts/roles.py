"""Who reads, who moderates, who runs the forum."""

from django.db import transaction

from accounts.models import User
from forum.events.announcing import announce


@transaction.atomic
def set_role(person: User, role: User.Role, *, by: User | None = None) -> bool:
    """Make somebody a reader, moderator or admin; without `by` the command line did. False if they are that already.

    Their sessions end (User._get_session_auth_hash): they log in again.
    """
    if not User.objects.filter(pk=person.pk).exclude(role=role).update(role=role):
        return False
    announce("role_set", user_id=person.pk, **({"by_id": by.pk} if by else {}))
    return True
