"""A person's page: who it is, and what they wrote."""

from datetime import datetime

from accounts.models import User
from forum.articles.models import Article
from forum.comments.policy import Viewer
from forum.lib.stamps import Clock
from forum.threads import reading
from forum.threads.pages import Context
from forum.threads.rows import Row
from forum.threads.showing import Item, Link, Scene, list_html, show
from forum.threads.tree import Marks


def person_page(person: User, *, viewer: Viewer, after: int | None, now: datetime) -> Context:
    page = reading.comments_by(person, viewer=viewer, after=after)
    clock = Clock(now)
    articles = Article.objects.visible_to(viewer).for_links().in_bulk({row.article_id for row in page.rows})
    votes = reading.votes_on(page.rows, viewer=viewer)
    items = [
        item_for(row, Scene(viewer, articles[row.article_id], clock, votes=votes))
        for row in page.rows
        if row.article_id in articles
    ]
    return {
        "person": person,
        "joined": clock.stamp(person.joined_at),
        "comments": list_html(items),
        "next_url": f"?after={page.next_after}" if page.next_after else "",
    }


def item_for(row: Row, scene: Scene) -> Item:
    """One of a person's comments, which says where it stands."""
    comment = show(row, scene)._replace(on=Link(scene.article.headline, scene.article.get_absolute_url()))
    return Item(Marks(opens=False, closes=1), "", comment)
