"""A person's pages: who it is, what they said, and what they sent in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from forum.articles.models import Article
from forum.articles.orders import ORDERS
from forum.comments.policy import Viewer
from forum.lib.pagination import number_of
from forum.lib.stamps import Clock, Stamp
from forum.threads import labels, reading
from forum.threads.own import own_on
from forum.threads.pages import Context
from forum.threads.rows import Row
from forum.threads.scene import Scene
from forum.threads.showing import Item, list_html, show
from forum.threads.tree import Marks
from forum.threads.ways import Link

PUBLISHED = ORDERS["new"].column
# A title and a line each: a few screens.
ARTICLES = 50


@dataclass(frozen=True)
class Written:
    article: Article
    posted: Stamp


def comments_page(person: User, *, viewer: Viewer, after: int | None, now: datetime) -> Context:
    page = reading.comments_by(person, viewer=viewer, after=after)
    clock = Clock(now)
    articles = Article.objects.visible_to(viewer).for_links().in_bulk({row.article_id for row in page.rows})
    own = own_on(page.rows, viewer=viewer, now=now)
    items = [
        item_for(row, Scene(viewer, articles[row.article_id], clock, votes=own.votes, reasons=own.reasons))
        for row in page.rows
        if row.article_id in articles
    ]
    return {
        **head(person, clock),
        "comments": list_html(items),
        "next_url": f"?after={page.next_after}" if page.next_after else "",
    }


def articles_page(person: User, *, after: tuple[datetime, int] | None, now: datetime) -> Context:
    """What everybody may see, whoever looks: what waits or was taken back has its own place."""
    articles = Article.objects.visible_to(AnonymousUser()).listed().filter(author=person).for_links()
    if after is not None:
        articles = articles.beyond(PUBLISHED, *after)
    found = list(articles.order_by_place(PUBLISHED)[: ARTICLES + 1])
    clock = Clock(now)
    return {
        **head(person, clock),
        "articles": [Written(article, clock.stamp(article.began_at)) for article in found[:ARTICLES]],
        "next_url": next_after(found[ARTICLES - 1]) if len(found) > ARTICLES else "",
    }


def next_after(last: Article) -> str:
    return f"?after={number_of(last.began_at)}.{last.pk}"


def head(person: User, clock: Clock) -> Context:
    return {"person": person, "badge": labels.staff(person.role), "joined": clock.stamp(person.joined_at)}


def item_for(row: Row, scene: Scene) -> Item:
    """One of a person's comments, which says where it stands."""
    comment = show(row, scene)._replace(on=Link(scene.article.headline, scene.article.get_absolute_url()))
    return Item(Marks(opens=False, closes=1), "", comment)
