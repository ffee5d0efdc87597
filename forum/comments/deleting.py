"""Authors take their comments off the page, and put them back. Replies always stay."""

from datetime import datetime

from forum.comments import trees
from forum.comments.listing import set_facts
from forum.comments.models import Comment
from forum.events.announcing import announce


@trees.tree_transaction
def delete_comment(comment: Comment, *, at: datetime) -> bool:
    """Hide a comment because its author wants it gone; its replies stay. False if it was deleted already."""
    comment = trees.lock(comment)
    if comment.deleted_at:
        return False
    set_facts(comment, deleted_at=at)
    announce("comment_deleted", comment_id=comment.pk)
    return True


@trees.tree_transaction
def undelete_comment(comment: Comment) -> bool:
    """Take the author's deletion back. False if it was not deleted."""
    comment = trees.lock(comment)
    if not comment.deleted_at:
        return False
    set_facts(comment, deleted_at=None)
    announce("comment_undeleted", comment_id=comment.pk)
    return True
