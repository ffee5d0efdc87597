"""Visits: since when comments on an article are new to a reader."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db import DatabaseError, connection

from accounts.models import User
from forum.articles.models import Article
from forum.comments.policy import Viewer

logger = logging.getLogger(__name__)

# Whoever was away this long begins a new visit: what came meanwhile is new to them. Until then, what was new stays new.
AWAY = timedelta(minutes=30)
# A comment takes its time before it is committed, and another process has another clock: one that was published just
# before a look may not have been on the page.
JUST_BEFORE = timedelta(seconds=10)
# Counted and found no further: past it a page says "99+".
MOST = 100


class Place(NamedTuple):
    """Where a comment stands among all: threads by their root, then tree order."""

    tree_id: int
    lft: int
    id: int


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a reader under an article: the latest MOST of it, in tree order. Nothing at a first visit."""

    # None at a first visit.
    since: datetime | None
    places: Sequence[Place]
    is_noted: bool


NOTHING = News(None, (), is_noted=True)

# In one statement with the visit: a second would cost as much again.
NEWS = """
    SELECT begun.since, c.tree_id, c.lft, c.id FROM (
        SELECT reader_id, article_id, CASE WHEN seen_at < %s THEN seen_at ELSE since END AS since
        FROM threads_visit WHERE reader_id = %s AND article_id = %s
    ) begun LEFT JOIN comments_comment c ON c.article_id = begun.article_id AND c.listed = %s
        AND c.published_at > begun.since AND c.author_id <> begun.reader_id
        AND c.held_at IS NULL AND c.removed_at IS NULL AND c.deleted_at IS NULL
    ORDER BY c.published_at DESC LIMIT %s
"""
NOTE = """
    INSERT INTO threads_visit (reader_id, article_id, since, seen_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (reader_id, article_id) DO UPDATE SET
        since = CASE WHEN threads_visit.seen_at < %s THEN threads_visit.seen_at ELSE threads_visit.since END,
        seen_at = CASE WHEN threads_visit.seen_at < excluded.seen_at
            THEN excluded.seen_at ELSE threads_visit.seen_at END
"""


def news_for(reader: Viewer, article: Article, *, now: datetime) -> News:
    """What is new to a reader as they look at an article now. Nothing for those without an account."""
    if not isinstance(reader, User):
        return NOTHING
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [in_database(now - AWAY), reader.pk, article.pk, True, MOST])
        rows = cursor.fetchall()
    if not rows:
        return News(None, (), is_noted=False)
    places = sorted(Place(*position) for _since, *position in rows if position[-1] is not None)
    return News(with_zone(rows[0][0]), places, is_noted=not places)


def note_visit(reader: Viewer, article: Article, *, now: datetime) -> None:
    """Remember that a reader looked at an article now. No page fails for it: then it is not noted.

    One statement, so that two tabs cannot undo each other's. Needless while nothing is new: a visit that begins later
    loses nothing by it.
    """
    if not isinstance(reader, User):
        return
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
