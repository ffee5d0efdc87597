"""What the columns of threads should be, from their definitions, however slowly. Shares no code with the product."""

from collections.abc import Sequence
from datetime import datetime

from forum.articles.models import Article
from forum.comments.models import Comment

type Row = tuple[int, int, int, int, bool, int, datetime | None, int | None]


def stored(comments: Sequence[Comment]) -> dict[int, Row]:
    return {
        c.pk: (c.tree_id, c.level, c.lft, c.rght, c.listed, c.reply_count, c.last_reply_at, c.fold_rank)
        for c in comments
    }


def expected(comments: Sequence[Comment]) -> dict[int, Row]:
    """The rows that the comments' parents, facts and keys alone call for."""
    threads = Threads(comments)
    return {c.pk: row for root in comments if root.parent_id is None for c, row in threads.rows_of(root)}


class Threads:
    def __init__(self, comments: Sequence[Comment]) -> None:
        self.of = {c.pk: c for c in comments}
        self.answering: dict[int | None, list[Comment]] = {}
        for c in sorted(comments, key=lambda c: c.pk):
            self.answering.setdefault(c.parent_id, []).append(c)

    def rows_of(self, root: Comment) -> list[tuple[Comment, Row]]:
        clock = {step: n for n, step in enumerate(self.walk(root), start=1)}
        rows = []
        for c in [root, *self.below(root)]:
            seen = [d for d in self.below(c) if self.is_listed(d)]
            newest = max((d.published_at for d in seen if d.published_at), default=None)
            place = (root.pk, len(self.above(c)), clock[c.pk, "in"], clock[c.pk, "out"])
            rows.append((c, (*place, self.is_listed(c), len(seen), newest, self.rank(c))))
        return rows

    def replies(self, c: Comment) -> list[Comment]:
        return self.answering.get(c.pk, [])

    def below(self, c: Comment) -> list[Comment]:
        return [d for r in self.replies(c) for d in [r, *self.below(r)]]

    def above(self, c: Comment) -> list[Comment]:
        return [] if c.parent_id is None else [*self.above(self.of[c.parent_id]), self.of[c.parent_id]]

    def is_listed(self, c: Comment) -> bool:
        is_published = not (c.held_at or c.removed_at or c.deleted_at)
        return is_published or any(self.is_listed(r) for r in self.replies(c))

    def rank(self, c: Comment) -> int | None:
        if not self.is_listed(c):
            return None
        if c.parent_id is None:
            return 0
        parent = self.of[c.parent_id]
        place = 1 + len([s for s in self.replies(parent) if self.is_listed(s) and s.pk < c.pk])
        parent_rank = self.rank(parent)
        assert parent_rank is not None
        return min(11, max(parent_rank, place * len(self.above(c))))

    def walk(self, c: Comment) -> list[tuple[int, str]]:
        return [(c.pk, "in"), *(step for r in self.replies(c) for step in self.walk(r)), (c.pk, "out")]


def assert_columns_hold() -> None:
    """Every column of every comment, and both counters of every article, are what their definitions say."""
    comments = list(Comment.objects.all())
    assert stored(comments) == expected(comments)
    for article in Article.objects.all():
        ages = [c.published_at for c in comments if c.article_id == article.pk and c.listed and c.published_at]
        assert (article.comment_count, article.last_comment_at) == (len(ages), max(ages, default=None))
