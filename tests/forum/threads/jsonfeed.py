"""The rules of JSON Feed 1.1, as its page states them: what a feed must have, may have, and of which kind."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

VERSION = "https://jsonfeed.org/version/1.1"


def is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def is_address(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def is_time(value: object) -> bool:
    """RFC 3339, which wants a zone."""
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def are_people(value: object) -> bool:
    """Each says something of who it is."""
    known = {"name": is_text, "url": is_address, "avatar": is_address}
    return isinstance(value, list) and all(
        isinstance(one, dict) and one and all(name in known and known[name](said) for name, said in one.items())
        for one in value
    )


FEED = {
    "version": lambda value: value == VERSION,
    "title": is_text,
    "items": lambda value: isinstance(value, list),
    **dict.fromkeys(("home_page_url", "feed_url", "next_url", "icon", "favicon"), is_address),
    **dict.fromkeys(("description", "user_comment", "language"), is_text),
    "authors": are_people,
    "expired": lambda value: isinstance(value, bool),
}
ITEM = {
    **dict.fromkeys(("id", "title", "summary", "language"), is_text),
    **dict.fromkeys(("content_html", "content_text"), lambda value: isinstance(value, str)),
    **dict.fromkeys(("url", "external_url", "image", "banner_image"), is_address),
    **dict.fromkeys(("date_published", "date_modified"), is_time),
    "authors": are_people,
    "tags": are_texts,
}


def faults(feed: Mapping[str, object]) -> list[str]:
    """What of a feed is not as the rules want it."""
    items = feed.get("items")
    items = items if isinstance(items, list) else []
    ids = [item.get("id") for item in items]
    return [
        *missing("feed", feed, "version", "title", "items"),
        *wrong("feed", feed, FEED),
        *(fault for item in items for fault in faults_of_item(item)),
        *(f"{len(ids) - len(set(ids))} ids come again" for _once in [0] if len(set(ids)) < len(ids)),
    ]


def faults_of_item(item: Mapping[str, object]) -> Iterator[str]:
    yield from missing("item", item, "id")
    yield from wrong("item", item, ITEM)
    if not {"content_html", "content_text"} & set(item):
        yield "item without words"


def missing(what: str, found: Mapping[str, object], *names: str) -> Iterator[str]:
    yield from (f"{what} without {name}" for name in names if name not in found)


def wrong(what: str, found: Mapping[str, object], known: Mapping[str, object]) -> Iterator[str]:
    """Names beginning with an underscore are anybody's own."""
    for name, value in found.items():
        check = known.get(name)
        if not name.startswith("_") and not (callable(check) and check(value)):
            yield f"{what}: {name} is {value!r}"
