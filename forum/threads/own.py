"""What a reader did with the comments of a page: votes, branches put away, and whom they have muted; in one statement.

So is what of it they were told of: it is read once it is shown.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, SmallIntegerField, Subquery, Value

from accounts.models import User
from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.comments.models import Comment, CommentVote
from forum.comments.policy import Viewer
from forum.threads.models import Attention, Collapse
from forum.threads.rows import Row
from forum.threads.unread import note_seen, unread_on

# In the column of the votes, where no vote has these values.
COLLAPSED, MUTED, UNREAD = 2, 3, 4


class Own(NamedTuple):
    """By comment: what the reader voted. And the comments whose branches are away, and those of people they muted."""

    votes: Mapping[int, int] = {}
    collapsed: Set[int] = frozenset()
    muted: Set[int] = frozenset()


def own_on(rows: Sequence[Row], *, viewer: Viewer, now: datetime, article: Article | None = None) -> Own:
    """What is shown of it is read from now on, and the article where it is the one that is shown."""
    if not isinstance(viewer, User):
        return Own()
    pks, article_pk = [row.id for row in rows], article.pk if article else None
    votes = CommentVote.objects.on(pks).filter(voter=viewer).values_list("votable", "value")  # type: ignore[misc]  # the abstract Vote has no such column
    collapses = Collapse.objects.filter(reader=viewer, comment__in=pks)
    mutes = Attention.objects.of(viewer).muted().in_force(now)
    by_muted = Comment.objects.filter(pk__in=pks, author__in=mutes.filter(whom__isnull=False).values("whom"))
    found = list(
        votes.union(
            collapses.values_list("comment", marked(COLLAPSED)),
            mutes.filter(comment__in=pks).values_list("comment", marked(COLLAPSED)),
            by_muted.values_list("pk", marked(MUTED)),
            *unread_on(viewer, pks, article_pk, mark=UNREAD),
            all=True,
        )
    )
    of = {mark: {pk for pk, value in found if value == mark} for mark in (COLLAPSED, MUTED, UNREAD)}
    if unread := of[UNREAD] - inside(of[COLLAPSED], rows):
        note_seen(viewer, unread, article_pk)
    return Own({pk: value for pk, value in found if value < COLLAPSED}, of[COLLAPSED], of[MUTED])


def marked(mark: int) -> Value:
    return Value(mark, output_field=SmallIntegerField())


def inside(collapsed: Set[int], rows: Sequence[Row]) -> set[int]:
    """The comments in branches that are put away: on the page, and not to be seen. Rows are in tree order."""
    hidden: set[int] = set()
    for row in rows:
        if row.parent_id in collapsed or row.parent_id in hidden:
            hidden.add(row.id)
    return hidden


def with_own(articles: ArticleQuerySet, viewer: Viewer, now: datetime) -> ArticleQuerySet:
    """Each knows whether the viewer watches or mutes it, and whether comments of theirs wait under it."""
    if not isinstance(viewer, User):
        return articles
    attention = Attention.objects.of(viewer).in_force(now).filter(article=OuterRef("pk"))
    waiting = Comment.objects.waiting().filter(article=OuterRef("pk"), author=viewer)
    return articles.annotate(attention=Subquery(attention.values("level")), has_waiting=Exists(waiting))
