"""What is new to somebody who comes back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from forum.articles.models import Article
from forum.articles.newness import MOST
from forum.comments.holding import hold_comment, release_comment
from forum.comments.models import Comment
from forum.comments.planting import Seed, plant_threads
from forum.comments.removal import remove_comment
from forum.threads.models import Visit
from forum.threads.orders import ORDERS
from forum.threads.visits import AWAY, JUST_BEFORE, news_for, news_sql, note_visit, values_for, visit
from tests.make import LONG_AGO, ArticleFactory

HOUR = timedelta(hours=1)
NOON = LONG_AGO
BEST = ORDERS["best"]


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice)


@pytest.fixture
def said(article: Article, alice: User) -> Callable[[datetime], Comment]:
    """`said(noon)`: a comment by Alice that was published then."""

    def say(at: datetime, by: User = alice) -> Comment:
        [pk] = plant_threads(article, [Seed("1", None, by.pk, at, "Well.", "<p>Well.</p>")]).values()
        return Comment.objects.get(pk=pk)

    return say


def look(reader: User, article: Article, at: datetime) -> set[int]:
    """What is new to a reader who looks at a page now."""
    return {place.id for place in visit(reader, article, order=BEST, now=at).places}


def test_nothing_is_new_at_a_first_visit(article: Article, said: Callable[[datetime], Comment], bob: User) -> None:
    said(NOON)

    assert look(bob, article, NOON + HOUR) == set()
    assert news_for(AnonymousUser(), article, order=BEST, now=NOON).places == ()


def test_what_came_since_is_new_and_stays_new_while_the_visit_lasts(
    article: Article, said: Callable[[datetime], Comment], bob: User
) -> None:
    said(NOON - HOUR)
    look(bob, article, NOON)
    first, second = said(NOON + HOUR), said(NOON + 3 * HOUR)

    assert look(bob, article, NOON + 2 * HOUR) == {first.pk, second.pk}
    assert look(bob, article, NOON + 2 * HOUR + AWAY / 2) == {first.pk, second.pk}


def test_what_was_new_is_not_after_a_while_away(
    article: Article, said: Callable[[datetime], Comment], bob: User
) -> None:
    look(bob, article, NOON)
    said(NOON + HOUR)
    look(bob, article, NOON + 2 * HOUR)
    later = said(NOON + 3 * HOUR)

    assert look(bob, article, NOON + 4 * HOUR) == {later.pk}


def test_what_was_published_just_before_a_look_may_not_have_been_seen(
    article: Article, said: Callable[[datetime], Comment], bob: User
) -> None:
    look(bob, article, NOON)
    late = said(NOON - JUST_BEFORE / 2)

    assert look(bob, article, NOON + HOUR) == {late.pk}


def test_a_second_look_that_found_nothing_loses_nothing(
    article: Article, said: Callable[[datetime], Comment], bob: User
) -> None:
    look(bob, article, NOON)
    look(bob, article, NOON + HOUR)
    comment = said(NOON + HOUR / 2)

    assert look(bob, article, NOON + 2 * HOUR) == {comment.pk}


def test_own_words_are_not_new(article: Article, said: Callable[..., Comment], bob: User) -> None:
    look(bob, article, NOON)
    said(NOON + HOUR, by=bob)

    assert look(bob, article, NOON + 2 * HOUR) == set()


def test_released_is_new_from_its_release_and_gone_is_never_new(
    article: Article, said: Callable[[datetime], Comment], bob: User, mona: User
) -> None:
    held, removed = said(NOON - HOUR), said(NOON + HOUR)
    Comment.objects.filter(pk=held.pk).update(listed=False, fold_rank=None, published_at=None, held_at=NOON - HOUR)
    look(bob, article, NOON)
    release_comment(held, at=NOON + HOUR)
    remove_comment(removed, by=mona, at=NOON + HOUR)

    assert look(bob, article, NOON + 2 * HOUR) == {held.pk}
    hold_comment(held, at=NOON + 2 * HOUR)
    assert look(bob, article, NOON + 2 * HOUR) == set()


def test_no_more_than_the_latest_are_looked_for(article: Article, alice: User, bob: User) -> None:
    look(bob, article, NOON)
    seeds = [Seed(str(n), None, alice.pk, NOON + HOUR, "Well.", "<p>Well.</p>") for n in range(MOST + 1)]
    plant_threads(article, seeds)

    assert len(look(bob, article, NOON + 2 * HOUR)) == MOST


def test_a_visit_is_one_row_and_is_never_set_back(article: Article, bob: User) -> None:
    for at in (NOON, NOON + HOUR, NOON + HOUR / 2):
        note_visit(bob, article, now=at)

    assert list(Visit.objects.values_list("since", "seen_at")) == [(NOON - JUST_BEFORE, NOON + HOUR - JUST_BEFORE)]


@pytest.mark.django_db(transaction=True)  # PostgreSQL would refuse the rest of a test's transaction
def test_a_page_does_not_fail_for_a_visit(article: Article, bob: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE threads_visit RENAME TO away")
    try:
        note_visit(bob, article, now=NOON)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO threads_visit")


def test_what_is_new_comes_by_its_index(article: Article, alice: User, bob: User) -> None:
    plant_threads(article, [Seed(str(n), None, alice.pk, NOON, "a", "a") for n in range(10_000)])
    note_visit(bob, article, now=NOON + HOUR)
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"{explain} {news_sql(BEST)}", values_for(bob, article, now=NOON + 2 * HOUR))
        plan = "\n".join(str(line[-1]) for line in cursor.fetchall())

    assert "comments_latest_first" in plan, plan
