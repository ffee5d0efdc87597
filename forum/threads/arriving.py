"""Comments that came while a page was open, as they are put into it: one list item each, wherever it belongs."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.safestring import SafeString

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.policy import Viewer
from forum.lib.stamps import Clock
from forum.threads.news import Trail
from forum.threads.own import own_on
from forum.threads.pages import answered_elsewhere
from forum.threads.rows import rows_of
from forum.threads.scene import Scene
from forum.threads.showing import items_for, list_html
from forum.threads.tree import lay_out
from forum.threads.visits import News

# They are new, whenever it was that their reader was here before.
ALL_NEW = Trail(News(since=datetime.min.replace(tzinfo=UTC)))


def arrived(article: Article, pks: Sequence[int], *, viewer: Viewer, now: datetime) -> SafeString:
    """Those of them that readers see by now, in the order of the tree: each after what it answers."""
    comments = Comment.objects.visible_to(viewer).on(article).published().listed().filter(pk__in=pks)
    rows = rows_of(comments.in_tree_order())
    own = own_on(rows, viewer=viewer, now=now)
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        collapsed=own.collapsed,
        muted=own.muted,
        trail=ALL_NEW,
        elsewhere={row.id: row for row in rows} | dict(answered_elsewhere(rows)),
    )
    return list_html(
        [
            item
            for row in rows
            for item in items_for(
                lay_out([row], folds=False, under=row.parent_id, base=row.level), scene, above=row.parent_id
            )
        ]
    )
