import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User, placeholder_username
from forum.articles.models import Article
from forum.comments.holding import hold_comment
from forum.comments.removal import remove_comment
from tests.crawler import Page
from tests.make import LONG_AGO, ArticleFactory, make_comment, make_thread
from tests.pages import comment_on, ids_on, read, text_of


def articles_on(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<li class="article" id="a(\d+)"', page)]


def test_a_person_has_a_page_of_what_they_wrote_newest_first(client: Client, bob: User, carol: User) -> None:
    article = ArticleFactory.create(title="Rain", author=carol)
    first = make_comment(on=article, by=bob)
    other = make_comment(to=first, by=carol)
    second = make_comment(to=other, by=bob)

    page = read(client, "/u/bob")

    assert ids_on(page) == [second.pk, first.pk]
    assert f'<a class="on" href="{article.get_absolute_url()}">Rain</a>' in comment_on(page, first.pk)
    assert "joined" in text_of(page)


def test_a_name_is_found_however_it_is_written(client: Client, bob: User) -> None:
    assert "<bdi>bob</bdi>" in read(client, "/u/BOB")


def test_only_what_everybody_may_read_is_there(browse: Callable[[User], Client], bob: User, mona: User) -> None:
    held, removed, kept = (make_comment(by=bob) for _ in range(3))
    hold_comment(held, at=LONG_AGO)
    remove_comment(removed, by=mona, at=LONG_AGO)

    for reader in (Client(), browse(bob), browse(mona)):
        assert ids_on(read(reader, "/u/bob")) == [kept.pk]


def test_pages_of_fifty_lead_on(client: Client, alice: User) -> None:
    written = make_thread([[] for _ in range(54)], by=alice)

    first = read(client, "/u/alice")
    second = read(client, f"/u/alice{(Page('', first).next or '')}")

    assert (len(ids_on(first)), len(ids_on(second))) == (50, 5)
    assert ids_on(first) + ids_on(second) == [comment.pk for comment in reversed(written)]


def test_a_person_who_wrote_nothing_has_two_pages(client: Client, carol: User) -> None:
    assert "No comments yet." in read(client, "/u/carol")
    assert "No articles yet." in read(client, "/u/carol/articles")


def test_what_they_sent_in_is_newest_first(client: Client, alice: User, bob: User) -> None:
    mine = [ArticleFactory.create(author=alice, published_at=LONG_AGO + timedelta(days=n)) for n in (1, 0, 2)]
    ArticleFactory.create(author=bob)

    page = read(client, "/u/alice/articles")

    assert articles_on(page) == [mine[2].pk, mine[0].pk, mine[1].pk]
    assert mine[0].get_absolute_url() in page


def test_pages_of_fifty_articles_lead_on(client: Client, alice: User) -> None:
    # Two of one moment stand by id.
    articles = [ArticleFactory.create(author=alice, published_at=LONG_AGO) for _ in range(53)]

    first = read(client, "/u/alice/articles")
    second = read(client, f"/u/alice/articles{Page('', first).next or ''}")

    assert (len(articles_on(first)), len(articles_on(second))) == (50, 3)
    assert articles_on(first) + articles_on(second) == [article.pk for article in reversed(articles)]
    assert Page("", second).next is None


def test_the_two_pages_lead_to_each_other(client: Client, alice: User) -> None:
    comments, articles = read(client, "/u/alice"), read(client, "/u/alice/articles")

    assert '<a href="/u/alice" aria-current="page">Comments</a>' in comments
    assert '<a href="/u/alice/articles">Articles</a>' in comments
    assert '<a href="/u/alice/articles" aria-current="page">Articles</a>' in articles


def test_those_who_keep_the_place_wear_their_badge(client: Client, alice: User, mona: User) -> None:
    assert '<span class="badge badge-staff">moderator</span>' in read(client, "/u/mona")
    assert "badge-staff" not in read(client, "/u/alice")


@pytest.mark.parametrize("name", ["nobody", "a", "b%00b", "x" * 31, "source:1234", "é"])
def test_who_never_was_is_not_found(client: Client, bob: User, name: str) -> None:
    assert client.get(f"/u/{name}").status_code == 404
    assert client.get(f"/u/{name}/articles").status_code == 404


def test_somebody_out_of_an_imported_file_has_no_page(client: Client, db: None) -> None:
    User.objects.create(username="ann", imported_source="elsewhere", imported_name="ann")
    assert placeholder_username("elsewhere", "ann") != "ann"

    assert client.get("/u/ann").status_code == 404
    assert client.get("/u/ann/articles").status_code == 404


def test_the_buttons_of_a_comment_follow_its_own_article(
    browse: Callable[[User], Client], bob: User, carol: User
) -> None:
    open_one, locked = make_comment(by=bob), make_comment(by=bob)
    Article.objects.filter(pk=locked.article.pk).update(locked_at=LONG_AGO)

    page = read(browse(carol), "/u/bob")

    assert "Reply" in comment_on(page, open_one.pk)
    assert "Reply" not in comment_on(page, locked.pk)
