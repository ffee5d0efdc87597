"""Locking a branch: it can be read, but not continued. For the verbs of the moderation package alone.

As where an article is locked, votes stay open, and so does mending one's own words.
"""

from datetime import datetime

from accounts.models import User
from forum.comments import trees
from forum.comments.models import Comment
from forum.events.announcing import announce


@trees.tree_transaction
def lock_branch(comment: Comment, *, by: User, at: datetime) -> bool:
    """Let nobody answer a comment, or what is below it. False if it was locked already."""
    comment = trees.lock(comment)
    if comment.locked_at:
        return False
    Comment.objects.filter(pk=comment.pk).update(locked_at=at)
    announce("branch_locked", comment_id=comment.pk, by_id=by.pk)
    return True


@trees.tree_transaction
def unlock_branch(comment: Comment, *, by: User) -> bool:
    """Let people answer again; what is locked below or above it stays so. False if it was not locked itself."""
    comment = trees.lock(comment)
    if not comment.locked_at:
        return False
    Comment.objects.filter(pk=comment.pk).update(locked_at=None)
    announce("branch_unlocked", comment_id=comment.pk, by_id=by.pk)
    return True
