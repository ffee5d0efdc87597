"""Feeds: what a reader's program gets, by two formats and from five places, and what it never gets."""

import json
from collections.abc import Callable

import feedparser
import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.withdrawing import withdraw_article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.lib.feeds import ENTRIES
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread

SECRET = "nobody may read this"


@pytest.fixture
def article(alice: User) -> Article:
    return ArticleFactory.create(author=alice, title="Rain & <rivers>")


def atom(client: Client, url: str) -> feedparser.FeedParserDict:
    """Parsed by a reader's program, which found nothing to complain of."""
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_the_front_page_has_its_articles_newest_first(client: Client, alice: User) -> None:
    older = ArticleFactory.create(author=alice, published_at=LONG_AGO)
    newer = ArticleFactory.create(author=alice, title="Rain & <rivers>")

    feed = atom(client, "/feed.atom")

    assert [entry.link for entry in feed.entries] == [f"http://127.0.0.1:8000/a/{pk}" for pk in (newer.pk, older.pk)]
    assert feed.entries[0].title == "Rain & <rivers>"
    assert feed.entries[0].author == "alice"
    assert feed.entries[0].id == feed.entries[0].link


def test_a_tag_has_its_articles_alone(client: Client, article: Article) -> None:
    tagged, tag = ArticleFactory.create(), Tag.objects.create(slug="rivers", name="Rivers")
    tagged.tags.add(tag)

    feed = atom(client, "/t/rivers/feed.atom")

    assert [entry.title for entry in feed.entries] == [tagged.title]
    assert [tag.term for tag in feed.entries[0].tags] == ["Rivers"]
    assert client.get("/t/nothing/feed.atom").status_code == 404


def test_an_article_has_its_comments_newest_first(client: Client, article: Article, bob: User) -> None:
    first = make_comment(on=article, by=bob, text="It **rains**.")
    second = make_comment(to=first, by=bob)

    feed = atom(client, f"/a/{article.pk}/feed.atom")

    assert [entry.link for entry in feed.entries] == [f"http://127.0.0.1:8000/c/{pk}" for pk in (second.pk, first.pk)]
    assert feed.entries[1].title == "bob on “Rain & <rivers>”"
    assert feed.entries[1].summary == "<p>It <strong>rains</strong>.</p>"


def test_a_branch_has_what_is_below_it(client: Client, alice: User) -> None:
    root, reply, below, beside = make_thread([[[]], []], by=alice)

    feed = atom(client, f"/c/{reply.pk}/feed.atom")

    assert [entry.link.rpartition("/")[2] for entry in feed.entries] == [str(below.pk)]
    assert {root.pk, beside.pk}.isdisjoint({int(entry.link.rpartition("/")[2]) for entry in feed.entries})


def test_a_person_has_their_comments(client: Client, bob: User, carol: User) -> None:
    own = make_comment(by=bob)
    make_comment(by=carol)

    assert [entry.link.rpartition("/")[2] for entry in atom(client, "/u/bob/feed.atom").entries] == [str(own.pk)]


FEEDS = ("/feed", "/a/{article}/feed", "/c/{comment}/feed", "/u/bob/feed")


@pytest.mark.parametrize("url", FEEDS)
def test_json_says_the_same_as_atom(client: Client, article: Article, bob: User, url: str) -> None:
    comment = make_comment(on=article, by=bob)
    make_comment(to=comment, by=bob)
    address = url.format(article=article.pk, comment=comment.pk)

    feed, entries = client.get(f"{address}.json"), atom(client, f"{address}.atom").entries

    assert feed.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    told = json.loads(feed.content)
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["feed_url"] == f"http://127.0.0.1:8000{address}.json"
    assert [(item["id"], item["title"]) for item in told["items"]] == [(entry.id, entry.title) for entry in entries]
    assert all(item["content_html"] and item["date_published"] for item in told["items"])


def gone(comment: Comment, how: str, by: User) -> None:
    match how:
        case "held":
            hold_comment(comment, at=timezone.now())
        case "removed":
            remove_comment(comment, by=by, at=timezone.now())
        case "deleted":
            delete_comment(comment, at=timezone.now())
        case "withdrawn":
            withdraw_article(comment.article, at=timezone.now())


@pytest.mark.parametrize("how", ["held", "removed", "deleted"])
@pytest.mark.parametrize("kind", ["atom", "json"])
@pytest.mark.parametrize("url", FEEDS)
def test_what_is_gone_is_in_no_feed_whoever_asks(
    browse: Callable[[User], Client], article: Article, bob: User, mona: User, how: str, kind: str, url: str
) -> None:
    root = make_comment(on=article, by=bob)
    comment = make_comment(to=root, by=bob, text=SECRET)
    make_comment(to=comment, by=bob)
    gone(comment, how, mona)

    for person in (bob, mona):
        answer = browse(person).get(f"{url.format(article=article.pk, comment=root.pk)}.{kind}")
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_an_article_that_waits_has_no_feed_and_is_in_none(browse: Callable[[User], Client], alice: User) -> None:
    waiting = ArticleFactory.create(author=alice, published_at=None, title=SECRET)

    assert browse(alice).get(f"/a/{waiting.pk}/feed.atom").status_code == 404
    assert SECRET not in browse(alice).get("/feed.atom").content.decode()


def test_a_withdrawn_article_is_in_no_list(client: Client, article: Article) -> None:
    withdraw_article(article, at=timezone.now())

    assert atom(client, "/feed.atom").entries == []


def test_a_feed_has_an_end(client: Client, article: Article) -> None:
    for _ in range(ENTRIES + 1):
        make_thread([], on=article)

    assert len(atom(client, f"/a/{article.pk}/feed.atom").entries) == ENTRIES


def test_who_has_it_already_gets_nothing_again(client: Client, article: Article, bob: User) -> None:
    url = f"/a/{article.pk}/feed.atom"
    make_comment(on=article, by=bob)
    first = client.get(url)

    def again() -> HttpResponseBase:
        return client.get(url, headers={"If-None-Match": first.headers["ETag"]})

    assert again().status_code == 304
    make_comment(on=article, by=bob)
    assert again().status_code == 200


@pytest.mark.parametrize("url", ["/", "/a/{article}", "/c/{comment}", "/u/bob"])
def test_pages_say_where_their_feed_is(client: Client, article: Article, bob: User, url: str) -> None:
    comment = make_comment(on=article, by=bob)
    address = url.format(article=article.pk, comment=comment.pk)

    page = client.get(address, follow=True).content.decode()

    feed = f"{address.rstrip('/')}/feed"
    assert f'<link rel="alternate" type="application/atom+xml" href="{feed}.atom"' in page
    assert f'<link rel="alternate" type="application/feed+json" href="{feed}.json"' in page
    assert client.get(f"{feed}.atom").status_code == 200
