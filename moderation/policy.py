"""Who of those who keep the place may do what to whom."""

from accounts.models import User
from forum.comments.policy import Viewer, is_moderator

RANKS = (User.Role.READER, User.Role.MODERATOR, User.Role.ADMIN)

# Moderators restrict readers, admins moderators too: nobody somebody of their own rank or above, and so not themselves.
# Whom an imported thread names is nobody to be told.


def may_restrict(viewer: Viewer, person: User) -> bool:
    return is_moderator(viewer) and rank_of(viewer) > rank_of(person) and person.imported_name is None


def rank_of(person: Viewer) -> int:
    return RANKS.index(User.Role(person.role)) if isinstance(person, User) else -1
