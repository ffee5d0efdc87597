"""The outline of a discussion: its newest comments, the answers to its reader, every thread in a line, who talks."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.threads.orders import ORDERS
from forum.threads.outline import ANSWERS, COUNTED, LATEST, PEOPLE, THREADS
from forum.threads.pages import LONG
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment
from tests.pages import read, text_of


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice)


def outline(client: Client, article: Article, query: str = "") -> str:
    return read(client, f"/a/{article.pk}/comments/outline{query}")


def part(page: str, heading: str) -> str:
    """One section of the page, empty where it has none of that name."""
    found = re.search(rf"<section>\s*<h2[^>]*>{heading}</h2>(.*?)</section>", page, re.DOTALL)
    return found[1] if found else ""


def lines(page: str, heading: str) -> list[str]:
    return [text_of(line) for line in re.findall(r"<li>(.*?)</li>", part(page, heading), re.DOTALL)]


def leads_to(page: str, heading: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/c/(\d+)#c\1"', part(page, heading))]


def test_every_thread_is_a_line_that_leads_to_it(client: Client, article: Article, bob: User) -> None:
    thread = make_comment(on=article, by=bob, text="It *rained* by the weir.")
    make_comment(to=make_comment(to=thread))

    page = outline(client, article)

    assert lines(page, "Threads") == ["It rained by the weir. bob · just now · 2 replies · last just now"]
    assert leads_to(page, "Threads") == [thread.pk]


def test_first_words_are_plain_and_short(client: Client, article: Article) -> None:
    make_comment(on=article, text="<b>a & b</b> " + "rain " * 100)

    [line] = lines(outline(client, article), "Threads")

    assert line.startswith("<b>a & b</b> rain")
    assert "…" in line
    assert len(line) < 150


@pytest.mark.parametrize("order", ORDERS)
def test_threads_come_page_by_page_in_each_order(client: Client, article: Article, alice: User, order: str) -> None:
    seeds = [Seed(str(n), None, alice.pk, LONG_AGO + timedelta(n), "a", "a", base_up=n % 7) for n in range(THREADS + 3)]
    seeds += [Seed(f"r{n}", str(n), alice.pk, LONG_AGO + timedelta(n + 1), "a", "a") for n in range(0, THREADS, 3)]
    plant_threads(article, seeds)
    column, sign = ORDERS[order].column, "-" if ORDERS[order].direction == "DESC" else ""
    expected = list(Comment.objects.on(article).threads().order_by(f"{sign}{column}", f"{sign}pk"))

    first = outline(client, article, f"?order={order}")
    [rest] = re.findall(r'<a href="([^"]+)" rel="next">', first)
    second = outline(client, article, rest.replace("&amp;", "&"))

    assert [*leads_to(first, "Threads"), *leads_to(second, "Threads")] == [thread.pk for thread in expected]
    assert 'rel="next"' not in second
    assert lines(second, "Newest") == []


def test_the_order_is_the_one_that_is_remembered(client: Client, article: Article) -> None:
    old, new = make_comment(on=article), make_comment(on=article)
    read(client, f"{article.get_absolute_url()}?order=oldest")
    assert leads_to(outline(client, article), "Threads") == [old.pk, new.pk]

    outline(client, article, "?order=newest")

    assert leads_to(outline(client, article), "Threads") == [new.pk, old.pk]


def test_the_newest_comments_come_first_wherever_they_stand(client: Client, article: Article) -> None:
    thread = make_comment(on=article)
    others = [make_comment(on=article) for _ in range(LATEST)]
    reply = make_comment(to=thread)

    expected = [reply.pk, *(comment.pk for comment in reversed(others))][:LATEST]

    assert leads_to(outline(client, article), "Newest") == expected


def test_answers_to_the_reader_are_gathered_newest_first(
    browse: Callable[[User], Client], client: Client, article: Article, bob: User, carol: User
) -> None:
    mine = make_comment(on=article, by=bob)
    answers = [make_comment(to=mine, by=carol, text=f"No. {n}") for n in range(ANSWERS + 1)]
    make_comment(to=mine, by=bob, text="I meant more.")
    make_comment(to=answers[0], by=carol, text="To somebody else.")
    make_comment(to=make_comment(by=bob), by=carol, text="Under another article.")

    assert leads_to(outline(browse(bob), article), "Replies to you") == [one.pk for one in answers[:0:-1]]
    assert leads_to(outline(browse(carol), article), "Replies to you") == []
    assert part(outline(client, article), "Replies to you") == ""


def test_what_is_new_is_counted_in_each_thread(browse: Callable[[User], Client], article: Article, bob: User) -> None:
    thread, browser = make_comment(on=article), browse(bob)
    read(browser, article.get_absolute_url())
    Comment.objects.filter(pk=thread.pk).update(published_at=timezone.now() - timedelta(hours=1))
    make_comment(to=thread)

    assert "1 new" in lines(outline(browser, article), "Threads")[0]


def test_people_are_counted_and_lead_to_what_they_wrote(client: Client, article: Article, bob: User) -> None:
    for _ in range(2):
        make_comment(on=article, by=bob)
    make_comment(on=article, by=UserFactory.create(username="zed"))

    page = outline(client, article)

    assert lines(page, "Who talks") == ["bob 2", "zed 1"]
    assert f'href="{article.get_absolute_url()}?by=bob"' in part(page, "Who talks")


def test_only_so_many_people_of_so_many_comments_are_counted(client: Client, article: Article) -> None:
    people = [UserFactory.create() for _ in range(PEOPLE + 1)]
    seeds = [Seed("old", None, UserFactory.create(username="early").pk, LONG_AGO, "a", "a")]
    seeds += [Seed(str(n), None, people[n % len(people)].pk, LONG_AGO + timedelta(1), "a", "a") for n in range(COUNTED)]
    plant_threads(article, seeds)

    page = outline(client, article)

    assert len(lines(page, "Who talks")) == PEOPLE
    assert "early" not in part(page, "Who talks")
    assert f"Counted among the newest {COUNTED:,} comments." in text_of(page)


@pytest.mark.parametrize("reader", ["nobody", "author", "moderator"])
def test_what_is_gone_or_waits_has_neither_name_nor_words(
    browse: Callable[[User], Client], article: Article, bob: User, mona: User, reader: str
) -> None:
    gone = [make_comment(on=article, by=bob, text="A secret sentence.") for _ in range(3)]
    alone = make_comment(on=article, by=bob, text="A secret sentence.")
    for comment in gone:
        make_comment(to=comment, by=mona, text="What?")
    remove_comment(gone[0], by=mona, at=timezone.now())
    delete_comment(gone[1], at=timezone.now())
    for comment in (gone[2], alone):
        hold_comment(comment, at=timezone.now())
    browser = {"nobody": Client(), "author": browse(bob), "moderator": browse(mona)}[reader]

    page = outline(browser, article)

    assert "secret" not in page
    assert lines(page, "Who talks") == ["mona 3"]
    assert sorted(line.partition(".")[0] for line in lines(page, "Threads")) == [
        "Deleted by its author",
        "Removed by a moderator",
        "Waiting for a moderator",
    ]


def test_a_long_discussion_says_that_it_has_an_outline(client: Client, article: Article, alice: User) -> None:
    seeds = [Seed(str(n), None, alice.pk, LONG_AGO, "a", "a") for n in range(LONG - 1)]
    plant_threads(article, seeds)
    link = f'href="/a/{article.pk}/comments/outline"'
    assert link not in read(client, article.get_absolute_url())

    make_comment(on=article)

    assert link in read(client, article.get_absolute_url())


def test_an_empty_discussion_has_an_outline_too(client: Client, article: Article) -> None:
    assert "There is nothing here." in text_of(outline(client, article))


def test_the_outline_is_not_for_search_engines(client: Client, article: Article) -> None:
    assert '<meta name="robots" content="noindex">' in outline(client, article)
