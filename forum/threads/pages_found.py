"""The page of what was found in a thread: each comment with what it answers."""

from collections.abc import Sequence
from datetime import datetime

from forum.articles.models import Article
from forum.comments.policy import Viewer
from forum.lib.stamps import Clock
from forum.threads import labels, reading
from forum.threads.finding import SHORTEST, Sought, found_on
from forum.threads.own import own_on
from forum.threads.pages import Context, answered_elsewhere
from forum.threads.rows import Row
from forum.threads.scene import Scene
from forum.threads.showing import Item, items_for, list_html
from forum.threads.tree import lay_out
from forum.threads.ways import Link


def found_page(article: Article, sought: Sought, *, viewer: Viewer, after: int | None, now: datetime) -> Context:
    page = found_on(article, sought, after=after)
    rows = reading.lines_of(page.rows, viewer=viewer)
    own = own_on(rows, viewer=viewer, now=now)
    # Whoever asks for what one person wrote here asks for that person, muted or not.
    asked_for = {row.id for row in rows if sought.by and row.author_id == sought.by.pk}
    scene = Scene(
        *(viewer, article, Clock(now)),
        votes=own.votes,
        muted=own.muted_singly(rows) - asked_for,
        reasons=own.reasons,
        elsewhere=answered_elsewhere(rows),
    )
    items = items_for(lay_out(rows, folds=False), scene)
    return {
        "article": article,
        "sought": sought,
        "shortest": SHORTEST,
        "count": len(page.rows),
        "is_more": page.next_after is not None,
        "is_first_page": after is None,
        "threads": list_html(marked(items, page.rows)),
        "next_url": f"?{sought.query}&after={page.next_after}" if page.next_after else "",
    }


def marked(items: Sequence[Item], found: Sequence[Row]) -> list[Item]:
    """Those that were found say so, and each leads to the next; the last to the first."""
    pks = [row.id for row in found]
    ways = {
        pk: Link(labels.found(place, len(pks)), f"#c{following}")
        for place, (pk, following) in enumerate(zip(pks, [*pks[1:], *pks[:1]], strict=True), 1)
    }
    return [mark(item, ways) for item in items]


def mark(item: Item, ways: dict[int, Link]) -> Item:
    if item.comment is None or item.comment.id not in ways:
        return item
    return item._replace(
        classes=f"{item.classes} is-hit".strip(), comment=item.comment._replace(on=ways[item.comment.id])
    )
