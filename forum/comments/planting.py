"""Planting: whole threads that come from outside, computed in one pass and written at once.

The other door is posting. Planting 20,000 replies takes seconds where posting them one by one takes a quarter of an
hour. It only ever adds trees: what exists is never touched, and nothing is announced but the thread.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from forum.articles.models import Article
from forum.comments import listing
from forum.comments.checking import faults_in
from forum.comments.columns import Columns, Link, computed
from forum.comments.keys import allocate_ids
from forum.comments.models import Comment, CommentBody, CommentRevision
from forum.events.announcing import announce
from forum.lib.markdown import Format
from forum.votes.ranking import best_rank
from forum.votes.standing import credit

# Rows an INSERT: SQLite binds at most 32,766 values a statement, PostgreSQL 65,535, and a comment has 22.
BATCH = 1000


@dataclass(frozen=True, slots=True)
class EarlierText:
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Seed:
    """A comment to be planted. `key` names it among its fellows, `parent` is the key of the one that it answers."""

    key: str
    parent: str | None
    author_id: int
    at: datetime
    text: str
    html: str
    format: str = Format.MARKDOWN
    edited_at: datetime | None = None
    removed_at: datetime | None = None
    deleted_at: datetime | None = None
    base_up: int = 0
    base_down: int = 0
    # Its id in the file that it came from; None for what is not imported.
    imported_id: str | None = None
    earlier_texts: Sequence[EarlierText] = field(default=())

    @property
    def is_published(self) -> bool:
        return self.removed_at is None and self.deleted_at is None


class NotPlanted(Exception):
    """The seeds make no forest, or the rows that were written are not what was computed. Nothing was kept."""


@transaction.atomic
def plant_threads(article: Article, seeds: Sequence[Seed]) -> dict[str, int]:
    """Write whole threads, each a top-level comment and its replies, and count them in the article.

    Where that was merged into another, they go there. Returns the primary key of each seed's comment. Keys rise with
    time, and with the order given where times are equal. Raises NotPlanted for a parent that is not among the seeds, a
    key that stands twice and a circle.
    """
    home = home_of(article)
    in_time = sorted(seeds, key=lambda seed: seed.at)
    pks = dict(zip([seed.key for seed in in_time], allocate_ids(Comment, len(in_time)), strict=True))
    columns = columns_of(in_time, pks)
    Comment.objects.bulk_create([comment_row(home, seed, pks, columns[pks[seed.key]]) for seed in in_time], BATCH)
    CommentBody.objects.bulk_create([body_row(article, seed, pks) for seed in in_time], BATCH)
    CommentRevision.objects.bulk_create(
        CommentRevision(comment_id=pks[seed.key], text=earlier.text, written_at=earlier.written_at)
        for seed in in_time
        for earlier in seed.earlier_texts
    )
    roots = [pks[seed.key] for seed in in_time if seed.parent is None]
    faults = list(faults_in(roots))
    if faults:
        raise NotPlanted("; ".join(map(str, faults[:5])))
    listed = [seed.at for seed in in_time if columns[pks[seed.key]].listed]
    if listed:
        listing.add_to_article(home.pk, at=max(listed), by=len(listed))
    credit_authors(seeds)
    for root in roots:
        announce("thread_planted", comment_id=root)
    return pks


def home_of(article: Article) -> Article:
    """Where its discussion goes on; it stays so until the transaction ends."""
    pinned = Article.objects.pinned(article.pk) or article
    return home_of(pinned.merged_into) if pinned.merged_into else pinned


def columns_of(seeds: Sequence[Seed], pks: dict[str, int]) -> dict[int, Columns]:
    """What computed() makes of the seeds. Raises NotPlanted."""
    if len(pks) < len(seeds):
        raise NotPlanted("A key stands twice.")
    strays = [seed.key for seed in seeds if seed.parent is not None and seed.parent not in pks]
    if strays:
        raise NotPlanted(f"The parent of {strays[0]} is not among the seeds.")
    columns = computed(
        Link(pks[seed.key], pks[seed.parent] if seed.parent is not None else None, seed.is_published, seed.at)
        for seed in seeds
    )
    if len(columns) < len(seeds):
        raise NotPlanted("Some comments answer each other in a circle.")
    return columns


def comment_row(article: Article, seed: Seed, pks: dict[str, int], columns: Columns) -> Comment:
    return Comment(
        pk=pks[seed.key],
        article=article,
        author_id=seed.author_id,
        parent_id=pks[seed.parent] if seed.parent is not None else None,
        tree_id=columns.tree_id,
        level=columns.level,
        lft=columns.lft,
        rght=columns.rght,
        listed=columns.listed,
        reply_count=columns.reply_count,
        last_reply_at=columns.last_reply_at,
        fold_rank=columns.fold_rank,
        created_at=seed.at,
        published_at=seed.at,
        removed_at=seed.removed_at,
        deleted_at=seed.deleted_at,
        base_up=seed.base_up,
        base_down=seed.base_down,
        up=seed.base_up,
        down=seed.base_down,
        score=seed.base_up - seed.base_down,
        rank=best_rank(seed.base_up, seed.base_down),
    )


def credit_authors(seeds: Sequence[Seed]) -> None:
    """Add the scores that came with what they wrote to people's standings."""
    scores: defaultdict[int, int] = defaultdict(int)
    for seed in seeds:
        scores[seed.author_id] += seed.base_up - seed.base_down
    credit(scores)


def body_row(article: Article, seed: Seed, pks: dict[str, int]) -> CommentBody:
    return CommentBody(
        comment_id=pks[seed.key],
        author_id=seed.author_id,
        text=seed.text,
        format=seed.format,
        html=seed.html,
        edited_at=seed.edited_at,
        # Every comment is known outside by one of the two (forum.threads.identity).
        form_key=uuid4() if seed.imported_id is None else None,
        imported_with=article if seed.imported_id is not None else None,
        imported_id=seed.imported_id,
    )
