import pytest
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from tests.make import LONG_AGO, ArticleFactory, make_thread
from tests.pages import ids_on, read


@pytest.fixture
def article(alice: User) -> Article:
    """Three threads: loved; disliked and much answered; the newest."""
    article = ArticleFactory.create(author=alice)
    seeds = [
        Seed("loved", None, alice.pk, LONG_AGO, "a", "a", base_up=9),
        Seed("argued", None, alice.pk, LONG_AGO, "b", "b", base_down=9),
        *(Seed(f"r{n}", "argued", alice.pk, LONG_AGO, "r", "r") for n in range(3)),
    ]
    plant_threads(article, seeds)
    make_thread([[]], on=article, by=alice)
    return article


def threads(client: Client, url: str) -> list[int]:
    """The top-level comments of a page, as they stand."""
    tops = set(Comment.objects.threads().values_list("pk", flat=True))
    return [pk for pk in ids_on(read(client, url)) if pk in tops]


@pytest.mark.parametrize(
    ("order", "places"),
    [("best", (0, 2, 1)), ("newest", (2, 1, 0)), ("oldest", (0, 1, 2)), ("discussed", (1, 2, 0))],
)
def test_threads_stand_in_the_order_asked_for(
    client: Client, article: Article, order: str, places: tuple[int, ...]
) -> None:
    tops = list(Comment.objects.on(article).threads().order_by("pk").values_list("pk", flat=True))

    shown = threads(client, f"{article.get_absolute_url()}?order={order}")

    assert shown == [tops[place] for place in places]


@pytest.mark.parametrize("order", ["best", "newest", "oldest", "discussed"])
def test_pages_go_on_where_the_one_before_ended(client: Client, alice: User, order: str) -> None:
    article = ArticleFactory.create(author=alice)
    for _ in range(205):
        make_thread([], on=article, by=alice)
    first = threads(client, f"{article.get_absolute_url()}?order={order}")

    second = threads(client, f"{article.get_absolute_url()}?order={order}&after={first[-1]}")

    assert (len(first), len(second)) == (200, 5)
    expected = sorted(first + second, reverse=order != "oldest")
    assert first + second == expected


def test_a_browser_remembers_the_order_that_it_chose(client: Client, article: Article) -> None:
    url = article.get_absolute_url()
    chosen = threads(client, f"{url}?order=oldest")

    again = client.get(url)

    assert ids_on(again.content.decode())[0] == chosen[0]
    assert f'{url}?order=oldest" aria-current="true"' in again.content.decode()
    assert not again.cookies


def test_a_next_page_of_another_order_is_no_choice(client: Client, article: Article) -> None:
    [first, *_rest] = threads(client, article.get_absolute_url())

    response = client.get(f"{article.get_absolute_url()}?order=newest&after={first}")

    assert "order" not in response.cookies


def test_an_unknown_order_is_the_best(client: Client, article: Article) -> None:
    url = article.get_absolute_url()

    assert threads(client, f"{url}?order=worst") == threads(client, url)


def test_a_cursor_outlives_the_removal_of_its_thread(client: Client, article: Article, mona: User) -> None:
    url = article.get_absolute_url()
    _first, second, third = threads(client, f"{url}?order=newest")
    remove_comment(Comment.objects.get(pk=second), by=mona, at=LONG_AGO)

    assert threads(client, f"{url}?order=newest&after={second}") == [third]
