"""Feeds: the same entries as Atom (RFC 4287) and as JSON Feed 1.1, for readers' programs that ask again and again."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from forum.lib.moved import leads_on

# What a feed holds: a program that asks once a day misses nothing of a lively article.
ENTRIES = 50
# What XML cannot hold. HTML can: some came from a file, by its number.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """Addresses begin with a slash; `url` also names the entry for ever, so it must never change."""

    title: str
    url: str
    author: str
    html: str
    published_at: datetime
    updated_at: datetime
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    # The page that it is the feed of.
    url: str
    entries: Sequence[Entry]


# When a feed of nothing changed: a time it must have.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

# From what stands in an address to its feed. Raises Http404.
type Build = Callable[..., Feed]
type Write = Callable[[Feed, str], str]


def feed_paths(prefix: str, name: str, build: Build) -> list[URLPattern]:
    """The addresses of a feed: `name` is its Atom's, `name_json` its JSON's."""
    return [
        path(f"{prefix}feed.atom", feed_view(build, as_atom, "application/atom+xml"), name=name),
        path(f"{prefix}feed.json", feed_view(build, as_json, "application/feed+json"), name=f"{name}_json"),
    ]


def feed_view(build: Build, write: Write, media_type: str) -> Callable[..., HttpResponse]:
    @require_safe
    @login_not_required
    @conditional_page
    @leads_on
    def feed(request: HttpRequest, /, **address: object) -> HttpResponse:
        """The same for everybody, so anybody may keep it; but ask each time, as what was removed must leave at once.

        Asked by its ETag, never by a date: when something goes, what stays is no newer than before.
        """
        response = HttpResponse(write(build(**address), request.path), content_type=f"{media_type}; charset=utf-8")
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return feed


def absolute(path: str) -> str:
    """The address for those who are not on the site. From the settings: a request's Host may be anybody's."""
    return f"{settings.SITE_URL}{path}"


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Django's is the time of the day for an empty feed: it would be another each time it is asked for."""
        return super().latest_post_date() if self.items else NEVER


def as_atom(feed: Feed, own_path: str) -> str:
    atom = Atom(feed.title, absolute(feed.url), "", language=get_language(), feed_url=absolute(own_path))
    for entry in feed.entries:
        atom.add_item(
            entry.title,
            absolute(entry.url),
            _NOT_IN_XML.sub("", entry.html),
            author_name=entry.author,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            unique_id=absolute(entry.url),
            categories=entry.tags,
        )
    text: str = atom.writeString("utf-8")
    return text


def as_json(feed: Feed, own_path: str) -> str:
    items = [
        {
            "id": absolute(entry.url),
            "url": absolute(entry.url),
            "title": entry.title,
            "content_html": entry.html,
            "date_published": entry.published_at.isoformat(),
            "date_modified": entry.updated_at.isoformat(),
            "authors": [{"name": entry.author}],
            **({"tags": list(entry.tags)} if entry.tags else {}),
        }
        for entry in feed.entries
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": absolute(feed.url),
            "feed_url": absolute(own_path),
            "language": get_language(),
            "items": items,
        },
        ensure_ascii=False,
    )
