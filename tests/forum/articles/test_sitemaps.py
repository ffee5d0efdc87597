"""What search engines are told."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forum.articles.withdrawing import withdraw_article
from tests.make import ArticleFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


def test_the_sitemap_has_what_everybody_can_read(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice, title="Rain")
    ArticleFactory.create(author=alice, published_at=None)
    withdraw_article(ArticleFactory.create(author=alice), at=timezone.now())

    index = client.get("/sitemap.xml").content.decode()
    [part] = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", index)
    page = client.get(part).content.decode()

    assert re.findall(r"<loc>([^<]+)</loc>", page) == [f"http://127.0.0.1:8000/a/{article.pk}/rain"]
    assert "<lastmod>" in page


def test_robots_are_kept_from_forms_and_led_to_the_sitemap(client: Client) -> None:
    page = client.get("/robots.txt")

    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /accounts/\n" in page.content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in page.content.decode()


def test_an_article_says_what_it_is_to_whoever_links_to_it(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice, title='Rain & "rivers"', deck="It rained.")

    page = read(client, article.get_absolute_url() + "?order=newest")

    assert f'<link rel="canonical" href="http://127.0.0.1:8000{article.get_absolute_url()}">' in page
    assert '<meta property="og:title" content="Rain &amp; &quot;rivers&quot;">' in page
    assert '<meta property="og:description" content="It rained.">' in page


def test_a_withdrawn_article_says_nothing_of_what_it_said(client: Client, alice: User) -> None:
    article = ArticleFactory.create(author=alice, deck="It rained.")
    withdraw_article(article, at=timezone.now())

    assert "It rained." not in read(client, article.get_absolute_url())
