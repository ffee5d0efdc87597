"""What is new, as a reader who comes back sees it: marked, counted behind folds, led through, and alone."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from forum.articles.newness import MOST
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.threads.reading import BRANCH_PAGE
from tests.make import ArticleFactory
from tests.pages import comment_on, ids_on, read, text_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, published_at=NOON - 9 * HOUR)


type Plant = Callable[[list[tuple[str, str | None, datetime]]], dict[str, int]]


@pytest.fixture
def plant(article: Article, alice: User) -> Plant:
    """`plant([("a", None, noon), ("b", "a", noon)])`: comments by Alice; who answers whom, and when."""

    def plant(comments: list[tuple[str, str | None, datetime]]) -> dict[str, int]:
        seeds = [Seed(key, parent, alice.pk, at, key, f"<p>{key}</p>") for key, parent, at in comments]
        return plant_threads(article, seeds)

    return plant


def at(moment: datetime, client: Client, url: str) -> str:
    with time_machine.travel(moment, tick=False):
        return read(client, url)


def marked(page: str) -> list[int]:
    return [pk for pk in ids_on(page) if "is-new" in comment_on(page, pk).partition(">")[0]]


@pytest.fixture
def bobs(browse: Callable[[User], Client], bob: User, article: Article) -> Client:
    """Bob's browser. He was here at noon."""
    client = browse(bob)
    at(NOON, client, article.get_absolute_url())
    return client


def test_what_came_since_is_marked_and_counted(bobs: Client, article: Article, plant: Plant) -> None:
    old = plant([("old", None, NOON - HOUR)])["old"]
    new = plant([("new", None, NOON + HOUR)])["new"]

    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url())

    assert marked(page) == [new]
    assert old in ids_on(page)
    assert "1 new" in text_of(page)


def test_a_stranger_sees_nothing_marked(client: Client, article: Article, plant: Plant) -> None:
    plant([("new", None, NOON + HOUR)])

    page = at(NOON + 2 * HOUR, client, article.get_absolute_url())

    assert marked(page) == []
    assert "1 new" not in text_of(page)


def test_a_fold_says_how_much_of_what_it_hides_is_new(bobs: Client, article: Article, plant: Plant) -> None:
    old = [(f"old {n}", "root", NOON - HOUR) for n in range(7)]
    new = [(f"new {n}", "root", NOON + HOUR + n * timedelta(minutes=1)) for n in range(2)]
    pks = plant([("root", None, NOON - 2 * HOUR), *old, *new])

    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url())
    [fold] = re.findall(r'<a class="fold" href="([^"]+)"', page)
    opened = at(NOON + 2 * HOUR, bobs, fold)

    assert re.search(r"\+ Show \(3\) more replies Last reply .+? 2 new", text_of(page))
    assert marked(opened) == [pks["new 0"], pks["new 1"]]


def test_the_marks_lead_from_each_new_comment_to_the_next_into_folds_too(
    bobs: Client, article: Article, plant: Plant
) -> None:
    old = [(f"old {n}", "root", NOON - HOUR) for n in range(7)]
    new = [(key, parent, NOON + HOUR) for key, parent in [("a", "old 0"), ("b", "root"), ("c", None)]]
    pks = plant([("root", None, NOON - 2 * HOUR), *old, *new])

    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url() + "?order=oldest")
    [first] = re.findall(r'<a href="([^"]+)" data-first-new>', page)
    behind = at(NOON + 2 * HOUR, bobs, f"/c/{pks['b']}")

    assert first == f"#c{pks['a']}"
    assert f'<a class="new" href="/c/{pks["b"]}#c{pks["b"]}">' in comment_on(page, pks["a"])
    assert f'<a class="new" href="/c/{pks["c"]}#c{pks["c"]}">' in comment_on(behind, pks["b"])
    assert '<span class="new">' in comment_on(page, pks["c"])


def test_only_what_is_new_stands_below_what_it_answers(bobs: Client, article: Article, plant: Plant) -> None:
    plant([("alone", None, NOON - HOUR)])
    pks = plant([("root", None, NOON - HOUR), ("old", "root", NOON - HOUR), ("new", "old", NOON + HOUR)])

    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url() + "?new=1")

    assert ids_on(page) == [pks["root"], pks["old"], pks["new"]]
    assert marked(page) == [pks["new"]]


def test_only_what_is_new_is_read_page_by_page_however_long_it_takes(
    bobs: Client, article: Article, plant: Plant
) -> None:
    pks = plant([(f"{n}", None, NOON + HOUR) for n in range(BRANCH_PAGE + 3)])

    first = at(NOON + 2 * HOUR, bobs, article.get_absolute_url() + "?new=1")
    [rest] = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = at(NOON + 5 * HOUR, bobs, article.get_absolute_url() + rest.replace("&amp;", "&"))

    assert [*marked(first), *marked(second)] == sorted(pks.values())
    assert 'rel="next"' not in second


def test_what_was_removed_is_not_new(bobs: Client, article: Article, plant: Plant, mona: User) -> None:
    pks = plant([("gone", None, NOON + HOUR), ("reply", "gone", NOON + HOUR)])
    remove_comment(Comment.objects.get(pk=pks["gone"]), by=mona, at=NOON + HOUR)

    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url() + "?new=1")

    assert marked(page) == [pks["reply"]]


def test_nothing_new_says_so(bobs: Client, article: Article) -> None:
    page = at(NOON + 2 * HOUR, bobs, article.get_absolute_url() + "?new=1")

    assert "Nothing is new since your last visit." in text_of(page)


def test_a_list_of_articles_says_how_much_is_new_under_each(
    bobs: Client, client: Client, article: Article, plant: Plant, bob: User
) -> None:
    never_seen = ArticleFactory.create(published_at=NOON - 8 * HOUR)
    plant([("old", None, NOON - HOUR), ("a", None, NOON + HOUR), ("b", "a", NOON + HOUR)])
    own = [Seed("own", None, bob.pk, NOON + HOUR, "Mine.", "<p>Mine.</p>")]
    plant_threads(article, own)
    plant_threads(never_seen, own)

    page = at(NOON + 2 * HOUR, bobs, "/?order=new")

    assert re.findall(r'<a class="new"\s+href="([^"]+)">([^<]+)</a>', page) == [
        (f"{article.get_absolute_url()}?new=1", "2 new")
    ]
    assert 'class="new"' not in at(NOON + 2 * HOUR, client, "/?order=new")


def test_a_count_in_a_list_has_an_end(bobs: Client, article: Article, plant: Plant) -> None:
    plant([(f"{n}", None, NOON + HOUR) for n in range(MOST + 1)])

    assert f">{MOST}+ new</a>" in at(NOON + 2 * HOUR, bobs, "/")
