"""What a reader did with the comments of a page: votes and collapsed branches, in one statement."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from django.db.models import SmallIntegerField, Value

from accounts.models import User
from forum.comments.models import CommentVote
from forum.comments.policy import Viewer
from forum.threads.models import Collapse
from forum.threads.rows import Row

# In the column of the votes, where no vote has this value.
COLLAPSED = 2


class Own(NamedTuple):
    """By comment: what the reader voted. And the comments whose branches they collapsed."""

    votes: Mapping[int, int] = {}
    collapsed: Set[int] = frozenset()


def own_on(rows: Sequence[Row], *, viewer: Viewer) -> Own:
    if not isinstance(viewer, User) or not rows:
        return Own()
    pks = [row.id for row in rows]
    votes = CommentVote.objects.on(pks).filter(voter=viewer).values_list("votable", "value")  # type: ignore[misc]  # the abstract Vote has no such column
    mark = Value(COLLAPSED, output_field=SmallIntegerField())
    collapses = Collapse.objects.filter(reader=viewer, comment__in=pks).values_list("comment", mark)
    found = list(votes.union(collapses, all=True))
    return Own(
        {pk: value for pk, value in found if value != COLLAPSED},
        frozenset(pk for pk, value in found if value == COLLAPSED),
    )
