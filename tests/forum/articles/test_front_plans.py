"""Both databases read a page of the front page by the index of its order, and stop when they have enough."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from forum.articles.front import Asked, page_of_articles
from forum.articles.models import Article
from forum.articles.orders import ORDERS, Choice
from forum.articles.policy import Viewer
from forum.votes.ranking import hot_rank
from tests.make import LONG_AGO

INDEXES = {
    "hot": "articles_hot_first",
    "new": "articles_newest_first",
    "active": "articles_active_first",
    "top": "articles_top_first",
    "discussed": "articles_discussed_first",
}
COUNT = 5000
NOW = LONG_AGO + timedelta(hours=COUNT)


@pytest.fixture
def articles(alice: User) -> None:
    """So many that reading them all cannot pay, and statistics that know it."""
    made = [
        Article(
            author=alice,
            published_at=LONG_AGO + timedelta(hours=n),
            score=n % 50,
            hot=hot_rank(n % 50, LONG_AGO + timedelta(hours=n)),
            comment_count=n % 30,
            last_comment_at=NOW - timedelta(minutes=n * 7 % COUNT) if n % 30 else None,
        )
        for n in range(COUNT)
    ]
    Article.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def plan_of(asked: Asked, viewer: Viewer) -> str:
    """How the database finds the articles of that page."""
    with CaptureQueriesContext(connection) as captured:
        page_of_articles(asked, viewer=viewer, now=NOW)
    sql = captured[0]["sql"]
    assert "articles_article" in sql
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{explain} {sql}".replace("%", "%%") if connection.vendor == "postgresql" else f"{explain} {sql}"
        )
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


@pytest.mark.parametrize("order", INDEXES)
def test_articles_come_by_the_index_of_their_order(articles: None, alice: User, order: str) -> None:
    middle = Article.objects.order_by("pk")[COUNT // 2]
    place = (ORDERS[order].of(middle), middle.pk)

    viewers: list[User | AnonymousUser] = [AnonymousUser(), alice]
    for after, viewer in product((None, place), viewers):
        lines = plan_of(Asked(Choice(order, "all"), after=after), viewer)
        assert f" {INDEXES[order]}" in lines, f"{order} after {after}: {lines}"
        assert not re.search(r"Sort|TEMP B-TREE|Seq Scan on articles_article ", lines), f"{order}, {after}: {lines}"


def test_the_top_of_a_window_is_found_by_its_time_or_its_score(articles: None) -> None:
    for window, days in (("day", 1), ("week", 7), ("month", 30)):
        lines = plan_of(Asked(Choice("top", window), since=NOW - timedelta(days=days)), AnonymousUser())
        assert re.search(r" (articles_scored_by_time|articles_top_first|articles_newest_first)", lines), lines
        assert "Seq Scan on articles_article " not in lines, lines
