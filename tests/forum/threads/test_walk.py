"""All that is new after forty replies, wherever it hides: marked, listed, and reached from one to the next."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from django.test import Client

from accounts.models import User
from tests.crawler import Page
from tests.forum.threads.between_visits import Old, forty_replies, in_page_order, old_discussion
from tests.make import LONG_AGO, ArticleFactory
from tests.pages import comment_on, ids_on, read


@pytest.fixture
def old(alice: User) -> Old:
    return old_discussion(ArticleFactory.create(author=alice, published_at=LONG_AGO), by=alice)


def all_pages(client: Client, url: str) -> Iterator[str]:
    """An article with its next pages, its folds and its branches."""
    waiting = [url]
    while waiting:
        html = read(client, waiting.pop())
        page = Page(url, html)
        waiting += [fold.url for fold in page.folds] + page.branches + [page.next] * bool(page.next)  # type: ignore[list-item]
        yield html


def marked(html: str) -> set[int]:
    return {pk for pk in ids_on(html) if "is-new" in comment_on(html, pk).partition(">")[0]}


def walked(client: Client, url: str) -> list[int]:
    """From the bar by each comment's mark to the next, as long as it leads on."""
    html = read(client, url)
    found, visited = re.search(r'<a href="([^"]+)" data-first-new>', html), list[int]()
    while found:
        address = urljoin(url, found[1].replace("&amp;", "&"))
        if address.partition("#")[0] != url.partition("#")[0]:
            html = read(client, address)
        url = address
        visited.append(int(url.partition("#c")[2]))
        assert len(visited) == len(set(visited)), f"goes round in circles: {visited}"
        found = re.search(r'<a class="new" href="([^"]+)"', comment_on(html, visited[-1]))
    return visited


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_exactly_what_is_new_is_marked_listed_and_walked_through(
    browse: Callable[[User], Client], old: Old, bob: User, mona: User, order: str
) -> None:
    bobs, url = browse(bob), old.article.get_absolute_url()
    read(bobs, f"{url}?order={order}")
    new = forty_replies(old, reader=bob, moderator=mona)

    marks = set.union(*(marked(html) for html in all_pages(bobs, url)))
    listed = ids_on(read(bobs, f"{url}?new=1"))

    assert len(new) >= 30
    assert marks == new
    assert walked(bobs, url) == in_page_order(new, order=order)
    assert [pk for pk in listed if pk in new] == in_page_order(new, order="oldest")
    assert f">{len(new)} new " in read(bobs, url)
