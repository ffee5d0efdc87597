"""What a thread shows, and the columns that say so: listed, reply_count, last_reply_at, fold_rank, the article's count.

A comment is listed when it is published, or has a listed reply. All functions want the tree locked
(forum.comments.trees).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from django.db.models import F, Max, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, RowNumber

from forum.articles.models import Article
from forum.comments import trees
from forum.comments.models import FOLD_CAP, Comment


def set_facts(comment: Comment, **facts: datetime | None) -> None:
    """Change held_at, removed_at or deleted_at (or published_at with them) of a locked comment, then the listing."""
    Comment.objects.filter(pk=comment.pk).update(**facts)
    for name, at in facts.items():
        setattr(comment, name, at)
    relist(comment)


def relist(comment: Comment) -> None:
    """After a fact of a comment changed (held_at, removed_at, deleted_at): list it or not, and all that follows.

    The change climbs: a tombstone goes with its last listed reply and comes back with its first.
    """
    if comment.listed == (comment.is_published or comment.reply_count > 0):
        return
    ancestors = ancestors_of(comment)
    if comment.is_published:
        show(comment, ancestors)
    else:
        Comment.objects.filter(pk=comment.pk).update(listed=False, fold_rank=None)
        withdraw(comment, ancestors, count=1, newest=published(comment))


def ancestors_of(comment: Comment) -> list[Comment]:
    """Its ancestors, parent first."""
    return trees.ancestors(comment)


def show(comment: Comment, ancestors: Sequence[Comment], *, count: int = 1, newest: datetime | None = None) -> None:
    """List an unlisted comment, and the tombstones that stand above it alone.

    Or one that came to these ancestors with what is listed below it: `count` comments, the newest from `newest`.
    """
    newest = newest or published(comment)
    tombstones = list(takewhile(lambda node: not node.listed, ancestors))
    rest = ancestors[len(tombstones) :]
    chain = [*reversed(tombstones), comment]
    top_rank = rank = rank_of(chain[0], parent_rank=rest[0].fold_rank or 0) if rest else 0
    for node in chain:
        if node is not chain[0]:
            rank = fold_rank(rank, 1, node.level)  # nothing was listed below the topmost
        Comment.objects.filter(pk=node.pk).update(listed=True, fold_rank=rank)
    for node in tombstones:
        Comment.objects.filter(pk=node.pk).update(**more_replies(count, at=newest))
        count, newest = count + 1, max(newest, published(node))
    Comment.objects.filter(pk__in=[node.pk for node in rest]).update(**more_replies(count, at=newest))
    add_to_article(comment.article_id, at=newest, by=count)
    # Where it stands past the cap, so does all that comes after it.
    if rest and top_rank < FOLD_CAP:
        refold_below(rest[0])


def withdraw(comment: Comment, ancestors: Sequence[Comment], *, count: int, newest: datetime) -> None:
    """Uncount `count` comments that are gone from below these ancestors, the newest of them from `newest`.

    They are `comment`, as it was before, and what went with it. Tombstones that stood for nothing else go too.
    """
    emptied = 0
    while emptied < len(ancestors) and not ancestors[emptied].is_published and ancestors[emptied].reply_count == count:
        newest = max(newest, published(ancestors[emptied]))
        emptied, count = emptied + 1, count + 1
    tombstones, rest = ancestors[:emptied], ancestors[emptied:]
    Comment.objects.filter(pk__in=[node.pk for node in tombstones]).update(
        listed=False, fold_rank=None, reply_count=0, last_reply_at=None
    )
    Comment.objects.filter(pk__in=[node.pk for node in rest]).update(reply_count=F("reply_count") - count)
    recount_ages(rest, gone=newest)
    take_from_article(comment.article_id, gone=newest, by=count)
    top = tombstones[-1] if tombstones else comment
    # Where it stood past the cap, so did all that came after it.
    if rest and top.fold_rank != FOLD_CAP:
        refold_below(rest[0])


# -- Counts and ages --------------------------------------------------------------------------------------------------


def published(comment: Comment) -> datetime:
    """When a comment that is, was or will be listed was published: only a published comment comes that far."""
    if comment.published_at is None:
        raise ValueError(f"{comment} was never published")
    return comment.published_at


def more_replies(by: int, *, at: datetime) -> dict[str, Combinable]:
    """For an UPDATE of ancestors: `by` more listed replies below, the newest at `at`."""
    return {
        "reply_count": F("reply_count") + by,
        "last_reply_at": Greatest(Coalesce(F("last_reply_at"), at), at),
    }


def newest_of() -> Greatest:
    """The newest of a comment and what is listed below it."""
    return Greatest(F("published_at"), Coalesce(F("last_reply_at"), F("published_at")))


def recount_ages(ancestors: Sequence[Comment], *, gone: datetime) -> None:
    """Find the newest reply anew for those ancestors, parent first, whose newest was the one that went."""
    for node in ancestors:
        if node.last_reply_at is None or node.last_reply_at > gone:
            return  # something newer is left here, and so above
        replies = Comment.objects.listed().filter(parent_id=node.pk)
        newest = replies.aggregate(newest=Max(newest_of()))["newest"]
        Comment.objects.filter(pk=node.pk).update(last_reply_at=newest)


def add_to_article(article_id: int, *, at: datetime, by: int = 1) -> None:
    Article.objects.filter(pk=article_id).update(
        comment_count=F("comment_count") + by,
        last_comment_at=Greatest(Coalesce(F("last_comment_at"), at), at),
    )


def take_from_article(article_id: int, *, gone: datetime, by: int) -> None:
    article = Article.objects.filter(pk=article_id)
    if article.filter(last_comment_at__gt=gone).update(comment_count=F("comment_count") - by):
        return
    # The row is ours from here on: a reply that nobody saw yet comes after, and is newer.
    article.update(comment_count=F("comment_count") - by)
    threads = Comment.objects.filter(article_id=article_id).threads().listed()
    article.update(last_comment_at=threads.aggregate(newest=Max(newest_of()))["newest"])


# -- Folds ------------------------------------------------------------------------------------------------------------


def fold_rank(parent_rank: int, place: int, level: int) -> int:
    """How much must be shown for this reply to be: the place-th of its list, at this level, its parent of that rank.

    Lists deep down show fewer (place x level), nothing is shown under what is not, and past the cap nobody asks.
    """
    return min(FOLD_CAP, max(parent_rank, place * level))


def rank_of(reply: Comment, *, parent_rank: int) -> int:
    """The fold rank of a reply among those that are listed. Its own row, and whether it exists yet, do not matter."""
    if parent_rank == FOLD_CAP:
        return FOLD_CAP
    before = Comment.objects.listed().filter(parent_id=reply.parent_id)
    if reply.pk is not None:
        before = before.filter(pk__lt=reply.pk)
    # Counted no further than a rank can tell apart: lists may be 20,000 long.
    return fold_rank(parent_rank, 1 + before[: FOLD_CAP - 1].count(), reply.level)


def refold(parent_id: int) -> None:
    """Give the replies below a comment their fold ranks anew, after its list of replies changed by one.

    Goes down only where a rank changed, and in each list no further than one past the places that a rank can tell
    apart: at most ten levels, however large the branch.
    """
    refold_below(Comment.objects.only("level", "fold_rank").get(pk=parent_id))


def refold_below(parent: Comment) -> None:
    ranks, level = {parent.pk: parent.fold_rank or 0}, parent.level
    changed: dict[int, list[int]] = defaultdict(list)
    while ranks and level < FOLD_CAP - 1:
        level += 1
        below: dict[int, int] = {}
        for pk, list_id, old, place in first_replies(list(ranks), (FOLD_CAP - 1) // level + 1):
            rank = fold_rank(ranks[list_id], place, level)
            if rank != old:
                changed[rank].append(pk)
                below[pk] = rank
        ranks = below
    for rank, pks in changed.items():
        Comment.objects.filter(pk__in=pks).update(fold_rank=rank)


def first_replies(parents: list[int], places: int) -> list[tuple[int, int, int | None, int]]:
    """(id, parent, fold_rank, place) of the first listed replies of each of these comments."""
    place = Window(RowNumber(), partition_by=F("parent_id"), order_by=F("id").asc())
    numbered = Comment.objects.listed().filter(parent_id__in=parents).annotate(place=place)
    return list(numbered.filter(place__lte=places).values_list("pk", "parent_id", "fold_rank", "place"))
