"""A withdrawn article keeps its title and its discussion, not its words; one that waits is nowhere."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Article
from forum.articles.withdrawing import return_article, withdraw_article
from forum.comments.models import Comment
from tests.forum.articles.sheets import waiting_article
from tests.forum.threads.threadfiles import export
from tests.make import ArticleFactory, make_comment, make_thread
from tests.pages import ids_on, read, text_of

type Browse = Callable[[User], Client]


@pytest.fixture
def withdrawn(alice: User, bob: User) -> Article:
    article = ArticleFactory.create(
        author=alice,
        title="Rain",
        deck="The deck of it.",
        text="The words of it.",
        html="<p>The words of it.</p>",
        source_name="The Courier",
        source_url="https://example.org/secret",
        dateline_place="SALLOWFORD",
    )
    make_comment(on=article, by=bob)
    withdraw_article(article, at=timezone.now())
    return Article.objects.get(pk=article.pk)


GONE = ("The deck of it.", "The words of it.", "The Courier", "example.org", "SALLOWFORD")


def test_its_title_and_its_comments_stay(client: Client, withdrawn: Article) -> None:
    [comment] = Comment.objects.all()

    page = read(client, withdrawn.get_absolute_url())

    assert "Rain" in page
    assert "Withdrawn by its author. The discussion stays." in page
    assert ids_on(page) == [comment.pk]
    assert ids_on(read(client, f"/c/{comment.pk}")) == [comment.pk]
    assert [words for words in GONE if words in page] == []


def test_it_is_on_no_list_and_has_no_why(client: Client, withdrawn: Article) -> None:
    for order in ("hot", "new", "active", "top", "discussed"):
        assert "Rain" not in read(client, f"/?order={order}")
    assert client.get(f"/a/{withdrawn.pk}/story/why").status_code == 404
    assert client.get(f"/a/{withdrawn.pk}/story/history").status_code == 404


def test_its_author_and_staff_still_read_it(browse: Browse, withdrawn: Article, alice: User, mona: User) -> None:
    for person in (alice, mona):
        page = read(browse(person), withdrawn.get_absolute_url())
        assert all(words in page for words in GONE)


def test_it_takes_no_new_comments(browse: Browse, withdrawn: Article, bob: User) -> None:
    answers = [
        browse(bob).get(f"/a/{withdrawn.pk}/comments/new"),
        browse(bob).post(f"/c/{Comment.objects.get().pk}/reply", {"text": "Still."}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "This article was withdrawn" in answers[0].content.decode()
    assert "This article was withdrawn" in read(browse(bob), withdrawn.get_absolute_url())


def test_it_is_put_back_as_it_was(browse: Browse, client: Client, withdrawn: Article, alice: User) -> None:
    before = {**Article.objects.filter(pk=withdrawn.pk).values()[0], "withdrawn_at": None}

    browse(alice).post(f"/a/{withdrawn.pk}/story/return")

    assert Article.objects.filter(pk=withdrawn.pk).values()[0] == before
    assert not return_article(withdrawn)
    assert "Rain" in read(client, "/")


def test_an_export_holds_what_a_passer_by_sees_of_it(withdrawn: Article) -> None:
    record = json.loads(export(withdrawn.pk))

    assert (record["title"], record["body"], record["deck"], record["url"]) == ("Rain", "", "", "")
    assert record["withdrawn"]
    assert len(record["comments"]) == 1
    assert [words for words in GONE if words in json.dumps(record)] == []


# -- What was never published -----------------------------------------------------------------------------------------


def test_no_channel_tells_of_an_article_that_waits(client: Client, browse: Browse, alice: User, bob: User) -> None:
    """Not even of comments below it, which a branch that moved there could have brought."""
    article = waiting_article(alice, title="Secret plans")
    [comment] = make_thread([], by=bob)
    Comment.objects.filter(pk=comment.pk).update(article=article)
    addresses = [
        *(article.get_absolute_url(), f"/a/{article.pk}", f"/c/{comment.pk}", f"/c/{comment.pk}/history"),
        *(f"/c/{comment.pk}/replies?past=1", f"/a/{article.pk}/story/why", f"/a/{article.pk}/story/history"),
    ]

    for reader in (client, browse(bob)):
        assert [reader.get(address).status_code for address in addresses] == [404] * len(addresses)
        for address in ("/", "/?order=new", "/u/alice", "/u/bob"):
            assert "Secret plans" not in text_of(read(reader, address))
            assert f'id="c{comment.pk}"' not in read(reader, address)
    for verb in ("reply", "edit", "delete", "undelete"):
        assert browse(bob).post(f"/c/{comment.pk}/{verb}", {"text": "x"}).status_code == 404
    assert "Secret plans" not in export()


def test_nobody_comments_on_what_is_not_published(browse: Browse, alice: User) -> None:
    article = waiting_article(alice)

    answer = browse(alice).post(f"/a/{article.pk}/comments/new", {"text": "First!"})

    assert answer.status_code == 403
    assert "This article is not published yet" in answer.content.decode()
    assert "This article is not published yet" in read(browse(alice), article.get_absolute_url())
