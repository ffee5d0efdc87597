"""A comment as the reading pages know it: a plain row. Building model instances costs more than all the rest."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from forum.comments.querysets import CommentQuerySet


class Row(NamedTuple):
    """What a page needs to know of a comment, its author and its words."""

    id: int
    article_id: int
    tree_id: int
    parent_id: int | None
    lft: int
    rght: int
    level: int
    published_at: datetime | None
    created_at: datetime
    held_at: datetime | None
    removed_at: datetime | None
    deleted_at: datetime | None
    score: int
    reply_count: int
    last_reply_at: datetime | None
    author_id: int
    username: str
    imported_name: str | None
    role: str
    html: str
    edited_at: datetime | None
    folded_at: datetime | None
    locked_at: datetime | None
    # Whether nobody may answer it: it is locked, or stands below what is.
    is_locked: bool

    @property
    def pk(self) -> int:
        return self.id

    @property
    def is_published(self) -> bool:
        return self.held_at is None and self.removed_at is None and self.deleted_at is None

    @property
    def is_folded(self) -> bool:
        """By a rule. Of what is not there the words are away already."""
        return self.folded_at is not None and self.is_published

    @property
    def author_name(self) -> str:
        """The author as readers see it: empty for somebody whom an imported thread did not name."""
        return self.username if self.imported_name is None else self.imported_name


# The same columns in the same order, for the ORM and for SQL in which c is a comment, u its author and b its body.
COLUMNS = (
    *("id", "article_id", "tree_id", "parent_id", "lft", "rght", "level", "published_at", "created_at"),
    *("held_at", "removed_at", "deleted_at", "score", "reply_count", "last_reply_at", "author_id"),
    *("author__username", "author__imported_name", "author__role", "body__html", "body__edited_at", "body__folded_at"),
    *("locked_at", "is_locked"),
)
# As CommentQuerySet.with_locks has it.
IS_LOCKED = """EXISTS (SELECT 1 FROM comments_comment k WHERE ABS(k.tree_id) = c.tree_id AND k.locked_at IS NOT NULL
    AND k.lft <= c.lft AND k.rght >= c.rght)"""
SQL_COLUMNS = ", ".join(
    name.replace("author__", "u.").replace("body__", "b.") if "__" in name else f"c.{name}" for name in COLUMNS[:-1]
)
SQL_COLUMNS += f", {IS_LOCKED}"


def rows_of(comments: CommentQuerySet) -> list[Row]:
    return [Row._make(values) for values in comments.with_locks().values_list(*COLUMNS)]


def row_from_cursor(values: Sequence[object]) -> Row:
    """A row of hand-written SQL. SQLite keeps times without a zone, and they are in UTC."""
    return Row._make(
        value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value for value in values
    )
