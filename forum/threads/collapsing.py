"""Putting a branch away, for one reader, and taking it out again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from forum.comments.models import Comment
from forum.threads.models import Collapse

# So many stay put away for one reader; the oldest are forgotten.
MOST = 1000


@transaction.atomic
def collapse(comment: Comment, *, reader: User, at: datetime) -> None:
    """Doing it again changes nothing."""
    Collapse.objects.bulk_create([Collapse(reader=reader, comment=comment, collapsed_at=at)], ignore_conflicts=True)
    collapses = Collapse.objects.filter(reader=reader)
    collapses.filter(pk__in=collapses.order_by("-collapsed_at", "-pk").values("pk")[MOST:]).delete()


def expand(comment: Comment, *, reader: User) -> None:
    Collapse.objects.filter(reader=reader, comment=comment).delete()
