"""Who reads, who moderates, who runs the forum."""

from accounts.models import User


def set_role(person: User, role: User.Role) -> bool:
    """False if it was theirs already. Else their sessions end (User._get_session_auth_hash): they log in again."""
    return bool(User.objects.filter(pk=person.pk).exclude(role=role).update(role=role))
