"""What a comment said before, and what each edit changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404

from forum.comments.models import CommentBody, CommentRevision
from forum.lib.diffs import Piece, word_diff
from forum.lib.stamps import Stamp, stamp


@dataclass(frozen=True)
class Version:
    """One text of a comment, with what changed since the one before."""

    written: Stamp
    pieces: Sequence[Piece]
    is_current: bool
    is_blanked: bool = False
    revision_id: int | None = None


def versions_of(comment_id: int, *, now: datetime) -> list[Version]:
    """All texts, the first first. What was blanked left no words, so that what follows it is shown whole."""
    body = get_object_or_404(CommentBody.objects.select_related("comment"), pk=comment_id)
    written_at = body.edited_at or body.comment.created_at
    revisions = [*body.comment.revisions.all(), CommentRevision(text=body.text, written_at=written_at)]
    versions, before = [], None
    for revision in revisions:
        versions.append(
            Version(
                stamp(revision.written_at, now),
                changes(before, revision.text),
                is_current=revision.pk is None,
                is_blanked=revision.blanked_at is not None,
                revision_id=revision.pk,
            )
        )
        before = None if revision.blanked_at else revision.text
    return versions


def changes(before: str | None, text: str) -> list[Piece]:
    return [Piece("same", text)] if before is None else word_diff(before, text)
