"""The orders of the front page: each stands as its formula says, leads on to the end, and is remembered."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import log10

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.orders import ORDERS
from forum.articles.withdrawing import withdraw_article
from forum.votes.ranking import hot_rank
from tests.crawler import Page
from tests.make import LONG_AGO, ArticleFactory
from tests.pages import read, text_of
from tests.sizes import at_full_size

NOW = LONG_AGO + timedelta(days=100)


def make(
    author: User, *, age: timedelta, score: int = 0, comments: int = 0, silent: timedelta | None = None
) -> Article:
    """An article of that age, whose last comment is so long ago."""
    published = NOW - age
    return ArticleFactory.create(
        author=author,
        published_at=published,
        score=score,
        hot=hot_rank(score, published),
        comment_count=comments,
        last_comment_at=NOW - silent if silent is not None else None,
    )


def shown(client: Client, url: str) -> list[int]:
    """The articles of a list, from page to page."""
    return [pk for page in pages(client, url) for pk in ids_of(page)]


def pages(client: Client, url: str) -> Iterator[str]:
    following: str | None = url
    while following:
        html = read(client, following)
        yield html
        following = Page(following, html).next


def ids_of(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<li class="article" id="a(\d+)"', page)]


@pytest.fixture
def articles(alice: User) -> list[Article]:
    """Loved and old; new; much discussed and disliked; long silent, woken today."""
    days = [timedelta(days=day) for day in range(41)]
    return [
        make(alice, age=days[3], score=900, comments=2, silent=days[2]),
        make(alice, age=timedelta(hours=1)),
        make(alice, age=days[2], score=-30, comments=9, silent=days[1]),
        make(alice, age=days[40], score=5, comments=4, silent=timedelta(minutes=5)),
    ]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("", (1, 0, 2, 3)),
        ("order=hot", (1, 0, 2, 3)),
        ("order=new", (1, 2, 0, 3)),
        ("order=active", (3, 1, 2, 0)),
        ("order=top", (0, 3, 1, 2)),
        ("order=top&of=all", (0, 3, 1, 2)),
        ("order=top&of=month", (0, 1, 2)),
        ("order=top&of=week", (0, 1, 2)),
        ("order=top&of=day", (1,)),
        ("order=discussed", (2, 3, 0, 1)),
        ("order=best&of=year", (1, 0, 2, 3)),
    ],
)
def test_articles_stand_in_the_order_asked_for(
    client: Client, articles: list[Article], query: str, places: tuple[int, ...]
) -> None:
    with time_machine.travel(NOW, tick=False):
        assert shown(client, f"/?{query}") == [articles[place].pk for place in places]


def test_of_equals_the_younger_comes_first(client: Client, alice: User) -> None:
    twins = [make(alice, age=timedelta(days=1), score=3, comments=0).pk for _article in range(3)]

    for order in ORDERS:
        assert shown(client, f"/?order={order}") == twins[::-1]


def test_a_tag_has_a_list_of_its_own_in_the_same_orders(client: Client, articles: list[Article]) -> None:
    tag = Tag.objects.create(name="Rivers & lakes", slug="rivers")
    for article in articles[1:3]:
        article.tags.add(tag)

    assert shown(client, "/t/rivers?order=new") == [articles[1].pk, articles[2].pk]
    assert shown(client, "/t/rivers?order=discussed") == [articles[2].pk, articles[1].pk]
    assert "Tagged Rivers & lakes" in text_of(read(client, "/t/rivers"))
    assert '<a class="tag" href="/t/rivers" rel="tag">Rivers &amp; lakes</a>' in read(client, "/")
    assert client.get("/t/whales").status_code == 404


def test_a_list_of_a_tag_leads_on(client: Client, alice: User) -> None:
    tag = Tag.objects.create(name="Rivers", slug="rivers")
    for article in ArticleFactory.create_batch(35, author=alice, published_at=LONG_AGO):
        article.tags.add(tag)
    ArticleFactory.create_batch(3, author=alice)

    assert len(shown(client, "/t/rivers")) == len(set(shown(client, "/t/rivers"))) == 35


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_leads_to_every_article_once(client: Client, alice: User, order: str) -> None:
    """Many are equal, in each of them; some have no comments."""
    for number in range(70):
        make(
            alice,
            age=timedelta(days=number % 3),
            score=number % 4 - 1,
            comments=number % 2,
            silent=timedelta(hours=1) if number % 2 else None,
        )
    ArticleFactory.create(author=alice, published_at=None)
    withdraw_article(make(alice, age=timedelta(days=1)), at=NOW)

    found = shown(client, f"/?order={order}")

    assert len(found) == 70
    assert sorted(found) == sorted(Article.objects.listed().values_list("pk", flat=True))


@pytest.mark.parametrize("order", ORDERS)
def test_what_moves_up_meanwhile_takes_the_next_page_nowhere(client: Client, alice: User, order: str) -> None:
    made = [make(alice, age=timedelta(hours=number), score=-number) for number in range(40)]
    first = read(client, f"/?order={order}")
    last = ids_of(first)[-1]
    before = shown(client, f"/?order={order}")

    Article.objects.filter(pk=last).update(
        hot=10**15, published_at=NOW + timedelta(days=1), last_comment_at=NOW, score=99, comment_count=99
    )
    following = Page("/", first).next
    assert following

    assert ids_of(read(client, following)) == before[30:]
    assert len(made) == 40


def test_all_pages_of_top_are_of_one_window(client: Client, alice: User) -> None:
    articles = [make(alice, age=timedelta(hours=number), score=100 - number).pk for number in range(40)]

    with time_machine.travel(NOW, tick=False):
        first = read(client, "/?order=top&of=week")
    following = Page("/", first).next
    assert following
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        second = read(client, following)

    assert ids_of(first) + ids_of(second) == articles
    assert f"since={int((NOW - timedelta(days=7)).timestamp())}" in following


@pytest.mark.parametrize("after", ["x", "", "1", "1.", ".1", "1.5.2", "٣.1", "9" * 19 + ".1", "1.x", "--1.2", "1%00.2"])
def test_an_odd_cursor_is_a_bad_request(client: Client, db: None, after: str) -> None:
    assert client.get(f"/?after={after}").status_code == 400


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("number", ["999999999999999999", "-999999999999999999", "0"])
def test_a_cursor_of_nothing_is_an_end_or_a_beginning(client: Client, alice: User, order: str, number: str) -> None:
    ArticleFactory.create(author=alice)

    assert client.get(f"/?order={order}&after={number}.{number.strip('-')}").status_code in (200, 400)


@pytest.mark.parametrize("since", ["x", "-1", "9" * 18, "9" * 19])
def test_an_odd_beginning_of_a_window_is_a_bad_request(client: Client, db: None, since: str) -> None:
    assert client.get(f"/?order=top&of=day&since={since}").status_code == 400


# -- Remembered -------------------------------------------------------------------------------------------------------


def test_a_browser_remembers_the_order_that_it_chose(client: Client, articles: list[Article]) -> None:
    chosen = read(client, "/?order=top&of=month")

    again = client.get("/")

    assert ids_of(again.content.decode()) == ids_of(chosen)
    assert 'href="?order=top" aria-current="true"' in again.content.decode()
    assert 'href="?order=top&amp;of=month" aria-current="true"' in again.content.decode()
    assert not again.cookies
    assert 'aria-current="true"' in read(client, "/?order=new")
    assert "front_order" in client.cookies
    assert client.cookies["front_order"].value == "new-month"


def test_a_next_page_is_no_choice(client: Client, articles: list[Article]) -> None:
    assert "front_order" not in client.get("/?order=new&after=5.5").cookies


@pytest.mark.parametrize("kept", ["", "x", "top", "top-x", "x-month", "-", "hot-day-week"])
def test_an_odd_cookie_is_no_harm(client: Client, articles: list[Article], kept: str) -> None:
    client.cookies["front_order"] = kept

    assert len(ids_of(read(client, "/"))) == 4


def test_an_empty_window_leads_to_all_time(client: Client, alice: User) -> None:
    make(alice, age=timedelta(days=50))

    with time_machine.travel(NOW, tick=False):
        page = read(client, "/?order=top&of=day")

    assert "Nothing in so short a time." in page
    assert 'href="?order=top&amp;of=all"' in page


# -- Why --------------------------------------------------------------------------------------------------------------


def terms(client: Client, pk: int) -> dict[str, str]:
    """What the page `why` of an article tells machines."""
    found = re.search(r'<dl class="terms"(.*?)>', read(client, f"/a/{pk}/story/why"), re.DOTALL)
    assert found
    return dict(re.findall(r'data-([\w-]+)="([^"]*)"', found[1]))


def hot_of(told: dict[str, str]) -> float:
    score = int(told["score"])
    sign = (score > 0) - (score < 0)
    seconds = datetime.fromisoformat(told["published"]).timestamp()
    return round(1_000_000 * (sign * log10(max(abs(score), 1)) + seconds / 45_000))


# As the page of the formulas has them: each from the terms of the article alone.
FORMULAS: dict[str, Callable[[dict[str, str]], float]] = {
    "hot": hot_of,
    "new": lambda told: datetime.fromisoformat(told["published"]).timestamp(),
    "active": lambda told: datetime.fromisoformat(told["last-comment"] or told["published"]).timestamp(),
    "top": lambda told: int(told["score"]),
    "discussed": lambda told: int(told["comments"]),
}


def test_each_order_can_be_worked_out_from_what_each_article_tells(client: Client, alice: User) -> None:
    """1,000 articles in a full run: some of one moment, of one score, without comments."""
    for number in range(at_full_size(everyday=70, full=1000)):
        minutes = number * 37 % 600
        make(
            alice,
            age=timedelta(minutes=minutes * 97, microseconds=number % 5),
            score=(number * 31 % 41 - 10) * (number % 7),
            comments=number * 13 % 17,
            silent=timedelta(minutes=minutes) if number * 13 % 17 else None,
        )

    orders = {order: shown(client, f"/?order={order}") for order in FORMULAS}
    told = {pk: terms(client, pk) for pk in orders["new"]}

    for order, formula in FORMULAS.items():
        worked_out = sorted(told, key=lambda pk: (formula(told[pk]), int(told[pk]["id"])), reverse=True)
        assert orders[order] == worked_out, order


def test_every_row_leads_to_its_why_and_that_to_the_formulas(client: Client, articles: list[Article]) -> None:
    page = read(client, "/")

    for article in articles:
        assert f'href="/a/{article.pk}/story/why"' in page
    why = text_of(read(client, f"/a/{articles[0].pk}/story/why"))
    assert "Score 900" in why
    assert "Comments 2" in why
    assert 'href="/ranking"' in read(client, f"/a/{articles[0].pk}/story/why")


def test_what_is_on_no_list_has_no_why(client: Client, alice: User) -> None:
    waiting = ArticleFactory.create(author=alice, published_at=None)

    assert client.get(f"/a/{waiting.pk}/story/why").status_code == 404


def test_the_formulas_are_public(client: Client, db: None) -> None:
    page = text_of(read(client, "/ranking"))

    for words in ("Hot", "New", "Active", "Top", "Discussed", "45000", "Salihefendic"):
        assert words in page
