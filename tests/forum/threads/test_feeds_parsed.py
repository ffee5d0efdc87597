"""Every feed as programs take it: whole by the rules of its format, whatever people write; found from its page; and
asked for again without being sent again, unless something of it is gone.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
import time_machine
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from accounts.models import User
from forum.articles.models import Article, Tag
from forum.articles.withdrawing import withdraw_article
from forum.comments.deleting import delete_comment
from forum.comments.holding import hold_comment
from forum.comments.models import Comment
from forum.comments.removal import remove_comment
from forum.lib.feeds import ENTRIES
from tests.forum.threads.jsonfeed import faults
from tests.forum.threads.threadfiles import comment as record
from tests.forum.threads.threadfiles import import_lines, thread
from tests.hostile import hostile_html, hostile_inputs
from tests.make import ArticleFactory, make_comment
from tests.needs import shared

pytestmark = pytest.mark.django_db

KINDS = ("/feed", "/t/rivers/feed", "/a/{article}/feed", "/c/{root}/feed", "/u/bob/feed")
every_kind = pytest.mark.parametrize("kind", KINDS)
every_format = pytest.mark.parametrize("format", ["atom", "json"])
HOSTILE = "\x00\x01\x0b\x1f\x7f\ufffe\u202e ]]> <script>alert(1)</script> & &#1; 😁 \u0301"


@pytest.fixture
def root(bob: User) -> Comment:
    """A comment with one reply, on an article under a tag: something for a feed of each kind."""
    article = ArticleFactory.create(title="Rain")
    article.tags.add(Tag.objects.create(slug="rivers", name="Rivers"))
    root = make_comment(on=article, by=bob)
    make_comment(to=root, by=bob, text="The only reply.")
    return root


def address(kind: str, root: Comment) -> str:
    return kind.format(article=root.article_id, root=root.pk)


def assert_whole(client: Client, url: str) -> int:
    """Both formats of a feed keep their rules. How many entries there are."""
    atom = feedparser.parse(client.get(f"{url}.atom").content)
    assert not atom.bozo, (url, atom.get("bozo_exception"))
    assert atom.version == "atom10"
    assert atom.feed.id
    assert all(entry.id and entry.title and entry.updated and entry.author for entry in atom.entries)
    assert len({entry.id for entry in atom.entries}) == len(atom.entries)
    told = json.loads(client.get(f"{url}.json").content)
    assert faults(told) == []
    assert len(told["items"]) == len(atom.entries)
    return len(atom.entries)


@every_kind
def test_a_feed_keeps_the_rules_of_its_format(client: Client, root: Comment, kind: str) -> None:
    assert assert_whole(client, address(kind, root)) > 0


@every_format
def test_a_feed_of_nothing_keeps_them_too_and_is_not_sent_again(client: Client, bob: User, format: str) -> None:
    Tag.objects.create(slug="rivers", name="Rivers")

    for url in ("/feed", "/t/rivers/feed", "/u/bob/feed"):
        assert assert_whole(client, url) == 0
        etag = client.get(f"{url}.{format}").headers["ETag"]
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            assert client.get(f"{url}.{format}", headers={"If-None-Match": etag}).status_code == 304


def test_the_rules_are_not_kept_by_everything() -> None:
    assert faults({"version": "1", "items": [{"id": 1, "date_published": "2026-01-01T00:00:00"}]}) == [
        "feed without title",
        "feed: version is '1'",
        "item: id is 1",
        "item: date_published is '2026-01-01T00:00:00'",
        "item without words",
    ]


@every_kind
def test_whatever_people_write_a_feed_stays_whole(client: Client, root: Comment, bob: User, kind: str) -> None:
    texts = [text for _name, text in (*hostile_inputs(120), *hostile_html(120))]
    for text in [HOSTILE, *texts[::5]][:48]:
        make_comment(to=root, by=bob, text=f"A {text}")

    assert assert_whole(client, address(kind, root)) > (40 if kind[1] in "acu" else 0)


def test_whatever_a_file_brings_a_feed_stays_whole(client: Client, tmp_path: Path) -> None:
    bodies = {"text": HOSTILE, "html": f"<p>{HOSTILE}</p><svg><b>", "markdown": f"*{HOSTILE}*"}
    comments = [record(name, author=f"x{HOSTILE}{name}", body=body, format=name) for name, body in bodies.items()]
    import_lines(
        tmp_path, thread(*comments, title=f"t{HOSTILE}", author=f"y{HOSTILE}", body=HOSTILE, tags=[f"z{HOSTILE}"])
    )
    article = Article.objects.get()

    assert assert_whole(client, "/feed") == 1
    assert assert_whole(client, f"/a/{article.pk}/feed") == 3
    for tag in Tag.objects.all():
        assert assert_whole(client, f"{tag.get_absolute_url()}/feed") == 1


@pytest.mark.parametrize(
    "file", ["threads/threads-n4g-seed.jsonl", "threads/threads-hn-unlurker.jsonl", "threads/threads-wxr.jsonl"]
)
def test_feeds_of_real_threads_are_whole(client: Client, file: str) -> None:
    call_command("import_threads", str(shared(file)), verbosity=0)
    article = Article.objects.order_by("-comment_count")[0]
    top = Comment.objects.on(article).filter(parent=None).order_by("-reply_count")[0]

    assert all(assert_whole(client, url) for url in ("/feed", f"/a/{article.pk}/feed"))
    assert assert_whole(client, f"/c/{top.pk}/feed") == min(top.reply_count, ENTRIES)


LINK = re.compile(r'<link rel="alternate" type="(application/(?:atom\+xml|feed\+json))" href="([^"]+)"')
PAGES = ("/", "/t/rivers", "/a/{article}", "/c/{root}", "/u/bob", "/?order=new")


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_points_to_is_a_feed(client: Client, root: Comment, page: str) -> None:
    links = LINK.findall(client.get(address(page, root), follow=True).content.decode())

    assert [kind for kind, _href in links] == ["application/atom+xml", "application/feed+json"]
    for kind, href in links:
        assert client.get(href).headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert assert_whole(client, links[0][1].removesuffix(".atom")) > 0


@every_format
@every_kind
def test_who_has_a_feed_is_not_sent_it_again(client: Client, root: Comment, kind: str, format: str) -> None:
    url = f"{address(kind, root)}.{format}"
    first = client.get(url)
    has_it = {"If-None-Match": first.headers["ETag"]}

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        again = client.get(url, headers=has_it)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "no-cache" in again.headers["Cache-Control"]


def ways_to_have(feed: HttpResponseBase) -> list[dict[str, str]]:
    """What a program says that has a feed. One knows only when it asked, and no entry is newer than that."""
    return [{"If-None-Match": feed.headers["ETag"]}, {"If-Modified-Since": http_date(timezone.now().timestamp())}]


@every_format
@pytest.mark.parametrize("how", ["held", "removed", "deleted"])
@pytest.mark.parametrize("kind", KINDS[2:])
def test_what_is_gone_leaves_at_once_whoever_has_the_feed_already(
    client: Client, root: Comment, bob: User, mona: User, how: str, kind: str, format: str
) -> None:
    reply = Comment.objects.get(parent=root)
    make_comment(to=root, by=bob, text="A later one.")
    url = f"{address(kind, root)}.{format}"
    first = client.get(url)
    assert b"The only reply." in first.content
    acts: dict[str, Callable[[], object]] = {
        "held": lambda: hold_comment(reply, at=timezone.now()),
        "removed": lambda: remove_comment(reply, by=mona, at=timezone.now()),
        "deleted": lambda: delete_comment(reply, at=timezone.now()),
    }

    acts[how]()

    for has_it in ways_to_have(first):
        again = client.get(url, headers=has_it)
        assert again.status_code == 200
        assert b"The only reply." not in again.content
        assert b"A later one." in again.content


@every_format
@pytest.mark.parametrize("kind", KINDS[:2])
def test_a_withdrawn_article_leaves_at_once_whoever_has_the_feed_already(
    client: Client, root: Comment, kind: str, format: str
) -> None:
    later = ArticleFactory.create(title="A later one")
    later.tags.set(root.article.tags.all())
    url = f"{kind}.{format}"
    first = client.get(url)
    assert b"Rain" in first.content

    withdraw_article(root.article, at=timezone.now())

    for has_it in ways_to_have(first):
        again = client.get(url, headers=has_it)
        assert again.status_code == 200
        assert b"Rain" not in again.content
        assert b"A later one" in again.content
