"""The queries of the reading pages.

All give plain rows, and none takes longer on an article of 100,000 comments than on a small one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db import connection
from django.db.models import F, Q, Subquery
from django.db.models.expressions import RawSQL

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import FOLD_CAP, Comment
from forum.comments.policy import Viewer
from forum.comments.querysets import CommentQuerySet
from forum.threads.orders import ORDERS, Order
from forum.threads.rows import SQL_COLUMNS, Row, row_from_cursor, rows_of
from forum.threads.tree import most_shown

# An article's page takes whole threads until it has this many comments.
PAGE = 200
# Of an opened fold, of a branch and of a person: a few screens.
BRANCH_PAGE = 50
# Above a permalinked comment: enough to know what is talked about, even in a chain of 500.
ANCESTORS = 8


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    # The comment after which the next page begins, when there is one.
    next_after: int | None = None


def page_of_threads(article: Article, *, order: str, shown: int, after: int | None = None) -> Page:
    """Threads with the replies that each shows at first: those of a fold_rank up to `shown`.

    From one statement: writers between two would make counts and rows disagree.
    """
    sql = threads_sql(ORDERS[order], is_first_page=after is None)
    cursors = [] if after is None else [after]
    # The last thread of a page begins among its first 199 comments: so many rows hold all of it, and one of the next.
    limit = PAGE + most_shown(shown)
    with connection.cursor() as cursor:
        cursor.execute(sql, [article.pk, True, *cursors, shown, limit])
        rows = [row_from_cursor(values) for values in cursor.fetchall()]
    return whole_threads(rows)


def threads_sql(order: Order, *, is_first_page: bool) -> str:
    """Roots by an index in their order, the shown replies of each by another, to the limit; then words and authors.

    The limit stands before these joins, or PostgreSQL expects so many rows that it reads the whole table of words.
    The rest is for SQLite, whose order of tables follows CROSS JOIN. It takes a partial index only where the condition
    is repeated to the letter (FOLD_CAP, and `listed` compared with a value), and without the plus it would rather read
    all of a thread, which comes in order, than sort what is shown of it.
    """
    column, direction = order.column, order.direction
    cursor = f"(SELECT {column}, id FROM comments_comment WHERE id = %s)"  # noqa: S608 - names of our own columns, as all below
    beyond = "" if is_first_page else f"AND (root.{column}, root.id) {order.beyond} {cursor}"
    return f"""
        SELECT {SQL_COLUMNS} FROM (
            SELECT reply.*, root.{column} AS place FROM comments_comment root CROSS JOIN comments_comment reply
            WHERE root.article_id = %s AND root.parent_id IS NULL AND root.listed = %s {beyond}
                AND reply.tree_id = root.id AND reply.fold_rank <= %s AND reply.fold_rank < {FOLD_CAP}
            ORDER BY root.{column} {direction}, root.id {direction}, +reply.lft LIMIT %s
        ) c CROSS JOIN accounts_user u CROSS JOIN comments_commentbody b
        WHERE u.id = c.author_id AND b.comment_id = c.id
        ORDER BY c.place {direction}, c.tree_id {direction}, c.lft
    """  # noqa: S608 - as above


def whole_threads(rows: list[Row]) -> Page:
    """As many whole threads as make a page, at least one."""
    taken: list[Row] = []
    for _tree, thread in groupby(rows, key=lambda row: row.tree_id):
        if len(taken) >= PAGE:
            return Page(taken, next_after=taken[-1].tree_id)
        taken.extend(thread)
    return Page(taken)


def find(pk: int, *, viewer: Viewer) -> Row | None:
    found = rows_of(Comment.objects.visible_to(viewer).filter(pk=pk))
    return found[0] if found else None


def branch(top: Row, *, past: int | None = None, after: int | None = None) -> Page:
    """A page of what is listed below a comment: all of it, or what comes past the branch of one of its replies.

    Cursors are ids, and their positions are read in the same statement: a position kept from the page before would
    repeat comments as soon as somebody replies to its left.
    """
    here = Comment.objects.filter(pk=top.id)
    start = one(here, "lft")
    if past is not None:
        start = one(Comment.objects.filter(pk=past, parent=top.id), "rght")
    if after is not None:
        start = one(Comment.objects.filter(pk=after, tree_id=one(here, "tree_id")), "lft")
    below = Comment.objects.listed().filter(tree_id=one(here, "tree_id"), lft__gt=start, lft__lt=one(here, "rght"))
    return cut(below.order_by("lft"))


def one(comments: CommentQuerySet, column: str) -> Subquery:
    """A column of the one comment that these are, read inside the statement."""
    return Subquery(comments.values(column)[:1])


def cut(comments: CommentQuerySet) -> Page:
    rows = rows_of(comments[: BRANCH_PAGE + 1])
    is_last = len(rows) <= BRANCH_PAGE
    return Page(rows[:BRANCH_PAGE], next_after=None if is_last else rows[BRANCH_PAGE - 1].id)


def ancestors(comment: Row, *, viewer: Viewer) -> list[Row]:
    """The nearest comments above one, the topmost first: by parent links, where a nested set would scan the tree.

    One more than is shown, so that the topmost that is can name whom it answers.
    """
    if comment.parent_id is None:
        return []
    up = upward([comment.parent_id], ANCESTORS)
    return rows_of(Comment.objects.visible_to(viewer).filter(pk__in=up).order_by("level"))


def upward(pks: Sequence[int], steps: int) -> RawSQL:
    """The keys of these comments and of as many above each."""
    marks = ", ".join(["%s"] * len(pks))
    return RawSQL(  # noqa: S611 - nothing is put into it but marks
        "WITH RECURSIVE up(id, parent_id, steps) AS ("  # noqa: S608 - as above
        f"SELECT id, parent_id, 0 FROM comments_comment WHERE id IN ({marks})"
        " UNION SELECT c.id, c.parent_id, steps + 1 FROM up JOIN comments_comment c ON c.id = up.parent_id"
        " WHERE steps < %s) SELECT id FROM up",
        [*pks, steps],
    )


def next_sibling(comment: Row) -> int | None:
    """The next reply to the same comment. In tree order it comes right after the branch, or after unlisted ones."""
    if comment.parent_id is None:
        return None
    here, parent = Comment.objects.filter(pk=comment.id), Comment.objects.filter(pk=comment.parent_id)
    beyond = Comment.objects.listed().filter(
        tree_id=comment.tree_id, level=comment.level, lft__gt=one(here, "rght"), lft__lt=one(parent, "rght")
    )
    return beyond.order_by("lft").values_list("pk", flat=True).first()


def named(pks: set[int]) -> dict[int, Row]:
    """Comments that are answered from another page."""
    return {row.id: row for row in rows_of(Comment.objects.listed().filter(pk__in=pks))} if pks else {}


def waiting(article: Article, *, viewer: Viewer) -> list[Row]:
    """The viewer's own comments under an article that only moderators see as yet."""
    if not isinstance(viewer, User):
        return []
    return rows_of(Comment.objects.on(article).waiting().filter(author=viewer).order_by("pk"))


def new_on(article: Article, *, viewer: User, since: datetime, after: int | None = None) -> Page:
    """What others published after a moment, thread by thread in tree order."""
    new = Comment.objects.on(article).published().listed().filter(published_at__gt=since).exclude(author=viewer)
    if after is not None:
        here = Comment.objects.filter(pk=after)
        new = new.filter(
            Q(tree_id__gt=one(here, "tree_id")) | Q(tree_id=one(here, "tree_id"), lft__gt=one(here, "lft"))
        )
    return cut(new.in_tree_order())


def lines_of(comments: Sequence[Row], *, viewer: Viewer) -> list[Row]:
    """These comments and the nearest above each, in tree order: enough to know what is talked about."""
    if not comments:
        return []
    up = upward([row.id for row in comments], ANCESTORS)
    return rows_of(Comment.objects.visible_to(viewer).filter(pk__in=up).in_tree_order())


def latest_on(article: Article, count: int) -> list[Row]:
    """The newest published comments of an article, as readers could first see them: newest first."""
    return rows_of(Comment.objects.on(article).published().listed().newest_first()[:count])


def latest_below(top: Row, count: int) -> list[Row]:
    """The newest published comments of a branch, without the one that it begins with."""
    here = Comment.objects.filter(pk=top.id)
    below = (
        Comment.objects.listed()
        .published()
        .filter(tree_id=one(here, "tree_id"), lft__gt=one(here, "lft"), lft__lt=one(here, "rght"))
    )
    return rows_of(below.newest_first()[:count])


def comments_by(person: User, *, viewer: Viewer, after: int | None = None) -> Page:
    """A person's published comments, newest first."""
    comments = Comment.objects.visible_to(viewer).published().filter(body__author=person)
    if after is not None:
        # Said of both tables: PostgreSQL begins in the middle of those indexes alone that it is told of.
        comments = comments.filter(pk__lt=after, body__comment__lt=after)
    return cut(comments.order_by(F("body__comment").desc()))
