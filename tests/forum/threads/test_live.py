"""What an open page of an article asks: the same for everybody, cheap while nothing changes."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.threads.changes import MOST, MOST_SCORES
from forum.threads.models import Visit
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, published_at=LONG_AGO, score=3)


def changes(client: Client, article: Article, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"/a/{article.pk}/comments/changes{query}").json()
    return answer


def came(client: Client, article: Article) -> list[int]:
    return [pk for _at, pk, _path in changes(client, article)["arrivals"]]


def test_the_latest_come_first_with_the_way_up_from_each(client: Client, article: Article) -> None:
    thread = make_thread([[[[]]]], on=article)
    last = make_comment(to=thread[3])

    arrivals = changes(client, article)["arrivals"]

    assert [pk for _at, pk, _path in arrivals] == [last.pk, *(comment.pk for comment in reversed(thread))]
    assert arrivals[0][2] == [comment.pk for comment in reversed(thread)]
    assert arrivals[-1][2] == []


def test_from_deep_down_the_way_up_ends_with_the_thread(client: Client, article: Article) -> None:
    shape: list[object] = []
    for _level in range(20):
        shape = [shape]
    thread = make_thread(shape, on=article)

    [_at, pk, path] = changes(client, article)["arrivals"][0]

    assert pk == thread[-1].pk
    assert path == [*(comment.pk for comment in thread[-2:-10:-1]), thread[0].pk]


def test_no_more_are_told_of_than_a_page_can_take(client: Client, article: Article) -> None:
    make_thread([[]] * (MOST + 10), on=article)

    told = changes(client, article)

    assert len(told["arrivals"]) == MOST
    assert told["replies"][0] == "1 new reply"
    assert told["replies"][-1] == f"{MOST}+ new replies"


def test_what_is_held_or_removed_is_told_to_nobody(client: Client, article: Article, mona: User) -> None:
    kept, held, removed = make_thread([[], []], on=article)
    hold_comment(held, at=timezone.now())
    remove_comment(removed, by=mona, at=timezone.now())
    client.force_login(mona)
    address = f"/a/{article.pk}/comments/arrivals?of={kept.pk}.{held.pk}.{removed.pk}"

    page = client.get(address).content.decode()

    assert came(client, article) == [kept.pk]
    assert f'id="c{kept.pk}"' in page
    assert f'id="c{held.pk}"' not in page
    assert f'id="c{removed.pk}"' not in page


def test_scores_are_told_once_they_may_be_seen(client: Client, article: Article) -> None:
    [old] = make_thread([], on=article)
    new, elsewhere = make_comment(on=article), make_comment()
    Comment.objects.filter(pk__in=[old.pk, new.pk, elsewhere.pk]).update(score=4)

    told = changes(client, article, f"?scores={old.pk}.{new.pk}.{elsewhere.pk}")["scores"]

    assert told == {str(old.pk): "4 points", "": "3 points"}


def test_while_nothing_changed_nothing_is_asked_of_the_database(client: Client, article: Article, bob: User) -> None:
    make_comment(on=article)
    address = f"/a/{article.pk}/comments/changes"
    first = client.get(address)

    with CaptureQueriesContext(connection) as asked:
        second = client.get(address, headers={"If-None-Match": first["ETag"]})
    with CaptureQueriesContext(connection) as asked_by_another:
        third = client.get(address)

    assert (second.status_code, len(asked)) == (304, 0)
    # The article alone: what is told of it is kept.
    assert (third.json(), len(asked_by_another)) == (first.json(), 1)
    assert first["Cache-Control"] == "no-cache"


def test_an_answer_is_another_one_once_something_came(
    client: Client, article: Article, django_capture_on_commit_callbacks: Any
) -> None:
    address = f"/a/{article.pk}/comments/changes"
    first = client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        comment = make_comment(on=article)

    second = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert [pk for _at, pk, _path in second.json()["arrivals"]] == [comment.pk]


def test_what_came_is_new_marked_and_seen_from_then_on(client: Client, article: Article, bob: User) -> None:
    [root] = make_thread([], on=article)
    reply = make_comment(to=root)
    client.force_login(bob)

    page = client.get(f"/a/{article.pk}/comments/arrivals?of={reply.pk}").content.decode()

    assert 'class="comment is-new"' in page
    assert page.count("<li") == 1
    assert Visit.objects.filter(reader=bob, article=article).exists()


@pytest.mark.parametrize("query", ["changes?scores=", "arrivals?of="])
@pytest.mark.parametrize("word", ["1,2", "x", "1.", "-1", "9" * 19, ".".join(["7"] * (MOST_SCORES + 1))])
def test_what_no_page_asks_is_refused(client: Client, article: Article, query: str, word: str) -> None:
    assert client.get(f"/a/{article.pk}/comments/{query}{word}").status_code == 400


def test_a_page_says_from_where_on_it_looks(client: Client, article: Article) -> None:
    comment = make_comment(on=article)
    waiting = ArticleFactory.create(published_at=None)
    page = client.get(article.get_absolute_url()).content.decode()
    client.force_login(waiting.author)

    [[at, pk, _path]] = changes(client, article)["arrivals"]

    assert pk == comment.pk
    assert f'data-hears="{at}"' in page
    assert "data-hears" not in client.get(waiting.get_absolute_url()).content.decode()
