"""The page that Understory started from, read five days after its article as it was read then."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from forum.articles.models import Article
from forum.comments.models import CommentBody
from tests.crawler import Page
from tests.needs import shared
from tests.pages import comment_on, ids_on, read, text_of

THEN = datetime(2019, 5, 21, 23, 59, tzinfo=UTC)


@pytest.fixture
def article(db: None) -> Article:
    call_command("import_threads", str(shared("threads/threads-n4g-seed.jsonl")), verbosity=0)
    return Article.objects.get()


def pages(client: Client, article: Article) -> list[str]:
    """The article's page, and what its folds open."""
    first = read(client, article.get_absolute_url())
    return [first, *(read(client, fold.url) for fold in Page("", first).folds)]


def test_its_57_comments_have_the_ages_and_edits_that_they_had(client: Client, article: Article) -> None:
    with time_machine.travel(THEN, tick=False):
        heads = [text_of(comment_on(page, pk)) for page in pages(client, article) for pk in ids_on(page)]

    ages = Counter(re.search(r"· (\d)d ago", head)[1] for head in heads)  # type: ignore[index]  # each has one
    edits = Counter(found for head in heads for found in re.findall(r"(\d)d ago · edited (\d)d ago", head))
    assert ages == {"5": 18, "4": 37, "3": 2}
    assert sum(edits.values()) == 18
    assert all(posted == edited for posted, edited in edits)


def test_its_rows_speak_as_they_did(client: Client, article: Article) -> None:
    with time_machine.travel(THEN, tick=False):
        first = read(client, article.get_absolute_url())

    rows = re.findall(r"\+ Show \(\d+\) more repl(?:y|ies) Last reply \dd ago", text_of(first))
    assert len(rows) == len(Page("", first).folds) > 0
    assert all(("(1) more reply " in row) != ("more replies " in row) for row in rows)


def test_every_row_shows_as_many_as_it_says_and_its_age_is_that_of_the_newest(client: Client, article: Article) -> None:
    with time_machine.travel(THEN, tick=False):
        first = read(client, article.get_absolute_url())
        for fold in Page("", first).folds:
            opened = read(client, fold.url)
            assert len(ids_on(opened)) == fold.hidden


def test_it_is_57_comments_by_41_people_18_of_them_edited(article: Article) -> None:
    bodies = CommentBody.objects.filter(comment__article=article)

    assert (bodies.count(), bodies.values("author").distinct().count()) == (57, 41)
    assert bodies.filter(edited_at__isnull=False).count() == 18


@pytest.mark.parametrize("sign", ["😁", "😎", "“Sony has always been", "$$$$$", "- Who was that???"])
def test_signs_come_through_as_they_were_typed(article: Article, client: Client, sign: str) -> None:
    with time_machine.travel(THEN, tick=False):
        words = " ".join(text_of(page) for page in pages(client, article))

    assert sign in words
