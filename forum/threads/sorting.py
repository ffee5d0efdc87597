"""Sorting out the comments of a record: which begin new threads, which continue old ones, which cannot be placed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.threads.threadfile import CommentRecord, Refusal, ThreadRecord


@dataclass(frozen=True, slots=True)
class Sorted:
    # New top-level comments and all below them.
    planted: list[CommentRecord]
    # What is new below comments that are here: parents before their replies, and siblings in the order of time.
    grafted: list[CommentRecord]
    refused: list[Refusal]
    # How many are here already.
    known: int


def sort_out(record: ThreadRecord, known: Mapping[str, int], *, begun: datetime) -> Sorted:
    """`known` has the keys of comments that are here, by id; `begun` is the time of comments that have none."""
    first = {comment.id: comment for comment in reversed(record.comments)}
    twice = [comment.id for comment in record.comments if first[comment.id] is not comment]
    new = sorted(
        (c for c in record.comments if first[c.id] is c and c.id not in known), key=lambda c: c.created or begun
    )
    below: defaultdict[str | None, list[CommentRecord]] = defaultdict(list)
    for comment in new:
        below[comment.parent].append(comment)
    planted = with_replies(below[None], below)
    grafted = with_replies((comment for comment in new if comment.parent in known), below)
    reasons = {refusal.comment_id: refusal.reason for refusal in record.refused}
    refused = [Refusal(name, "another comment before it has the same id") for name in twice]
    refused += misplaced(new, {comment.id for comment in (*planted, *grafted)}, reasons)
    return Sorted(planted, grafted, refused, known=len(first) - len(new))


def with_replies(
    heads: Iterable[CommentRecord], below: Mapping[str | None, Sequence[CommentRecord]]
) -> list[CommentRecord]:
    """The comments and all that answers them, parents before their replies."""
    found = list(heads)
    for comment in found:
        found.extend(below.get(comment.id, ()))  # and so on: the list grows under the loop
    return found


def misplaced(new: Sequence[CommentRecord], placed: set[str], reasons: Mapping[str, str]) -> list[Refusal]:
    """Why each of the others has no place."""
    lost = {comment.id: comment for comment in new if comment.id not in placed}
    refused: list[Refusal] = []
    for comment in lost.values():
        parent = str(comment.parent)
        if parent in reasons:
            reason = f"its parent {parent!r} was refused: {reasons[parent]}"
        elif parent not in lost:
            reason = f"its parent {parent!r} is missing"
        else:
            reason = f"its parent {parent!r} was refused too, or answers it in a circle"
        refused.append(Refusal(comment.id, reason))
    return refused
