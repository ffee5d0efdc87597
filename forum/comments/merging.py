"""Merging an article into another, and taking that apart. For the verbs of moderation alone.

Why no comment can end up in a merged article: a reply needs the lock of its thread, and all threads are locked here; a
new thread pins its article (ArticleQuerySet.pinned), and here the merged one is locked against that. What was begun
under it between the two locks is found, and the whole transaction runs again.
"""

from collections.abc import Collection
from datetime import datetime
from itertools import batched

from django.db.models import Count, Exists, Max, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.articles.policy import is_listed
from forum.comments import listing, trees
from forum.comments.models import Comment, CommentDraft
from forum.comments.writing import Refused
from forum.events.announcing import announce


@trees.tree_transaction
def merge_article(article: Article, *, into: Article, by: User, at: datetime) -> list[int] | None:
    """Make all threads of an article threads of another. Their keys; None if it is merged into that one already.

    Nothing about them changes but where they stand. Votes on the article, and all else that is its own, stay with it.
    Raises Refused where one of the two is not in lists, or others were merged into the one that is to go.
    """
    locked = trees.lock_trees(Comment, threads_of(article))
    merged, kept = lock_both(article, into)
    if merged.merged_into_id == kept.pk:
        return None
    refuse_impossible(merged, kept)
    threads = threads_of(article)
    if not locked.issuperset(threads):
        raise trees.TreeMoved(f"A thread was begun under {merged.pk}")
    carry(threads, origin=merged, to=kept)
    Article.objects.filter(pk=merged.pk).update(merged_into=kept, merged_at=at)
    carry_drafts(merged, kept)
    announce("article_merged", article_id=merged.pk, into_id=kept.pk, by_id=by.pk)
    return threads


@trees.tree_transaction
def take_apart(article: Article, *, threads: Collection[int], by: User) -> bool:
    """Let a merged article be by itself again, with those of these threads that still stand where it was merged into.

    With them come the replies that were written since. False if it is not merged.
    """
    if article.merged_into is None:
        return False
    locked = trees.lock_trees(Comment, threads)
    merged, kept = lock_both(article, article.merged_into)
    if merged.merged_into_id != kept.pk:
        return False
    Article.objects.filter(pk=merged.pk).update(merged_into=None, merged_at=None)
    carry(sorted(locked), origin=kept, to=merged)
    announce("article_taken_apart", article_id=merged.pk, from_id=kept.pk, by_id=by.pk)
    return True


def threads_of(article: Article) -> list[int]:
    return list(Comment.objects.on(article).threads().order_by("pk").values_list("pk", flat=True))


def lock_both(merged: Article, kept: Article) -> tuple[Article, Article]:
    """In id order, as they are now: the one that goes against new threads, too."""
    found = {
        pk: Article.objects.select_for_update(no_key=pk != merged.pk).get(pk=pk) for pk in sorted([merged.pk, kept.pk])
    }
    return found[merged.pk], found[kept.pk]


def refuse_impossible(merged: Article, kept: Article) -> None:
    if merged == kept:
        raise Refused(_("That is this article itself."))
    if merged.merged_into_id or kept.merged_into_id:
        raise Refused(_("One of them was merged into another meanwhile. Look where it is now."))
    if not is_listed(merged) or not is_listed(kept):
        raise Refused(_("Only articles that stand in lists can be merged: one of these was withdrawn or removed."))
    if Article.objects.filter(merged_into=merged).exists():
        raise Refused(_("Others were merged into this one. Merge the other way round, or take those apart first."))


def carry(threads: Collection[int], *, origin: Article, to: Article) -> None:
    """Those of these locked threads that stand under one article stand under another from now on."""
    for some in batched(threads, trees.TREES_A_STATEMENT):
        comments = Comment.objects.on(origin).filter(tree_id__in=some)
        counted = comments.listed().aggregate(count=Count("pk"), newest=Max("published_at"))
        comments.update(article=to)
        if counted["count"]:
            listing.take_from_article(origin.pk, gone=counted["newest"], by=counted["count"])
            listing.add_to_article(to.pk, at=counted["newest"], by=counted["count"])


def carry_drafts(origin: Article, to: Article) -> None:
    """What people are writing is sent where the discussion goes on."""
    there = CommentDraft.objects.filter(article=to, author=OuterRef("author"), form_key=OuterRef("form_key"))
    CommentDraft.objects.filter(~Exists(there), article=origin).update(article=to)
