"""Editing a comment, and what stays of its earlier texts."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.restrictions import why_not_published
from forum.comments import trees
from forum.comments.drafts import Sitting, discard_written
from forum.comments.holding import hold_comment
from forum.comments.models import Comment, CommentBody, CommentRevision
from forum.comments.writing import Refused, Words, screened
from forum.events.announcing import announce
from forum.lib.text import version_of as version_of  # what forms and tests of edits name a text with

# Long enough to mend a typo that one sees only once it is posted; too short to take back what was answered.
GRACE = timedelta(minutes=5)
# Nobody needs more versions of one comment; each is kept for ever.
MAX_REVISIONS = 100


class EditConflict(Exception):
    """The text changed since the form was made, by the other tab or the other device. `current` is what it is now."""

    def __init__(self, current: str) -> None:
        super().__init__(current)
        self.current = current


def edit_comment(comment: Comment, *, by: User, text: str, version: str, sitting: Sitting | None = None) -> bool:
    """Replace the text. False when it says that already.

    Within the grace period nothing shows; after it the earlier text becomes a revision and the comment is stamped.
    `version` is version_of the text that the editor was shown; `sitting` is the form that it was written in, whose
    draft is gone afterwards. Raises EditConflict, and Refused with words for the editor.
    """
    words = Words.written(text)
    verdict = screened(words, author=by, article=comment.article, parent_id=comment.parent_id, is_edit=True)
    edit = edit_and_hold if verdict.is_held else edit_openly
    return edit(comment, words, by=by, version=version, now=timezone.now(), sitting=sitting)


@trees.tree_transaction
def edit_and_hold(
    comment: Comment, words: Words, *, by: User, version: str, now: datetime, sitting: Sitting | None = None
) -> bool:
    """As edit_openly, and kept from readers from the first moment. The tree's lock comes before the body's."""
    trees.lock(comment)
    done = replace_words(comment, words, version=version, now=now, sitting=sitting) and hold_comment(comment, at=now)
    refuse_restricted(by, is_held=True)
    return done


@transaction.atomic
def edit_openly(
    comment: Comment, words: Words, *, by: User, version: str, now: datetime, sitting: Sitting | None = None
) -> bool:
    """The transaction of edit_comment."""
    done = replace_words(comment, words, version=version, now=now, sitting=sitting)
    refuse_restricted(by, is_held=comment.held_at is not None)
    return done


def refuse_restricted(author: User, *, is_held: bool) -> None:
    if why := why_not_published(author, is_held=is_held):
        raise Refused(why)


def replace_words(
    comment: Comment, words: Words, *, version: str, now: datetime, sitting: Sitting | None = None
) -> bool:
    """Within a transaction. The body's row is the lock: the tree has no part in it."""
    body = CommentBody.objects.select_for_update(no_key=True, of=("self",)).get(pk=comment.pk)
    if is_other := body.text != words.text:
        if version != version_of(body.text):
            raise EditConflict(body.text)
        if now - comment.created_at > GRACE:
            keep_revision(body, now=now)
        body.text, body.format, body.html = words.text, words.format, words.html
        body.edited_with = sitting.form_key if sitting else None
        body.save(update_fields=["text", "format", "html", "edited_at", "edited_with"])
    if sitting:
        discard_written(sitting, {"edited": comment})
    if is_other:
        announce("comment_edited", comment_id=comment.pk)
    return is_other


def keep_revision(body: CommentBody, *, now: datetime) -> None:
    """Put what a body says into the public history, and stamp it. Its row is locked."""
    comment = body.comment
    if comment.revisions.count() >= MAX_REVISIONS:
        raise Refused(_("This comment was edited too often. Write a reply instead."))
    written_at = body.edited_at or comment.created_at
    CommentRevision.objects.create(comment=comment, text=body.text, written_at=written_at)
    body.edited_at = now


def blank_revision(revision: CommentRevision, *, by: User, at: datetime) -> bool:
    """Take the words of one earlier text out of the public history, for good. False if they were gone already."""
    untouched = CommentRevision.objects.filter(pk=revision.pk, blanked_at__isnull=True)
    return bool(untouched.update(text="", blanked_at=at, blanked_by=by))
