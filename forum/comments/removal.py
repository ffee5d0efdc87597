"""Taking comments off the page and putting them back: moderators remove and restore, authors delete and undelete.

Replies always stay. The three facts (held, removed, deleted) know nothing of each other, so that undoing one is exact.
"""

from datetime import datetime

from accounts.models import User
from forum.comments import trees
from forum.comments.listing import relist
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


def set_facts(comment: Comment, **facts: datetime | None) -> None:
    """Change held_at, removed_at or deleted_at (or published_at with them) of a locked comment, then the listing."""
    Comment.objects.filter(pk=comment.pk).update(**facts)
    comment.refresh_from_db(fields=list(facts))
    relist(comment)
