"""Moving a branch to another article, as a thread of its own."""

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
    count, newest = 1 + comment.reply_count, max(filter(None, [comment.published_at, comment.last_reply_at]))
    if comment.parent_id is not None:
        trees.detach(comment)
        # As if nothing below were shown: refold then goes down wherever something is.
        Comment.objects.listed().filter(tree_id=comment.pk).update(fold_rank=FOLD_CAP)
        Comment.objects.filter(pk=comment.pk).update(fold_rank=0)
        listing.refold(comment.pk)
    Comment.objects.filter(tree_id=comment.pk).update(article=to)
    # In id order before either changes, or two moves in opposite directions would wait for each other.
    list(Article.objects.filter(pk__in=[origin, to.pk]).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    listing.withdraw(comment, ancestors, count=count, newest=newest)
    listing.add_to_article(to.pk, at=newest, by=count)
    announce("branch_moved", comment_id=comment.pk, from_article_id=origin, by_id=by.pk)
    return True
