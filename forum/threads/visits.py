"""Visits: since when comments on an article are new to a reader."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, connection

from accounts.models import User
from forum.articles.models import Article
from forum.articles.newness import MOST
from forum.comments.policy import Viewer
from forum.threads.orders import ORDERS, Order

logger = logging.getLogger(__name__)

# Whoever was away this long begins a new visit: what came meanwhile is new to them. Until then, what was new stays new.
AWAY = timedelta(minutes=30)
# A comment takes its time before it is committed, and another process has another clock: one that was published just
# before a look may not have been on the page.
JUST_BEFORE = timedelta(seconds=10)


class Place(NamedTuple):
    tree_id: int
    lft: int
    id: int


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a reader under an article: the latest MOST of it, as it is read. Nothing at a first visit."""

    # None at a first visit.
    since: datetime | None = None
    places: Sequence[Place] = ()

    def between(self, tree_id: int, lft: int, rght: int) -> int:
        """How much of it stands between two positions of a tree."""
        return sum(place.tree_id == tree_id and lft < place.lft < rght for place in self.places)


NOTHING = News()
# Threads one after the other as they began: the order of what is shown by itself.
AS_BEGUN = replace(ORDERS["oldest"], column="id")

# Both statements below look for comments in the order of their index (comments_latest_first) and stop at the first that
# is not new: joined to the visit, PostgreSQL would read every comment of the article.
SINCE = "CASE WHEN seen_at < %s THEN seen_at ELSE since END"
NEW = """c.listed = %s AND c.published_at > {since}
    AND c.held_at IS NULL AND c.removed_at IS NULL AND c.deleted_at IS NULL"""
# In one statement with the visit: a second would cost as much again. In the order of the reader's pages, whichever of
# them asks: each leads on from where the one before left off, and the last comment leads nowhere.
NEWS = f"""
    SELECT {SINCE} AS since, NULL AS place, NULL AS tree_id, NULL AS lft, NULL AS id
    FROM threads_visit WHERE reader_id = %s AND article_id = %s
    UNION ALL SELECT NULL, root.{{column}}, latest.tree_id, latest.lft, latest.id FROM (
        SELECT c.tree_id, c.lft, c.id FROM comments_comment c WHERE c.article_id = %s AND c.author_id <> %s
            AND {NEW.format(since=f"(SELECT {SINCE} FROM threads_visit WHERE reader_id = %s AND article_id = %s)")}
        ORDER BY c.published_at DESC LIMIT %s
    ) latest CROSS JOIN comments_comment root WHERE root.id = latest.tree_id
    ORDER BY place {{direction}}, tree_id {{direction}}, lft
"""  # noqa: S608 - made of what stands above
COUNTS = f"""
    SELECT begun.article_id, (SELECT COUNT(*) FROM (
        SELECT 1 FROM comments_comment c WHERE c.article_id = begun.article_id AND c.author_id <> begun.reader_id
            AND {NEW.format(since="begun.since")}
        ORDER BY c.published_at DESC LIMIT %s
    ) latest) FROM (
        SELECT reader_id, article_id, {SINCE} AS since
        FROM threads_visit WHERE reader_id = %s AND article_id IN ({{marks}})
    ) begun
"""  # noqa: S608 - as above
NOTE = """
    INSERT INTO threads_visit (reader_id, article_id, since, seen_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (reader_id, article_id) DO UPDATE SET
        since = CASE WHEN threads_visit.seen_at < %s THEN threads_visit.seen_at ELSE threads_visit.since END,
        seen_at = CASE WHEN threads_visit.seen_at < excluded.seen_at
            THEN excluded.seen_at ELSE threads_visit.seen_at END
"""


def visit(reader: Viewer, article: Article, *, order: Order, now: datetime) -> News:
    """What is new to a reader who looks at an article now; the look is remembered."""
    news = news_for(reader, article, order=order, now=now)
    # While nothing is new there is nothing to remember: a visit that begins later loses nothing by it.
    if isinstance(reader, User) and (news.places or news.since is None):
        note_visit(reader, article, now=now)
    return news


def news_for(reader: Viewer, article: Article, *, order: Order, now: datetime) -> News:
    """What is new to a reader as they look at an article now. Nothing for those without an account."""
    if not isinstance(reader, User):
        return NOTHING
    with connection.cursor() as cursor:
        cursor.execute(news_sql(order), values_for(reader, article, now=now))
        rows = cursor.fetchall()
    begun = [since for since, *_nothing in rows if since is not None]
    if not begun:
        return NOTHING
    return News(with_zone(begun[0]), [Place(*position) for since, _place, *position in rows if since is None])


def news_sql(order: Order) -> str:
    return NEWS.format(column=order.column, direction=order.direction)


def values_for(reader: User, article: Article, *, now: datetime) -> list[datetime | int | str | None]:
    visit = (in_database(now - AWAY), reader.pk, article.pk)
    return [*visit, article.pk, reader.pk, True, *visit, MOST]


def count_new(reader: Viewer, articles: Collection[int], now: datetime) -> dict[int, int]:
    """How much is new to a reader under each of these articles, at most MOST; only where they have been before."""
    if not isinstance(reader, User):
        return {}
    sql = COUNTS.format(marks=", ".join(["%s"] * len(articles)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [True, MOST, in_database(now - AWAY), reader.pk, *articles])
        return dict(cursor.fetchall())


def note_visit(reader: User, article: Article, *, now: datetime) -> None:
    """In one statement, so that two tabs cannot undo each other's. No page fails for it: then it is not noted."""
    values = [reader.pk, article.pk, *map(in_database, (now - JUST_BEFORE, now - JUST_BEFORE, now - AWAY))]
    try:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, values)
    except DatabaseError:
        logger.warning("A visit was not noted.", exc_info=True)


def in_database(at: datetime) -> datetime | str | None:
    return connection.ops.adapt_datetimefield_value(at)


def with_zone(at: datetime | str) -> datetime:
    """SQLite keeps times without a zone, in UTC, and of a computed column it says no more than its text."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
