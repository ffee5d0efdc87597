"""What search engines read of an article and of a comment: what they ask for, and nothing that readers do not see."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.withdrawing import withdraw_article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment, CommentBody
from forum.comments.removal import remove_comment
from tests.forum.threads.microdata import person, thing_on, things_on
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.pages import read

pytestmark = pytest.mark.django_db

SECRET, SECRETIVE = "nobody may read this", "nobody-may-know"


def test_an_article_has_what_search_engines_ask_for(client: Client, alice: User) -> None:
    article = ArticleFactory.create(
        author=alice,
        title="Rain & <rivers>",
        html="<p>It <b>rained</b>.</p>",
        source_url="https://example.org/rain",
        published_at=LONG_AGO,
        edited_at=LONG_AGO + timedelta(days=1),
    )
    make_thread([[]], on=article)

    thing = thing_on(client, article.get_absolute_url())

    assert thing.types == ["DiscussionForumPosting"]
    told = {
        "headline": "Rain & <rivers>",
        "text": "It rained.",
        "datePublished": "2026-01-01T12:00:00+00:00",
        "dateModified": "2026-01-02T12:00:00+00:00",
        "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "mainEntityOfPage": f"{settings.SITE_URL}{article.get_absolute_url()}",
        "commentCount": "2",
    }
    assert {name: thing.words(name) for name in told} == {name: [value] for name, value in told.items()}
    assert person(thing) == ("alice", [f"{settings.SITE_URL}/u/alice"])
    [shared_page] = thing.things("sharedContent")
    assert shared_page.words("url") == ["https://example.org/rain"]
    [counter] = thing.things("interactionStatistic")
    assert counter.words("interactionType") == ["https://schema.org/CommentAction"]
    assert counter.words("userInteractionCount") == ["2"]


def test_of_an_article_that_is_a_link_its_deck_is_the_text(client: Client) -> None:
    article = ArticleFactory.create(html="", deck="Of rivers.", source_url="https://example.org/")

    assert thing_on(client, article.get_absolute_url()).words("text") == ["Of rivers."]


def test_a_comment_has_what_search_engines_ask_for(client: Client, bob: User) -> None:
    comment = make_comment(by=bob, text="It **rains**.")
    Comment.objects.update(published_at=LONG_AGO, score=7)
    CommentBody.objects.update(edited_at=LONG_AGO + timedelta(days=1))

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    told = {
        "text": "It rains.",
        "datePublished": "2026-01-01T12:00:00+00:00",
        "dateModified": "2026-01-02T12:00:00+00:00",
        "url": f"{settings.SITE_URL}/c/{comment.pk}",
        "upvoteCount": "7",
    }
    assert thing.types == ["Comment"]
    assert {name: thing.words(name) for name in told} == {name: [value] for name, value in told.items()}
    assert person(thing) == ("bob", [f"{settings.SITE_URL}/u/bob"])


@pytest.mark.parametrize(("age", "score", "told"), [(1, 7, []), (60, 7, ["7"]), (60, 0, []), (60, -7, [])])
def test_a_score_is_told_when_readers_are_told_it(client: Client, age: int, score: int, told: list[str]) -> None:
    comment = make_comment()
    Comment.objects.update(published_at=timezone.now() - timedelta(minutes=age), score=score)

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    assert thing.words("upvoteCount") == told


def test_a_comment_folded_for_its_score_is_told_of_all_the_same(client: Client) -> None:
    comment = make_comment(text="Not liked.")
    Comment.objects.update(score=-100)

    [thing] = thing_on(client, comment.article.get_absolute_url()).things("comment")

    assert thing.words("text") == ["Not liked."]


LINES = {
    "held": "Waiting for a moderator.",
    "removed": "Removed by a moderator.",
    "deleted": "Deleted by its author.",
}


def gone(comment: Comment, how: str, by: User) -> None:
    match how:
        case "held":
            hold_comment(comment, at=timezone.now())
        case "removed":
            remove_comment(comment, by=by, at=timezone.now())
        case "deleted":
            delete_comment(comment, at=timezone.now())


@pytest.mark.parametrize("how", LINES)
def test_what_is_gone_keeps_its_place_and_nothing_else(client: Client, bob: User, mona: User, how: str) -> None:
    root = make_comment()
    middle = make_comment(to=root, by=User.objects.create_user(SECRETIVE), text=SECRET)
    make_comment(to=middle, by=bob, text="I answer.")
    leaf = make_comment(to=root, by=User.objects.get(username=SECRETIVE), text=SECRET)
    gone(middle, how, mona)
    gone(leaf, how, mona)

    for url in (root.article.get_absolute_url(), f"/c/{root.pk}", f"/c/{middle.pk}"):
        page = read(client, url)
        assert SECRET not in page
        assert SECRETIVE not in page
    [thing] = thing_on(client, root.article.get_absolute_url()).things("comment")
    [tombstone] = thing.things("comment")
    assert tombstone.words("creativeWorkStatus") == ["Deleted"]
    assert tombstone.words("text") == [LINES[how]]
    assert person(tombstone) == ("someone", [])
    assert [reply.words("text") for reply in tombstone.things("comment")] == [["I answer."]]


def test_a_withdrawn_article_has_no_words(client: Client, bob: User) -> None:
    article = ArticleFactory.create(html=f"<p>{SECRET}</p>", deck=SECRET, source_url=f"https://{SECRETIVE}.example")
    make_comment(on=article, by=bob)
    withdraw_article(article, at=timezone.now())

    page = read(client, article.get_absolute_url())

    assert SECRET not in page
    assert SECRETIVE not in page
    [thing] = things_on(page)
    assert thing.words("creativeWorkStatus") == ["Deleted"]
    assert [len(thing.things(name)) for name in ("comment", "sharedContent")] == [1, 0]
    assert thing.words("text") == []


def test_those_who_have_no_name_are_somebody(client: Client) -> None:
    nobody = User.objects.create(username="source:0", imported_source="elsewhere", imported_name="")
    comment = make_comment(on=ArticleFactory.create(author=nobody), by=nobody)

    thing = thing_on(client, comment.article.get_absolute_url())

    assert person(thing) == person(*thing.things("comment")) == ("someone", [])
