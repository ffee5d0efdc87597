"""A reader without JavaScript who follows only the links that docs/markup.md promises, and notes what they find."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from django.test import Client


class Found(NamedTuple):
    """A comment as the page says it is."""

    id: int
    author: str
    depth: int
    parent: int | None


class Fold(NamedTuple):
    url: str
    hidden: int


class Page(HTMLParser):
    """What a page holds, by the names of docs/markup.md."""

    def __init__(self, url: str, html: str) -> None:
        super().__init__()
        self.url = url
        self.comments: list[Found] = []
        self.articles: list[str] = []
        self.folds: list[Fold] = []
        self.branches: list[str] = []
        self.next: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        if "comment" in classes:
            parent = values["data-parent"]
            self.comments.append(
                Found(
                    int(values["id"].removeprefix("c")),
                    values["data-author"],
                    int(values["data-depth"]),
                    int(parent) if parent else None,
                )
            )
        if tag == "a":
            self.note_link(classes, values)

    def note_link(self, classes: list[str], values: dict[str, str]) -> None:
        url = urljoin(self.url, values.get("href", ""))
        if "article-link" in classes:
            self.articles.append(url)
        if "fold" in classes:
            self.folds.append(Fold(url, int(values["data-hidden"])))
        if "continue" in classes:
            self.branches.append(url)
        if values.get("rel") == "next":
            assert self.next is None, f"two next pages on {self.url}"
            self.next = url


@dataclass
class Crawl:
    """What was found, and what was not as the pages had announced it."""

    articles: list[str] = field(default_factory=list)
    comments: dict[int, Found] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pages: int = 0

    def take(self, page: Page) -> None:
        ids = [comment.id for comment in page.comments]
        if len(set(ids)) < len(ids):
            self.faults.append(f"{page.url} holds a comment twice")
        for comment in page.comments:
            if self.comments.setdefault(comment.id, comment) != comment:
                self.faults.append(f"{page.url} tells another story of {comment.id}")


def crawl(client: Client, start: str = "/") -> Crawl:
    """Follow a.article-link, a.fold, a.continue and a[rel=next] until nothing is left."""
    found = Crawl()
    for page in chain(client, start, found):
        found.articles += page.articles
    for url in found.articles:
        crawl_list(client, url, found)
    return found


def crawl_list(client: Client, url: str, found: Crawl) -> None:
    """An article or a branch, with its folds and the branches below."""
    waiting, seen = [url], {url}
    while waiting:
        ids: list[int] = []
        pages = list(chain(client, waiting.pop(), found))
        for page in pages:
            ids += [comment.id for comment in page.comments]
            for fold in page.folds:
                crawl_fold(client, fold, found)
            waiting += [branch for branch in page.branches if branch not in seen]
            seen.update(page.branches)
        if len(set(ids)) < len(ids):
            found.faults.append(f"{pages[0].url} repeats comments on its next pages")


def crawl_fold(client: Client, fold: Fold, found: Crawl) -> None:
    """A fold keeps its word when its pages hold exactly the comments that it announced."""
    ids: list[int] = []
    for page in chain(client, fold.url, found):
        ids += [comment.id for comment in page.comments]
        if page.folds or page.branches:
            found.faults.append(f"{page.url} folds again")
    if len(ids) != fold.hidden or len(set(ids)) != fold.hidden:
        found.faults.append(
            f"{fold.url} announced {fold.hidden} and held {len(ids)}, {len(set(ids))} of them different"
        )


def chain(client: Client, url: str, found: Crawl) -> list[Page]:
    """A page and all its next ones."""
    pages: list[Page] = []
    following: str | None = url
    while following:
        response = client.get(following)
        assert response.status_code == 200, f"{following}: {response.status_code}"
        page = Page(following, response.content.decode())
        found.take(page)
        found.pages += 1
        pages.append(page)
        following = page.next
    return pages
