"""The outline of a long discussion: what came last, what answers the reader, every thread in a line, and who talks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment, CommentBody
from forum.comments.policy import Viewer
from forum.lib.stamps import Clock, Stamp
from forum.lib.text import excerpt
from forum.threads import labels, reading
from forum.threads.orders import ORDERS
from forum.threads.pages import Context
from forum.threads.rows import Row, rows_of
from forum.threads.visits import News, news_for

LATEST = 8
ANSWERS = 10
THREADS = 50
PEOPLE = 20
# Those who talk are counted among so many of the newest comments: an article may have a hundred thousand.
COUNTED = 2000
# First words: a line on a wide screen, two or three on a phone.
WORDS = 90


@dataclass(frozen=True, slots=True)
class Line:
    """A comment in one line, with what is below it where it is a thread. Without a name where it is gone."""

    row: Row
    name: str
    words: str
    posted: Stamp
    last_reply: Stamp | None = None
    new: int = 0


@dataclass(frozen=True, slots=True)
class Talker:
    """Somebody and how much of the discussion is theirs. `username` is what the search knows them by."""

    username: str
    name: str
    count: int


def outline_page(article: Article, *, viewer: Viewer, order: str, after: int | None, now: datetime) -> Context:
    clock, is_first = Clock(now), after is None
    page, news = threads_of(article, order=order, after=after), news_for(viewer, article, order=ORDERS[order], now=now)
    return {
        "article": article,
        "order": order,
        "orders": ORDERS,
        "latest": [line(row, clock) for row in reading.latest_on(article, LATEST)] if is_first else [],
        "answers": [line(row, clock) for row in answers_to(viewer, article)] if is_first else [],
        "threads": [thread_line(row, clock, news) for row in page.rows],
        "people": people_of(article) if is_first else [],
        "counted": COUNTED,
        "is_first_page": is_first,
        "next_url": f"?order={order}&after={page.next_after}" if page.next_after else "",
    }


def line(row: Row, clock: Clock) -> Line:
    name = (row.author_name or labels.nobody()) if row.is_published else ""
    words = excerpt(row.html, WORDS) if row.is_published else labels.gone(row)
    return Line(row, name, words, clock.stamp(row.published_at or row.created_at))


def thread_line(row: Row, clock: Clock, news: News) -> Line:
    plain = line(row, clock)
    last_reply = clock.stamp(row.last_reply_at) if row.last_reply_at else None
    new = news.between(row.tree_id, row.lft - 1, row.rght)
    return Line(row, plain.name, plain.words, plain.posted, last_reply, new)


def threads_of(article: Article, *, order: str, after: int | None) -> reading.Page:
    """Top-level comments in one of the orders, by the index of it."""
    column, direction = ORDERS[order].column, ORDERS[order].direction
    threads = Comment.objects.on(article).threads().listed()
    if after is not None:
        here = Comment.objects.filter(pk=after)
        beyond = TupleLessThan if direction == "DESC" else TupleGreaterThan
        threads = threads.filter(beyond(Tuple(F(column), F("id")), (reading.one(here, column), after)))
    sign = "-" if direction == "DESC" else ""
    rows = rows_of(threads.order_by(f"{sign}{column}", f"{sign}id")[: THREADS + 1])
    return reading.Page(rows[:THREADS], next_after=rows[THREADS - 1].id if len(rows) > THREADS else None)


def answers_to(reader: Viewer, article: Article) -> Sequence[Row]:
    """What others answered to the reader's comments under an article, newest first: found from the comments up."""
    if not isinstance(reader, User):
        return []
    own = CommentBody.objects.filter(author=reader, comment__article=article).values("comment")
    answers = Comment.objects.on(article).published().listed().filter(parent__in=own).exclude(author=reader)
    return rows_of(answers.newest_first()[:ANSWERS])


def people_of(article: Article) -> list[Talker]:
    """Who wrote most of the newest comments. Those whom an imported thread did not name are nobody in particular."""
    newest = Comment.objects.on(article).published().listed().newest_first()[:COUNTED]
    talkers = Comment.objects.filter(pk__in=newest.values("pk")).exclude(author__imported_name="")
    counted = talkers.values_list("author__username", "author__imported_name").annotate(written=Count("pk"))
    return [
        Talker(username, username if imported is None else imported, count)
        for username, imported, count in counted.order_by("-written", "author__username")[:PEOPLE]
    ]
