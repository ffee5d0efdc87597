"""What a file holds of an article besides its words: its tags, and that it was withdrawn."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import User
from forum.articles.models import Tag
from forum.votes.ranking import hot_rank
from tests.forum.articles.sheets import waiting_article
from tests.forum.threads.threadfiles import (
    comment,
    empty_the_database,
    export,
    import_lines,
    refusals,
    the_article,
    thread,
)
from tests.make import ArticleFactory

pytestmark = pytest.mark.django_db


def test_tags_come_with_an_article_and_are_made_once(tmp_path: Path) -> None:
    Tag.objects.create(name="Rivers", slug="rivers")

    import_lines(tmp_path, thread(tags=["rivers", "Old  towns", "OLD TOWNS", ""]), thread(id="t2", tags=["Old Towns"]))

    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Old towns", "Rivers"]
    assert Tag.objects.get(slug="old-towns").articles.count() == 2


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ("rivers", "tags is not a list"),
        ([1], "tags is not text"),
        (["a"] * 21, "more than 20"),
        (["a" * 201], "longer"),
    ],
)
def test_tags_that_are_none_are_refused(tmp_path: Path, tags: object, words: str) -> None:
    [refusal, _sum] = [*refusals(tmp_path, thread(tags=tags)), ""][:2]

    assert words in refusal


def test_an_export_imported_elsewhere_is_exported_the_same(tmp_path: Path, alice: User) -> None:
    import_lines(
        tmp_path,
        thread(comment("1"), tags=["Ünder", "rivers & lakes"], url="https://example.org/?utm_source=x"),
        thread(comment("1"), id="t2", withdrawn="2020-06-01T00:00:00Z", deck="Gone.", tags=["rivers & lakes"]),
    )
    first = export()
    empty_the_database()

    import_lines(tmp_path, first.encode())

    assert export() == first
    shown, withdrawn = map(json.loads, first.splitlines())
    assert (shown["tags"], shown["withdrawn"]) == (["rivers & lakes", "Ünder"], None)
    assert (withdrawn["tags"], withdrawn["deck"], withdrawn["body"]) == ([], "", "")
    assert withdrawn["withdrawn"] == "2020-06-01T00:00:00Z"


def test_what_is_imported_stands_where_its_time_says_and_is_known_by_its_source(tmp_path: Path) -> None:
    import_lines(tmp_path, thread(url="https://www.example.org/rain/?fbclid=1"))

    article = the_article()
    assert article.published_at == article.submitted_at
    assert article.hot == hot_rank(0, article.began_at)
    assert article.source_key == "example.org/rain"


def test_what_waits_is_declined_or_recalled_is_in_no_export(alice: User) -> None:
    ArticleFactory.create(author=alice, title="Shown")
    waiting_article(alice, title="Waits")
    ArticleFactory.create(author=alice, title="Recalled", published_at=None, withdrawn_at=timezone.now())

    assert [json.loads(line)["title"] for line in export().splitlines()] == ["Shown"]
