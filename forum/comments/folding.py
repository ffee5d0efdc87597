"""Folding the words of one comment behind a line that says why, and unfolding them. Its replies stay as they are."""

from datetime import datetime

from django.db import transaction

from forum.comments.models import Comment, CommentBody
from forum.events.announcing import announce


def fold_comment(comment: Comment, *, at: datetime) -> bool:
    """False if it was folded already. The tree has no part in it: its lock is that of the words alone."""
    return bool(CommentBody.objects.filter(pk=comment.pk, folded_at__isnull=True).update(folded_at=at))


@transaction.atomic
def unfold_comment(comment: Comment) -> bool:
    """False if it was not folded."""
    if not CommentBody.objects.filter(pk=comment.pk, folded_at__isnull=False).update(folded_at=None):
        return False
    announce("comment_unfolded", comment_id=comment.pk)
    return True
