"""Counts of four and more digits stand on pages as the reader's language writes them, and ids as they are."""

import pytest
from django.test import Client
from django.utils import translation

from forum.articles.models import Article
from forum.lib.numerals import numeral
from forum.threads import labels
from forum.votes.voters import points
from tests.make import make_comment


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["999", "1,000", "-12,345"]),
        ("de", ["999", "1.000", "-12.345"]),
        ("fr", ["999", "1\xa0000", "-12\xa0345"]),
    ],
)
def test_a_count_is_written_as_its_language_does(language: str, words: list[str]) -> None:
    with translation.override(language):
        assert [numeral(count) for count in (999, 1000, -12_345)] == words


def test_the_words_of_the_comment_list_hold_it() -> None:
    assert labels.show_more(1234) == "+ Show (1,234) more replies"
    assert labels.replies(4321, "") == "4,321 replies"
    assert points(-1000) == "-1,000 points"


@pytest.mark.django_db
def test_pages_show_it_and_addresses_do_not(client: Client) -> None:
    article = make_comment().article
    Article.objects.filter(pk=article.pk).update(comment_count=12_345)

    for address in ("/", article.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "12,345 comments" in page
        assert f'href="/a/{article.pk}/' in page
    assert 'itemprop="commentCount" content="12345"' in page
