"""What the columns of a thread should be, from their definitions, with no regard for speed. Shares no code with the product."""

from collections.abc import Sequence
from datetime import datetime

from forum.comments.models import Comment

type Row = tuple[int, int, int, int, bool, int, datetime | None, int | None]


def stored(comments: Sequence[Comment]) -> dict[int, Row]:
    return {
        c.pk: (c.tree_id, c.level, c.lft, c.rght, c.listed, c.reply_count, c.last_reply_at, c.fold_rank)
        for c in comments
    }


def expected(comments: Sequence[Comment]) -> dict[int, Row]:
    """The rows that the comments' parents, facts and keys alone call for."""
    of = {c.pk: c for c in comments}

    def replies(c: Comment) -> list[Comment]:
        return sorted((r for r in comments if r.parent_id == c.pk), key=lambda r: r.pk)

    def below(c: Comment) -> list[Comment]:
        return [d for r in replies(c) for d in [r, *below(r)]]

    def published(c: Comment) -> bool:
        return not (c.held_at or c.removed_at or c.deleted_at)

    def listed(c: Comment) -> bool:
        return published(c) or any(listed(r) for r in replies(c))

    def above(c: Comment) -> list[Comment]:
        return [] if c.parent_id is None else [*above(of[c.parent_id]), of[c.parent_id]]

    def rank(c: Comment) -> int | None:
        if not listed(c):
            return None
        if c.parent_id is None:
            return 0
        place = 1 + len([s for s in replies(of[c.parent_id]) if listed(s) and s.pk < c.pk])
        parent_rank = rank(of[c.parent_id])
        assert parent_rank is not None
        return min(11, max(parent_rank, place * len(above(c))))

    def walk(c: Comment) -> list[tuple[int, str]]:
        return [(c.pk, "in"), *(step for r in replies(c) for step in walk(r)), (c.pk, "out")]

    rows: dict[int, Row] = {}
    for root in (c for c in comments if c.parent_id is None):
        clock = {step: n for n, step in enumerate(walk(root), start=1)}
        for c in [root, *below(root)]:
            seen = [d for d in below(c) if listed(d)]
            newest = max((d.published_at for d in seen if d.published_at), default=None)
            lft, rght = clock[c.pk, "in"], clock[c.pk, "out"]
            rows[c.pk] = (root.pk, len(above(c)), lft, rght, listed(c), len(seen), newest, rank(c))
    return rows
