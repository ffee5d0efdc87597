"""The page that Understory started from, read five days after its article as it was read then."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from forum.articles.models import Article
from tests.crawler import Page
from tests.forum.threads.real_threads import plant_shape, shapes
from tests.needs import shared
from tests.pages import comment_on, ids_on, read, text_of

THEN = datetime(2019, 5, 21, 23, 59, tzinfo=UTC)


@pytest.fixture
def article(alice: User) -> Article:
    [seeds] = shapes(shared("threads/threads-n4g-seed.jsonl"))
    return plant_shape(seeds, by=alice)


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
