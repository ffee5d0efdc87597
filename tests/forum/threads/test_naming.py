"""Whom a composer offers after an @: people who talk under the same article, and no others."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User, placeholder_username
from forum.articles.models import Article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.threads.naming import LATEST, MOST
from tests.forum.comments.composers import Browse
from tests.make import LONG_AGO, ArticleFactory, UserFactory, make_comment
from tests.sizes import at_full_size


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice)


def offered(client: Client, article: Article, begun: str, **asked: int) -> list[str]:
    query: dict[str, str | int] = {"q": begun, **asked}
    answer = client.get(f"/a/{article.pk}/comments/people", query)
    assert answer.status_code == 200
    return list(answer.json()["names"])


def somebody(name: str, *, on: Article) -> User:
    person = UserFactory.create(username=name)
    make_comment(on=on, by=person)
    return person


def test_those_who_talk_there_are_offered(browse: Browse, article: Article, bob: User, carol: User) -> None:
    somebody("Cora", on=article)
    somebody("cyrus", on=ArticleFactory.create())
    make_comment(on=article, by=carol)
    bobs = browse(bob)

    assert offered(bobs, article, "c") == ["carol", "Cora"]
    assert offered(bobs, article, "COR") == ["Cora"]
    assert offered(bobs, article, "al") == ["alice"]


def test_nobody_is_offered_to_themselves(browse: Browse, article: Article, carol: User) -> None:
    make_comment(on=article, by=carol)

    assert offered(browse(carol), article, "carol") == []


@pytest.mark.parametrize("away", [hold_comment, delete_comment, "removed"])
def test_whose_only_comment_cannot_be_read_is_not_offered(
    browse: Browse, article: Article, bob: User, carol: User, mona: User, away: object
) -> None:
    comment = make_comment(on=article, by=carol)
    make_comment(to=comment, by=bob)
    before = offered(browse(bob), article, "carol", to=comment.pk)

    if callable(away):
        away(comment, at=LONG_AGO)
    else:
        remove_comment(comment, by=mona, at=LONG_AGO)

    assert before == ["carol"]
    for reader in (bob, mona):
        assert offered(browse(reader), article, "carol") == []
        assert offered(browse(reader), article, "carol", to=comment.pk) == []


def test_closed_accounts_and_those_who_have_none_are_not_offered(browse: Browse, article: Article, bob: User) -> None:
    User.objects.filter(pk=somebody("clara", on=article).pk).update(is_active=False)
    placeholder = User.objects.create(
        username=placeholder_username("cora", "cora"), imported_source="c", imported_name="cora"
    )
    plant_threads(article, [Seed("0", None, placeholder.pk, LONG_AGO, "a", "a")])

    for begun in ("c", "s"):
        assert offered(browse(bob), article, begun) == []


def test_who_is_answered_comes_first_then_who_spoke_last(browse: Browse, article: Article, bob: User) -> None:
    first = make_comment(on=article, by=UserFactory.create(username="pa"))
    reply = make_comment(to=first, by=UserFactory.create(username="pb"))
    for name in ("pc", "pd"):
        somebody(name, on=article)

    assert offered(browse(bob), article, "p") == ["pd", "pc", "pb", "pa"]
    assert offered(browse(bob), article, "p", to=reply.pk) == ["pb", "pa", "pd", "pc"]


def test_a_branch_of_another_article_tells_nothing(browse: Browse, article: Article, bob: User, carol: User) -> None:
    elsewhere = make_comment(by=carol)

    assert offered(browse(bob), article, "carol", to=elsewhere.pk) == []


def test_no_more_are_offered_than_one_can_look_through(browse: Browse, article: Article, bob: User) -> None:
    for number in range(MOST + 1):
        somebody(f"person_{number}", on=article)

    assert offered(browse(bob), article, "person_") == [f"person_{number}" for number in range(MOST, 0, -1)]


@pytest.mark.parametrize("begun", ["", "%", "*", "c%", "-", "c'", "ç", "c\x00", "c" * 31, " c"])
def test_what_begins_no_name_finds_nobody(browse: Browse, article: Article, bob: User, carol: User, begun: str) -> None:
    make_comment(on=article, by=carol)

    assert offered(browse(bob), article, begun) == []


def test_an_underscore_is_a_letter(browse: Browse, article: Article, bob: User) -> None:
    somebody("c_a", on=article)
    somebody("cba", on=article)

    assert offered(browse(bob), article, "c_") == ["c_a"]


@pytest.mark.parametrize("to", ["x", "-1", "1" * 19])
def test_an_answer_to_what_is_no_comment_is_refused(browse: Browse, article: Article, bob: User, to: str) -> None:
    assert browse(bob).get(f"/a/{article.pk}/comments/people", {"q": "c", "to": to}).status_code == 400


def test_who_asks_too_often_waits(browse: Browse, article: Article, bob: User, settings: Settings) -> None:
    settings.RATES = {"people": (1, 60)}
    bobs = browse(bob)

    with time_machine.travel(LONG_AGO, tick=False):
        answers = [bobs.get(f"/a/{article.pk}/comments/people", {"q": "c"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_nothing_on_the_way_keeps_the_answer(browse: Browse, article: Article, bob: User) -> None:
    assert "private" in browse(bob).get(f"/a/{article.pk}/comments/people", {"q": "c"})["Cache-Control"]


def test_of_a_large_article_the_latest_alone_are_read(browse: Browse, article: Article, bob: User, carol: User) -> None:
    many = at_full_size(3 * LATEST, 100_000)
    dora = UserFactory.create(username="dora")
    at = [LONG_AGO + timedelta(seconds=number) for number in range(many)]
    author = {0: carol, many - 1: dora}
    plant_threads(article, [Seed(str(n), None, author.get(n, bob).pk, at[n], "a", "a") for n in range(many)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":  # what is small it may rather sort than walk
            cursor.execute("SET LOCAL enable_sort = off")
    comments = Comment.objects.on(article).published().listed().newest_first()[:LATEST]

    plan = comments.values_list("author", flat=True).explain()

    assert "comments_latest_first" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
    assert offered(browse(bob), article, "dora") == ["dora"]
    assert offered(browse(bob), article, "carol") == []
