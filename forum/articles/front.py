"""A page of articles, as the front page and the pages of tags show them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.db.models import F, Func
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.safestring import SafeString

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.muting import muted_among
from forum.articles.newness import MOST, new_label, new_under
from forum.articles.orders import ORDERS, Choice, as_number, choice_of, from_number
from forum.articles.voting import article_voter
from forum.lib.addresses import host_of
from forum.lib.pagination import cursor, place_cursor
from forum.lib.stamps import Stamp, stamp
from forum.votes.voters import Voters

PAGE = 30
# A window with few enough articles to sort them at each page.
SHORT = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """Which page of which list.

    The cursor is what the last article shown stood by, and its id: an article that moves up meanwhile takes the page
    after it nowhere else.
    """

    choice: Choice
    tag: Tag | None = None
    after: tuple[int | datetime, int] | None = None
    # Where the window of "top" begins: the pages after the first carry it along, so that all are of one window.
    since: datetime | None = None

    @property
    def order(self) -> str:
        return self.choice.order


@dataclass(frozen=True)
class ListedArticle:
    article: Article
    posted: Stamp
    last_comment: Stamp | None
    voter: SafeString
    host: str
    # How many comments are new to the viewer, in words; empty where none are.
    new: str
    # Folded to a line: the viewer wants nothing of it.
    is_muted: bool


@dataclass(frozen=True)
class ArticlePage:
    articles: list[ListedArticle]
    # The query of the next page's address, where there is one.
    next_query: str
    is_first: bool


def asked_by(request: HttpRequest, *, tag: Tag | None, now: datetime) -> Asked:
    """Raises BadRequest for what is no cursor of ours."""
    choice, after, seconds = choice_of(request), place_cursor(request), cursor(request, "since")
    try:
        place = (from_number(after[0], choice.order), after[1]) if after else None
        began = datetime.fromtimestamp(seconds, now.tzinfo) if seconds is not None else None
    except (OverflowError, ValueError, OSError):
        raise BadRequest("no time") from None
    whole_second = now.replace(microsecond=0)
    since = began or whole_second - choice.length if choice.length else None
    return Asked(choice, tag, place, since)


def page_of_articles(asked: Asked, *, viewer: User | AnonymousUser, now: datetime) -> ArticlePage:
    articles = Article.objects.visible_to(viewer).listed().with_vote_of(viewer).for_front_page()
    if asked.tag is not None:
        articles = articles.filter(tags=asked.tag)
    if asked.since is not None:
        articles = articles.filter(published_at__gte=asked.since)
    column = column_of(asked)
    articles = articles.order_by_place(column)
    if asked.after is not None:
        articles = articles.beyond(column, *asked.after)
    found, voters = list(articles[: PAGE + 1]), Voters(now)
    next_query = next_of(asked, found[PAGE - 1]) if len(found) > PAGE else ""
    new = new_under([article.pk for article in found[:PAGE]], viewer=viewer, now=now)
    muted = muted_among(found[:PAGE], viewer=viewer, now=now)
    shown = [
        listed(
            article,
            article_voter(article, viewer=viewer, voters=voters),
            new.get(article.pk, 0),
            now,
            is_muted=article.pk in muted,
        )
        for article in found[:PAGE]
    ]
    return ArticlePage(shown, next_query, is_first=asked.after is None)


def column_of(asked: Asked) -> F | Func:
    """What the database is to order by.

    In a short window the score as no index has it: SQLite would go along the scores of all time until thirty are young
    enough, where the few of a week are found by their time and sorted.
    """
    is_short = asked.choice.length is not None and asked.choice.length <= SHORT
    return Coalesce("score", 0) if is_short else ORDERS[asked.order].column


def next_of(asked: Asked, last: Article) -> str:
    since = f"&since={int(asked.since.timestamp())}" if asked.since else ""
    return f"{asked.choice.query}{since}&after={as_number(ORDERS[asked.order].of(last))}.{last.pk}"


def listed(article: Article, voter: SafeString, new: int, now: datetime, *, is_muted: bool) -> ListedArticle:
    return ListedArticle(
        article,
        stamp(article.began_at, now),
        stamp(article.last_comment_at, now) if article.last_comment_at else None,
        voter,
        host_of(article.source_link),
        new_label(new, is_more=new == MOST) if new else "",
        is_muted,
    )
