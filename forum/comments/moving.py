"""Moving a branch to another article, a thread of its own there, and back. For the verbs of moderation alone."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from forum.articles.models import Article
from forum.comments import listing, trees
from forum.comments.models import FOLD_CAP, Comment
from forum.comments.writing import Refused
from forum.events.announcing import announce


@trees.tree_transaction
def move_branch(comment: Comment, *, to: Article, by: User) -> bool:
    """Make a comment, with all below it, a top-level thread of another article. False if it is there already.

    Its permalinks stay. Raises Refused for a comment that is not listed: only what readers see can be moved.
    """
    comment = trees.lock(comment)
    if comment.article_id == to.pk:
        return False
    if not comment.listed:
        raise Refused(_("Only what readers can see can be moved."))
    origin, ancestors = comment.article_id, listing.ancestors_of(comment)
    count, newest = 1 + comment.reply_count, newest_in(comment)
    lock_articles(origin, to.pk)
    if comment.parent_id is not None:
        trees.detach(comment)
        fold_anew(comment, rank=0)
    Comment.objects.filter(tree_id=comment.pk).update(article=to)
    listing.withdraw(comment, ancestors, count=count, newest=newest)
    listing.add_to_article(to.pk, at=newest, by=count)
    announce("branch_moved", comment_id=comment.pk, from_article_id=origin, by_id=by.pk)
    return True


@trees.tree_transaction
def return_branch(thread: Comment, *, to: Comment, away_from: int, by: User) -> bool:
    """Put a thread back below the comment that it answered, wherever that is now. False if it is elsewhere already.

    What was answered to it meanwhile comes along. `away_from` is the article that it was moved to.
    """
    thread, parent = trees.lock_together(thread, to)
    if thread.parent_id is not None or thread.article_id != away_from:
        return False
    count, newest = 1 + thread.reply_count, newest_in(thread)
    ancestors = [parent, *listing.ancestors_of(parent)]
    lock_articles(away_from, parent.article_id)
    Comment.objects.filter(tree_id=thread.pk).update(article=parent.article_id)
    trees.attach(thread, parent)
    if thread.listed:
        thread.article_id = away_from
        listing.withdraw(thread, [], count=count, newest=newest)
        thread.article_id = parent.article_id
        listing.show(thread, ancestors, count=count, newest=newest)
        fold_anew(thread)
    announce("branch_moved", comment_id=thread.pk, from_article_id=away_from, by_id=by.pk)
    return True


def newest_in(comment: Comment) -> datetime:
    """When the newest listed comment of a branch was published."""
    return max(filter(None, [comment.published_at, comment.last_reply_at]), default=comment.created_at)


def fold_anew(comment: Comment, *, rank: int | None = None) -> None:
    """Give what is listed below a comment that stands elsewhere now its fold ranks; `rank` is its own, if that is new.

    As if nothing below were shown: then refold goes down wherever something is.
    """
    below = Comment.objects.listed().filter(tree_id=comment.tree_id, lft__gt=comment.lft, rght__lt=comment.rght)
    below.update(fold_rank=FOLD_CAP)
    if rank is not None:
        Comment.objects.filter(pk=comment.pk).update(fold_rank=rank)
    listing.refold(comment.pk)


def lock_articles(*pks: int) -> None:
    """In id order, or two moves in opposite directions would wait for each other.

    Raises Refused where one was merged into another meanwhile: nothing may be left there. Nothing was changed then.
    """
    articles = Article.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    if any(articles.values_list("merged_into", flat=True)):
        raise Refused(_("That article was merged into another meanwhile. Look where it is now."))
