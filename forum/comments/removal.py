"""Moderators take comments off the page, and put them back. For the verbs of the moderation package alone.

Replies always stay. The three facts (held, removed, deleted) know nothing of each other, so that undoing one is exact.
"""

from datetime import datetime

from accounts.models import User
from forum.comments import trees
from forum.comments.listing import set_facts
from forum.comments.models import Comment
from forum.events.announcing import announce


@trees.tree_transaction
def remove_comment(comment: Comment, *, by: User, at: datetime) -> bool:
    """Hide a comment from readers; its replies stay. False if it was removed already."""
    comment = trees.lock(comment)
    if comment.removed_at:
        return False
    set_facts(comment, removed_at=at)
    announce("comment_removed", comment_id=comment.pk, by_id=by.pk)
    return True


@trees.tree_transaction
def restore_comment(comment: Comment, *, by: User) -> bool:
    """Show a removed comment again, as it was before. False if it was not removed."""
    comment = trees.lock(comment)
    if not comment.removed_at:
        return False
    set_facts(comment, removed_at=None)
    announce("comment_restored", comment_id=comment.pk, by_id=by.pk)
    return True
