"""What somebody wrote under articles, forgotten with them: replies stay, below a comment that was deleted."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.leaving import Kept, Seen, deleted
from accounts.models import User
from forum.comments.deleting import delete_comment
from forum.comments.models import Comment, CommentBody, CommentDraft, CommentRevision


def comments_by(person: User) -> QuerySet[Comment]:
    return Comment.objects.filter(body__author=person)


def forget_comments(person: User, at: datetime, seen: Seen) -> None:
    """One after the other, each off its page before its words go: a tree is locked for no longer than that."""
    for comment in comments_by(person).order_by("pk").iterator():
        delete_comment(comment, at=at)
        CommentBody.objects.filter(pk=comment.pk).update(text="", html="")
        seen(1)


def versions_by(person: User) -> QuerySet[Any]:
    return CommentRevision.objects.filter(comment__body__author=person)


def forget_versions(person: User, at: datetime, seen: Seen) -> None:
    seen(versions_by(person).update(text="", blanked_at=at))


KEPT = (
    Kept("comments", comments_by, forget_comments),
    Kept("earlier versions of comments", versions_by, forget_versions),
    deleted("drafts of comments", lambda person: CommentDraft.objects.filter(author=person)),
)
