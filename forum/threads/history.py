"""What a comment said before, and what each edit changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404

from forum.comments.models import CommentBody, CommentRevision
from forum.lib.diffs import Piece, word_diff
from forum.lib.stamps import Stamp, stamp

# Hostile texts of full length take 0.16 s to compare: a page of a hundred of them would hold a server for a while.
PAGE = 5


@dataclass(frozen=True)
class Version:
    """One text of a comment, with what changed since the one before."""

    revision: CommentRevision
    written: Stamp
    pieces: Sequence[Piece]

    @property
    def is_current(self) -> bool:
        return self.revision.pk is None


@dataclass(frozen=True)
class History:
    versions: list[Version]
    next_after: int | None


def history_of(comment_id: int, *, after: int | None, now: datetime) -> History:
    """The texts after a revision, the first first. The current one, the last, is no revision yet."""
    body = get_object_or_404(CommentBody.objects.select_related("comment"), pk=comment_id)
    current = CommentRevision(text=body.text, written_at=body.edited_at or body.comment.created_at)
    revisions = list(body.comment.revisions.all())
    start = sum(revision.pk <= (after or 0) for revision in revisions)
    pairs = list(zip([None, *revisions], [*revisions, current], strict=True))[start:]
    shown = [Version(text, stamp(text.written_at, now), changes(before, text)) for before, text in pairs[:PAGE]]
    return History(shown, next_after=shown[-1].revision.pk if len(pairs) > PAGE else None)


def changes(before: CommentRevision | None, text: CommentRevision) -> list[Piece]:
    """What is blanked left no words: what follows it is shown whole."""
    if before is None or before.blanked_at:
        return [Piece("same", text.text)]
    return word_diff(before.text, text.text)
