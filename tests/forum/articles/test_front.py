from datetime import timedelta

import time_machine
from django.test import Client

from accounts.models import User
from tests.crawler import Page
from tests.make import LONG_AGO, ArticleFactory, make_comment
from tests.pages import read, text_of


def test_articles_stand_newest_first(client: Client, alice: User) -> None:
    old, new = (ArticleFactory.create(author=alice, published_at=LONG_AGO + timedelta(days=day)) for day in (0, 1))

    page = Page("", read(client, "/"))

    assert page.articles == [new.get_absolute_url(), old.get_absolute_url()]


def test_pages_of_thirty_lead_on_even_where_many_are_of_one_moment(client: Client, alice: User) -> None:
    same_moment = ArticleFactory.create_batch(65, author=alice, published_at=LONG_AGO)
    older = ArticleFactory.create(author=alice, published_at=LONG_AGO - timedelta(days=1))

    url: str | None = "/"
    sizes, articles = [], []
    while url:
        page = Page(url, read(client, url))
        sizes.append(len(page.articles))
        articles += page.articles
        url = page.next

    assert sizes == [30, 30, 6]
    assert articles == [article.get_absolute_url() for article in [*reversed(same_moment), older]]


def test_an_article_says_who_sent_it_in_how_many_talk_and_since_when(client: Client, alice: User, bob: User) -> None:
    article = ArticleFactory.create(author=alice, title="Rain", deck="At last.", published_at=LONG_AGO)
    with time_machine.travel(LONG_AGO + timedelta(days=1), tick=False):
        make_comment(on=article, by=bob)

    with time_machine.travel(LONG_AGO + timedelta(days=3), tick=False):
        page = read(client, "/")

    text = text_of(page[page.index(f'<li class="article" id="a{article.pk}">') :])
    for words in ("Rain", "At last.", "1 comment", "last 2d ago", "sent in by alice", "3d ago"):
        assert words in text


def test_an_article_without_a_title_can_still_be_opened(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice, title="")

    page = read(client, "/")

    assert f'<a class="article-link" href="/a/{article.pk}">Untitled</a>' in page
    assert "Untitled" in read(client, f"/a/{article.pk}")


def test_a_new_forum_says_that_it_is_empty(client: Client, db: None) -> None:
    assert "No articles yet." in read(client, "/")


def test_an_old_title_in_the_address_leads_to_the_new_one_with_all_that_was_asked(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice, title="Rain at last")

    answer = client.get(f"/a/{article.pk}/an-old-title?order=newest&after=5")

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/a/{article.pk}/rain-at-last?order=newest&after=5",
    )
