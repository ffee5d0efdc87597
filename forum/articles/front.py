"""A page of articles, as the front page shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString

from accounts.models import User
from forum.articles.models import Article
from forum.articles.voting import article_voter
from forum.lib.stamps import Stamp, stamp
from forum.votes.voters import Voters

PAGE = 30


@dataclass(frozen=True)
class ListedArticle:
    article: Article
    posted: Stamp
    last_comment: Stamp | None
    voter: SafeString


@dataclass(frozen=True)
class ArticlePage:
    articles: list[ListedArticle]
    next_after: int | None
    is_first: bool


def page_of_articles(*, viewer: User | AnonymousUser, after: int | None, now: datetime) -> ArticlePage:
    """The articles after one of them, newest first; none where that one is not an article."""
    articles = Article.objects.visible_to(viewer).with_vote_of(viewer).for_front_page()
    if after is not None:
        articles = articles.older_than(after)
    found, voters = list(articles[: PAGE + 1]), Voters(now)
    shown = [
        ListedArticle(
            article,
            stamp(article.published_at, now),
            stamp(article.last_comment_at, now) if article.last_comment_at else None,
            article_voter(article, viewer=viewer, voters=voters),
        )
        for article in found[:PAGE]
    ]
    next_after = found[PAGE - 1].pk if len(found) > PAGE else None
    return ArticlePage(shown, next_after, is_first=after is None)
