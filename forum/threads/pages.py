"""What each page holds: its queries, laid out and ready for its template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString

from accounts.models import User
from accounts.preferences import preferences_of
from forum.articles.models import Article
from forum.articles.showing import head_of
from forum.articles.voting import article_voter
from forum.comments.composing import Composer, thread_composer
from forum.comments.drafts import drafts_on
from forum.comments.policy import Viewer, may_comment, why_not_comment
from forum.lib.feeds import absolute
from forum.lib.pagination import number_of
from forum.lib.stamps import Clock
from forum.threads import labels, reading
from forum.threads.changes import live_from
from forum.threads.news import trail_through
from forum.threads.orders import ORDERS
from forum.threads.own import own_on
from forum.threads.rows import Row
from forum.threads.scene import Scene
from forum.threads.showing import More, answered, comment_html, items_for, list_html, show
from forum.threads.tree import lay_out
from forum.threads.visits import AS_BEGUN, news_for, visit

type Context = dict[str, object]

# From so many comments on a discussion has an outline.
LONG = 100


def article_page(article: Article, *, viewer: Viewer, order: str, after: int | None, now: datetime) -> Context:
    shown = preferences_of(viewer).replies_shown
    page = reading.page_of_threads(article, order=order, after=after, shown=shown)
    trail = trail_through(visit(viewer, article, order=ORDERS[order], now=now), page.rows)
    own = own_on(page.rows, viewer=viewer, now=now, article=article)
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        collapsed=own.collapsed,
        muted=own.muted,
        trail=trail,
        is_described=viewer.is_anonymous,
        reasons=own.reasons,
    )
    has_waiting = after is None and getattr(article, "has_waiting", False)
    waiting = reading.waiting(article, viewer=viewer) if has_waiting else []
    return {
        "article": article,
        "canonical": absolute(article.get_absolute_url()),
        "trail": trail,
        "head": head_of(article, viewer=viewer, now=now),
        "is_described": scene.is_described,
        "voter": article_voter(article, viewer=viewer, voters=scene.voters),
        "is_first_page": after is None,
        "is_long": article.comment_count >= LONG,
        "composer": composer_under(article, viewer, now=now) if may_comment(viewer, article) else None,
        "why_not": why_not_comment(viewer, article),
        "order": order,
        "orders": ORDERS,
        "threads": list_html(items_for(lay_out(page.rows), scene)),
        "waiting": flat_list(waiting, scene),
        "next_url": f"?order={order}&after={page.next_after}" if page.next_after else "",
        "live_from": live_from(article),
    }


def composer_under(article: Article, viewer: Viewer, *, now: datetime) -> Composer:
    composer = thread_composer(article).holding(drafts_on(article), now=now)
    return composer.forewarned(viewer, now=now) if isinstance(viewer, User) else composer


def new_page(article: Article, *, viewer: User, since: datetime | None, after: int | None, now: datetime) -> Context:
    """Only what is new, each with what it answers. Later pages carry `since`: a visit may end meanwhile."""
    news = visit(viewer, article, order=AS_BEGUN, now=now)
    since = since or news.since
    page = reading.new_on(article, viewer=viewer, since=since, after=after) if since else reading.Page([])
    rows = reading.lines_of(page.rows, viewer=viewer)
    next_url = f"?new=1&since={number_of(since)}&after={page.next_after}" if since and page.next_after else ""
    trail = trail_through(replace(news, since=since), rows, elsewhere=lambda pk: f"{next_url}#c{pk}")
    own = own_on(rows, viewer=viewer, now=now)
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        muted=own.muted_singly(rows),
        trail=trail,
        elsewhere=answered_elsewhere(rows),
        reasons=own.reasons,
    )
    return {
        "article": article,
        "trail": trail,
        "is_first_page": after is None,
        "threads": list_html(items_for(lay_out(rows, folds=False), scene)),
        "next_url": next_url,
    }


def flat_list(rows: Sequence[Row], scene: Scene) -> SafeString:
    """Comments one after the other, each saying whom it answers."""
    return list_html([item for row in rows for item in items_for(lay_out([row], folds=False), scene)])


@dataclass(frozen=True, slots=True)
class Fold:
    """A row that was followed: what `parent` has past the branch of one reply, after the last comment shown already.

    In place, its lists nest no deeper than the list that they are put into lets them.
    """

    parent: Row
    past: int
    after: int | None
    in_place: bool


def fold_page(fold: Fold, article: Article, *, viewer: Viewer, order: str, now: datetime) -> Context:
    parent, page = fold.parent, reading.branch(fold.parent, past=fold.past, after=fold.after)
    elsewhere = {parent.id: parent, **answered_elsewhere(page.rows, parent)}
    own = own_on(page.rows, viewer=viewer, now=now)
    trail = trail_through(news_for(viewer, article, order=ORDERS[order], now=now), page.rows)
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        collapsed=own.collapsed,
        muted=own.muted,
        trail=trail,
        elsewhere=elsewhere,
        reasons=own.reasons,
    )
    entries = lay_out(page.rows, folds=False, under=parent.id, base=parent.level + 1 if fold.in_place else 0)
    next_url = f"/c/{parent.id}/replies?past={fold.past}&after={page.next_after}"
    more = None
    if page.next_after:
        count = trail.news.between(parent.tree_id, page.rows[-1].lft, parent.rght)
        more = More("next", next_url, labels.next_replies(), new=trail.label_of(count))
    return {
        "article": article,
        "parent": show(parent, scene),
        "items": list_html(items_for(entries, scene, above=parent.id if fold.in_place else None), next_page=more),
    }


def one_comment(comment: Row, article: Article, *, viewer: Viewer, now: datetime) -> SafeString:
    """A comment as it stands in its list, without what is below it."""
    own, elsewhere = own_on([comment], viewer=viewer, now=now), answered_elsewhere([comment])
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        collapsed=own.collapsed,
        elsewhere=elsewhere,
        reasons=own.reasons,
    )
    [entry] = lay_out([comment], folds=False, under=comment.parent_id, base=comment.level)
    answers = answered(entry, {}, scene) if entry.is_deep else None
    return comment_html(show(comment, scene, answers=answers))


def answered_elsewhere(rows: Sequence[Row], *known: Row) -> Mapping[int, Row]:
    """The comments of other pages that these answer."""
    parents = {row.parent_id for row in rows if row.parent_id is not None}
    return reading.named(parents - {row.id for row in rows} - {row.id for row in known})


def comment_page(
    comment: Row, article: Article, *, viewer: Viewer, order: str, after: int | None, now: datetime
) -> Context:
    page = reading.branch(comment, after=after)
    lineage = reading.ancestors(comment, viewer=viewer) if after is None else []
    above = lineage[-reading.ANCESTORS :]
    rows = page.rows if after is not None else [comment, *page.rows]
    known = {row.id: row for row in [comment, *lineage]}
    elsewhere = {**known, **answered_elsewhere(rows, *known.values())}
    shown = [*above, *rows]
    own = own_on(shown, viewer=viewer, now=now)
    trail = trail_through(news_for(viewer, article, order=ORDERS[order], now=now), shown)
    scene = Scene(
        *(viewer, article, Clock(now)),
        target=comment.id,
        votes=own.votes,
        muted=own.muted,
        trail=trail,
        elsewhere=elsewhere,
        reasons=own.reasons,
    )
    # What a later page begins with may answer something of the page before: search engines would take it for another.
    is_described = viewer.is_anonymous and after is None
    branch = replace(scene, collapsed=own.collapsed - {comment.id}, is_described=is_described)
    return {
        "article": article,
        "comment": comment,
        "is_first_page": after is None,
        "ancestors": flat_list(above, scene),
        "further_up": above[0] if above and above[0].parent_id is not None else None,
        "next": reading.next_sibling(comment),
        "threads": list_html(items_for(lay_out(rows, folds=False, under=comment.id), branch)),
        "is_described": is_described,
        "next_url": f"?after={page.next_after}" if page.next_after else "",
    }
