"""The databases read the page of a large article by the indexes made for it, and stop when they have enough."""

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import User
from forum.articles.models import Article
from forum.comments.planting import Seed, plant_threads
from forum.threads.orders import ORDERS
from forum.threads.reading import PAGE, page_of_threads, threads_sql
from forum.threads.tree import most_shown
from tests.make import LONG_AGO, ArticleFactory

INDEXES = {
    "best": "threads_best_first",
    "newest": "threads_by_age",
    "oldest": "threads_by_age",
    "discussed": "threads_by_size",
}


@pytest.fixture
def article(alice: User) -> Article:
    """So many comments that reading them all cannot pay, and statistics that know it. One thread is a long list."""
    article = ArticleFactory.create(author=alice)
    seeds = [Seed(str(n), None, alice.pk, LONG_AGO, "a", "a", base_up=n) for n in range(10_000)]
    seeds += [Seed(f"r{n}", "9999", alice.pk, LONG_AGO, "b", "b") for n in range(2000)]
    plant_threads(article, seeds)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return article


def plan(article: Article, order: str, after: int | None) -> str:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    sql = threads_sql(ORDERS[order], is_first_page=after is None)
    limit = PAGE + most_shown(settings.REPLIES_SHOWN)
    values = [article.pk, True, *([] if after is None else [after]), settings.REPLIES_SHOWN, limit]
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}", values)
        return "\n".join(str(line[-1]) for line in cursor.fetchall())


def test_threads_come_by_the_index_of_their_order_and_replies_by_that_of_what_is_shown(article: Article) -> None:
    stops_early = "Incremental Sort" if connection.vendor == "postgresql" else "RIGHT PART OF ORDER BY"

    for order, index in INDEXES.items():
        second_page = page_of_threads(article, order=order, shown=settings.REPLIES_SHOWN).next_after
        for after in (None, second_page):
            lines = plan(article, order, after)
            for words in (f" {index} ", " comments_shown_first ", " comments_locked", stops_early):
                assert words in lines, f"{order} after {after}: {lines}"
            assert "Seq Scan on comments_comment " not in lines, lines
