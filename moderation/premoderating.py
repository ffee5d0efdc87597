"""What somebody writes who is pre-moderated waits for a moderator."""

from accounts.models import Restriction, User
from accounts.restrictions import in_force, strictest, told
from forum.lib.screening import ALLOW, Draft, Verdict, hold


def hold_premoderated(draft: Draft, *, author_id: int) -> Verdict:
    """A screener: as it stands in the database now, whatever the request began with."""
    author = User.objects.get(pk=author_id)
    restriction = strictest(in_force(author), Restriction.Kind.PREMODERATE)
    return hold(told(restriction)) if restriction else ALLOW
