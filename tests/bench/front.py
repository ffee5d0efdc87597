"""The front page in every order, of a thousand articles and of a hundred thousand: how long a page takes."""

import random
import statistics
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.orders import ORDERS, WINDOWS
from forum.votes.ranking import hot_rank
from tests.bench.pages import shown, signed_in
from tests.bench.timing import Reader
from tests.make import ArticleFactory, UserFactory

TIMES = 25
SIZES = (1_000, 100_000)
# Of a busy forum, at either size: the windows of "top" hold as many.
A_DAY = 100
ROW = '<li class="article"'
WORDS = "<p>It rained for three days, and nobody at the office wrote it down.</p>" * 20


def figures() -> None:
    print(f"front page, median of {TIMES}, {A_DAY} articles a day, thirty a page")
    author, reader = UserFactory.create(username="sender"), signed_in(UserFactory.create(username="front-reader"))
    tags = [Tag.objects.create(name=name, slug=name) for name in ("often", "seldom")]
    constant = ArticleFactory.create(author=author, published_at=None)
    Article.objects.filter(pk=constant.pk).update(author=User.objects.get(username="front-reader"))
    address = constant.get_absolute_url()
    taken: dict[str, list[float]] = {}
    made = 0
    for size in SIZES:
        made += add_articles(author, tags, start=made, end=size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"  {size:,} articles")
        for url in addresses():
            name = url.partition("&after")[0] + (", deep" if "&after" in url else "")
            taken.setdefault(name, []).append(timed(url, name, reader, constant=address))
    for name, (small, large) in taken.items():
        print(f"  {name:30} {SIZES[1]:,} against {SIZES[0]:,}, both by the yardstick: {large / small:.2f} times")


def addresses() -> list[str]:
    """The first page of every order and window, a page from the middle of each order, and of two tags."""
    middle = Article.objects.listed().order_by("pk")[Article.objects.listed().count() // 2]
    windows = [f"/?order=top&of={window}" for window in WINDOWS]
    orders = [f"/?order={order}" for order in ORDERS if order != "top"]
    places = {"hot": middle.hot, "top": middle.score, "discussed": middle.comment_count}
    deep = [f"/?order={order}&of=all&after={value}.{middle.pk}" for order, value in places.items()]
    tagged = [f"/t/{slug}?order={order}" for slug in ("often", "seldom") for order in ("hot", "discussed")]
    return [*orders, *windows, *deep, *tagged]


def timed(url: str, name: str, reader: Reader, *, constant: str) -> float:
    """The page and the yardstick by turns, so that other work on the machine slows both; their ratio."""
    pairs = [(once_ms(reader, url), once_ms(reader, constant)) for _time in range(TIMES + 2)][2:]
    taken, base = (statistics.median(times) for times in zip(*pairs, strict=True))
    count, queries = shown(reader.get(url), ROW), reader.queries(url)
    print(f"    {name:30} {taken:6.1f} ms, {taken / base:4.2f} x the yardstick, {count:3} shown, {queries} queries")
    return float(taken / base)


def once_ms(reader: Reader, url: str) -> float:
    began = time.perf_counter()
    reader.get(url)
    return (time.perf_counter() - began) * 1000


def add_articles(author: User, tags: list[Tag], *, start: int, end: int) -> int:
    """From now backwards: what is added is older than what is there."""
    chance, now = random.Random(start), timezone.now()
    articles = []
    for number in range(start, end):
        published = now - timedelta(days=number / A_DAY, seconds=chance.random())
        score, comments = int(chance.paretovariate(1.1)) - 2, min(int(chance.paretovariate(1.0)) - 1, 5000)
        articles.append(
            Article(
                author=author,
                title=f"The river rises for the {number}. time",
                deck="It has done so before.",
                source_name="The Courier",
                source_url=f"https://example.org/{number}",
                text=WORDS,
                html=WORDS,
                submitted_at=published,
                published_at=published,
                score=score,
                hot=hot_rank(score, published),
                comment_count=comments,
                last_comment_at=min(now, published + timedelta(hours=comments)) if comments else None,
            )
        )
    made = Article.objects.bulk_create(articles, batch_size=1000)
    often, seldom = tags
    links = [Article.tags.through(article=article, tag=often) for article in made[::3]]
    links += [Article.tags.through(article=article, tag=seldom) for article in made[:: max(1, len(made) // 50)]]
    Article.tags.through.objects.bulk_create(links, batch_size=1000)
    return len(made)
