"""What stands beside the comments of a page, in one statement: what a reader did with them, votes and collapsed
branches, and why some were removed or folded.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, QuerySet, SmallIntegerField, Value

from accounts.models import User
from forum.comments.models import CommentVote
from forum.comments.policy import Viewer
from forum.threads.models import Collapse
from forum.threads.reasons import Reason, entries_about, reason_in
from forum.threads.rows import Row

# In the column of the votes, where no vote has these values.
COLLAPSED, EXPLAINED = 2, 3
NO_RULE, NO_NUMBER = Value("", output_field=CharField()), Value(0, output_field=BigIntegerField())


class Own(NamedTuple):
    """By comment: what the reader voted. The comments whose branches they collapsed. And why some are not there."""

    votes: Mapping[int, int] = {}
    collapsed: Set[int] = frozenset()
    reasons: Mapping[int, Reason] = {}


class Found(NamedTuple):
    comment: int
    value: int
    rule: str
    number: int


def own_on(rows: Sequence[Row], *, viewer: Viewer) -> Own:
    asked = queries_for(rows, viewer)
    if not asked:
        return Own()
    first, *others = asked
    found = [Found(*values) for values in (first.union(*others, all=True) if others else first)]
    return Own(
        {each.comment: each.value for each in found if each.value not in (COLLAPSED, EXPLAINED)},
        frozenset(each.comment for each in found if each.value == COLLAPSED),
        latest_reasons(each for each in found if each.value == EXPLAINED),
    )


def queries_for(rows: Sequence[Row], viewer: Viewer) -> list[QuerySet[Any, Any]]:
    """All with the columns of `Found`. Nobody is asked for reasons on a page where nothing needs one."""
    asked: list[QuerySet[Any, Any]] = []
    if isinstance(viewer, User) and rows:
        pks = [row.id for row in rows]
        votes = CommentVote.objects.on(pks).filter(voter=viewer)
        collapses = Collapse.objects.filter(reader=viewer, comment__in=pks)
        asked += [votes.values_list("votable", "value", NO_RULE, NO_NUMBER)]
        asked += [collapses.values_list("comment", mark(COLLAPSED), NO_RULE, NO_NUMBER)]
    if (entries := entries_about(rows)) is not None:
        asked += [entries.values_list("comment", mark(EXPLAINED), "rule_title", "number")]
    return asked


def mark(value: int) -> Value:
    return Value(value, output_field=SmallIntegerField())


def latest_reasons(found: Iterable[Found]) -> Mapping[int, Reason]:
    in_order = sorted(found, key=lambda each: each.number)
    return {each.comment: reason_in(each.rule, each.number) for each in in_order}
