"""What stands beside the comments of a page, in one statement: what a reader did with them (votes, branches put away),
whom they have muted, and why some comments were removed or folded.

So is what of it they were told of: it is read once it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet, SmallIntegerField, Subquery, Value

from accounts.models import User
from forum.articles.models import Article
from forum.articles.querysets import ArticleQuerySet
from forum.comments.models import Comment, CommentVote
from forum.comments.policy import Viewer
from forum.threads.models import Attention, Collapse
from forum.threads.reasons import Reason, entries_about, reason_in
from forum.threads.rows import Row
from forum.threads.unread import note_seen, unread_on

# In the column of the votes, where no vote has these values.
COLLAPSED, MUTED, UNREAD, EXPLAINED, MUTED_BRANCH = 2, 3, 4, 5, 6
NO_RULE, NO_NUMBER = Value("", output_field=CharField()), Value(0, output_field=BigIntegerField())


class Own(NamedTuple):
    """By comment: what the reader voted. The comments whose branches are away, those of people they muted. And why some
    are not there.
    """

    votes: Mapping[int, int] = {}
    collapsed: Set[int] = frozenset()
    muted: Set[int] = frozenset()
    reasons: Mapping[int, Reason] = {}
    # Where the branches begin that they muted; these are away, too.
    muted_branches: Set[int] = frozenset()

    def muted_singly(self, rows: Sequence[Row]) -> Set[int]:
        """Where no branch can be away, as comments stand without it, what is in a muted one is muted one by one."""
        return self.muted | self.muted_branches | inside(self.muted_branches, rows)


class Found(NamedTuple):
    comment: int
    value: int
    rule: str
    number: int


def own_on(rows: Sequence[Row], *, viewer: Viewer, now: datetime, article: Article | None = None) -> Own:
    """What is shown of it is read from now on, and the article where it is the one that is shown."""
    asked = queries_for(rows, viewer, now, article)
    if not asked:
        return Own()
    first, *others = asked
    found = [Found(*values) for values in (first.union(*others, all=True) if others else first)]
    marks = (COLLAPSED, MUTED, UNREAD, MUTED_BRANCH)
    of = {mark: {each.comment for each in found if each.value == mark} for mark in marks}
    collapsed = of[COLLAPSED] | of[MUTED_BRANCH]
    if isinstance(viewer, User) and (unread := of[UNREAD] - inside(collapsed, rows)):
        note_seen(viewer, unread, article.pk if article else None)
    return Own(
        {each.comment: each.value for each in found if each.value < COLLAPSED},
        collapsed,
        of[MUTED],
        latest_reasons(each for each in found if each.value == EXPLAINED),
        of[MUTED_BRANCH],
    )


def queries_for(
    rows: Sequence[Row], viewer: Viewer, now: datetime, article: Article | None
) -> list[QuerySet[Any, Any]]:
    """All with the columns of `Found`. Nobody is asked for reasons on a page where nothing needs one."""
    asked: list[QuerySet[Any, Any]] = []
    if isinstance(viewer, User):
        pks = [row.id for row in rows]
        votes = CommentVote.objects.on(pks).filter(voter=viewer)
        collapses = Collapse.objects.filter(reader=viewer, comment__in=pks)
        mutes = Attention.objects.of(viewer).muted().in_force(now)
        by_muted = Comment.objects.filter(pk__in=pks, author__in=mutes.filter(whom__isnull=False).values("whom"))
        asked += [
            votes.values_list("votable", "value", NO_RULE, NO_NUMBER),
            marked(collapses, "comment", COLLAPSED),
            marked(mutes.filter(comment__in=pks), "comment", MUTED_BRANCH),
            marked(by_muted, "pk", MUTED),
            *(marked(unread, "key", UNREAD) for unread in unread_on(viewer, pks, article.pk if article else None)),
        ]
    if (entries := entries_about(rows)) is not None:
        asked += [entries.values_list("comment", mark(EXPLAINED), "rule_title", "number")]
    return asked


def marked(query: QuerySet[Any, Any], key: str, value: int) -> QuerySet[Any, Any]:
    return query.values_list(key, mark(value), NO_RULE, NO_NUMBER)


def mark(value: int) -> Value:
    return Value(value, output_field=SmallIntegerField())


def latest_reasons(found: Iterable[Found]) -> Mapping[int, Reason]:
    in_order = sorted(found, key=lambda each: each.number)
    return {each.comment: reason_in(each.rule, each.number) for each in in_order}


def inside(collapsed: Set[int], rows: Sequence[Row]) -> set[int]:
    """The comments in branches that are put away: on the page, and not to be seen. Rows are in tree order."""
    hidden: set[int] = set()
    for row in rows:
        if row.parent_id in collapsed or row.parent_id in hidden:
            hidden.add(row.id)
    return hidden


def with_own(articles: ArticleQuerySet, viewer: Viewer, now: datetime) -> ArticleQuerySet:
    """Each knows whether the viewer watches or mutes it, and whether comments of theirs wait under it."""
    if not isinstance(viewer, User):
        return articles
    attention = Attention.objects.of(viewer).in_force(now).filter(article=OuterRef("pk"))
    waiting = Comment.objects.waiting().filter(article=OuterRef("pk"), author=viewer)
    return articles.annotate(attention=Subquery(attention.values("level")), has_waiting=Exists(waiting))
