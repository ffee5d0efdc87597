"""Holding a comment until a moderator has judged it, and releasing it."""

from datetime import datetime

from forum.comments import trees
from forum.comments.listing import set_facts
from forum.comments.models import Comment
from forum.events.announcing import announce


@trees.tree_transaction
def hold_comment(comment: Comment, *, at: datetime) -> bool:
    """Keep a comment from readers until it is judged. False if it was held already."""
    comment = trees.lock(comment)
    if comment.held_at:
        return False
    set_facts(comment, held_at=at)
    announce("comment_held", comment_id=comment.pk)
    return True


@trees.tree_transaction
def release_comment(comment: Comment, *, at: datetime) -> bool:
    """Let a held comment be read. False if it was not held.

    Published now if it never was: to its readers it is new, whenever it was written.
    """
    comment = trees.lock(comment)
    if not comment.held_at:
        return False
    is_first_time = comment.published_at is None
    set_facts(comment, held_at=None, published_at=comment.published_at or at)
    announce("comment_published" if is_first_time else "comment_released", comment_id=comment.pk)
    return True


@trees.tree_transaction
def take_release_back(comment: Comment, *, released_at: datetime, at: datetime) -> bool:
    """Hold a comment again that was released then. False if it is held already.

    Where that was how readers first saw it, and nobody answered, it was never published: released after all, it is new.
    """
    comment = trees.lock(comment)
    if comment.held_at:
        return False
    set_facts(comment, held_at=at)
    if comment.published_at == released_at and not comment.children.exists():
        Comment.objects.filter(pk=comment.pk).update(published_at=None)
    announce("comment_held", comment_id=comment.pk)
    return True
