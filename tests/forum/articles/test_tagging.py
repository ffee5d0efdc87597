"""Tags: the command that defines them, and those that files bring."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.tagging import tags_named
from tests.make import ArticleFactory

pytestmark = pytest.mark.django_db


def tags(*arguments: str) -> str:
    said = io.StringIO()
    call_command("tags", *arguments, stdout=said)
    return said.getvalue()


def test_a_tag_is_added_renamed_and_removed(alice: User) -> None:
    article = ArticleFactory.create(author=alice)

    added = tags("add", "Rivers  & lakes")
    article.tags.add(Tag.objects.get())
    renamed = tags("rename", "rivers-lakes", "Water")
    listed = tags()
    removed = tags("remove", "rivers-lakes")

    assert "Added Rivers & lakes at /t/rivers-lakes." in added
    assert "Rivers & lakes is called Water now." in renamed
    assert listed.split() == ["rivers-lakes", "Water", "1", "articles"]
    assert "Removed from 1 articles." in removed
    assert not Tag.objects.exists()
    assert Article.objects.exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Rivers", "rivers"), ("雨", "雨"), ("Čeština", "čeština"), ("C++", "c"), ("!!!", "tag"), ("x" * 40, "x" * 40)],
)
def test_a_slug_is_made_of_the_name(name: str, slug: str) -> None:
    tags("add", name)

    assert Tag.objects.get().slug == slug


def test_names_that_look_alike_in_an_address_get_a_number() -> None:
    for name in ("C", "C++", "C#"):
        tags("add", name)

    assert sorted(Tag.objects.values_list("slug", flat=True)) == ["c", "c-2", "c-3"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "RIVERS"),
        ("add", "Other", "--slug", "rivers"),
        ("add", "Other", "--slug", "a/b"),
        ("add", " "),
        ("add", "x" * 41),
        ("rename", "fish", "Rivers"),
        ("rename", "whales", "Whales"),
        ("remove", "whales"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...]) -> None:
    for name in ("Rivers", "Fish"):
        tags("add", name)

    with pytest.raises(CommandError):
        tags(*arguments)

    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Fish", "Rivers"]


def test_tags_of_a_file_are_found_in_any_case_and_made_where_they_are_missing() -> None:
    rivers = Tag.objects.create(name="Rivers", slug="water")

    found = list(tags_named(["RIVERS", "Fish"]))

    assert rivers in found
    assert sorted(tag.slug for tag in found) == ["fish", "water"]
    assert list(tags_named([])) == []
