"""Exporting: what an anonymous reader sees, plus tombstones, in the format that forum.threads.importing reads.

Neither held nor removed nor deleted texts leave, nor earlier ones, nor anything about people but the names on the page.
Rows stream: no more than a few hundred comments are in memory, however long the thread.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from forum.articles.models import Article
from forum.articles.policy import may_read as may_read_article
from forum.articles.querysets import ArticleQuerySet
from forum.comments.models import Comment
from forum.lib.markdown import Format
from forum.threads.identity import article_name, comment_name

# Rows in memory at a time.
CHUNK = 500


class Name(NamedTuple):
    """The columns that tell how a comment is known outside."""

    imported_id: str | None
    form_key: UUID | None
    imported_with: int | None
    source: str | None
    thread_id: str | None
    key: UUID | None

    def within(self, article_id: int) -> str:
        moved_from = None
        if self.key is not None and self.imported_with != article_id:
            moved_from = article_name(self.source, self.thread_id, self.key)
        return comment_name(self.imported_id, self.form_key, moved_from=moved_from)


NAME_COLUMNS = (
    *("imported_id", "form_key", "imported_with_id"),
    *("imported_with__imported_source", "imported_with__imported_id", "imported_with__key"),
)


class Exported(NamedTuple):
    """A comment on its way out, before its names."""

    parent_id: int | None
    published_at: datetime
    held_at: datetime | None
    removed_at: datetime | None
    deleted_at: datetime | None
    up: int
    down: int
    username: str
    imported_name: str | None
    text: str
    format: str
    edited_at: datetime | None

    @property
    def is_published(self) -> bool:
        return self.held_at is None and self.removed_at is None and self.deleted_at is None


COLUMNS = (
    *("parent_id", "published_at", "held_at", "removed_at", "deleted_at", "up", "down"),
    *("author__username", "author__imported_name", "body__text", "body__format", "body__edited_at"),
)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is now, whoever writes meanwhile, and lock nothing."""
    if connection.in_atomic_block:
        yield
        return
    # Not atomic(): on SQLite that takes the lock of writers.
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgres else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def export_threads(articles: ArticleQuerySet, write: Callable[[str], object]) -> None:
    """Write each of these articles that anybody may see, with its comments, as one line; none that was merged."""
    with one_moment():
        articles = articles.filter(merged_at__isnull=True)
        visible = articles.visible_to(AnonymousUser()).order_by("published_at", "id").select_related("author")
        for article in visible.prefetch_related("tags").iterator(CHUNK):
            write(as_json(article_fields(article))[:-1] + ', "comments": [')
            for number, fields in enumerate(comments_of(article)):
                write((", " if number else "") + as_json(fields))
            write("]}\n")


def article_fields(article: Article) -> dict[str, object]:
    """Of one that was withdrawn only that there was something, and its title, under which it was discussed.

    Of one that a moderator removed not even that: elsewhere it is one that was withdrawn.
    """
    source, name = article_name(article.imported_source, article.imported_id, article.key)
    may_read = may_read_article(AnonymousUser(), article)
    words = Article() if not may_read else article
    return {
        "source": source,
        "id": name,
        "title": article.title if article.removed_at is None else "",
        "deck": words.deck,
        "dateline_place": words.dateline_place,
        "dateline_date": words.dateline_date.isoformat() if words.dateline_date else None,
        "source_name": words.source_name,
        "url": words.source_url,
        "author": article.author.name,
        "created": time_as_text(article.published_at),
        "edited": edited_as_text(words.edited_at, article.began_at),
        "locked": time_as_text(article.locked_at),
        "withdrawn": time_as_text(article.removed_at or article.withdrawn_at),
        "tags": [tag.name for tag in article.tags.all()] if may_read else [],
        "format": words.format,
        "body": words.text,
    }


def comments_of(article: Article) -> Iterator[Mapping[str, object]]:
    """What an article's page shows, oldest first: of equal times, in the order of the thread."""
    comments = Comment.objects.visible_to(AnonymousUser()).on(article).order_by("published_at", "id")
    own, parents = (
        (f"body__{column}" for column in NAME_COLUMNS),
        (f"parent__body__{column}" for column in NAME_COLUMNS),
    )
    end = len(COLUMNS) + len(NAME_COLUMNS)
    for row in comments.values_list(*COLUMNS, *own, *parents).iterator(CHUNK):
        comment, name, parent = Exported(*row[: len(COLUMNS)]), Name(*row[len(COLUMNS) : end]), Name(*row[end:])
        yield {
            "id": name.within(article.pk),
            "parent": parent.within(article.pk) if comment.parent_id is not None else None,
            **(published_fields(comment) if comment.is_published else tombstone_fields(comment)),
        }


def published_fields(comment: Exported) -> dict[str, object]:
    return {
        "author": comment.username if comment.imported_name is None else comment.imported_name,
        "created": time_as_text(comment.published_at),
        "edited": edited_as_text(comment.edited_at, comment.published_at),
        "body": comment.text,
        "format": comment.format,
        "score": comment.up - comment.down,
        "deleted": False,
    }


def tombstone_fields(comment: Exported) -> dict[str, object]:
    """Only that there is something: not even in what format it was written."""
    return {
        "author": "",
        "created": time_as_text(comment.published_at),
        "edited": None,
        "body": "",
        "format": Format.TEXT,
        "score": None,
        "deleted": True,
    }


def edited_as_text(edited: datetime | None, published: datetime) -> str | None:
    """An edit while nobody could see the comment was none to its readers: not earlier than they could."""
    return time_as_text(max(edited, published) if edited else None)


def time_as_text(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def as_json(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False)
