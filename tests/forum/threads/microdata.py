"""The microdata of a page as a search engine reads it: by extruct, and by nothing of ours."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from extruct.w3cmicrodata import MicrodataExtractor

from tests.pages import read

SCHEMA = "https://schema.org/"
# By the id of a comment, those that answer it.
type Tree = dict[int, "Tree"]


@dataclass(frozen=True)
class Thing:
    """An item: its types, and its properties, each a list."""

    types: list[str]
    properties: dict[str, list[object]]

    def words(self, name: str) -> list[str]:
        """What a property says, where it is text or an address."""
        return [value for value in self.properties.get(name, []) if isinstance(value, str)]

    def things(self, name: str) -> list["Thing"]:
        return [thing_from(value) for value in self.properties.get(name, []) if isinstance(value, dict)]

    def all_comments(self) -> Iterator["Thing"]:
        for comment in self.things("comment"):
            yield comment
            yield from comment.all_comments()


def thing_from(value: dict[object, object]) -> Thing:
    types, properties = value.get("type", []), value["properties"]
    assert isinstance(properties, dict)
    return Thing(
        [str(one).removeprefix(SCHEMA) for one in as_list(types)],
        {str(name): as_list(one) for name, one in properties.items()},
    )


def as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def things_on(page: str) -> list[Thing]:
    """What a page tells of, without the items of no type: they only keep others apart."""
    found = MicrodataExtractor().extract(page, base_url=settings.SITE_URL)
    return [thing for thing in map(thing_from, found) if thing.types]


def thing_on(client: Client, url: str) -> Thing:
    """The one thing that a page is about."""
    [thing] = things_on(read(client, url))
    return thing


def id_of(comment: Thing) -> int:
    [url] = comment.words("url")
    return int(url.removeprefix(f"{settings.SITE_URL}/c/"))


def tree_of(thing: Thing) -> Tree:
    return {id_of(comment): tree_of(comment) for comment in thing.things("comment")}


def person(thing: Thing) -> tuple[str, list[str]]:
    """An author's name and address."""
    [author] = thing.things("author")
    assert author.types == ["Person"]
    [name] = author.words("name")
    return name, author.words("url")
