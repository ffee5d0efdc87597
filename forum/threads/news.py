"""What is new, as a page shows it: the mark on a comment, the way from each to the next, and what folds hide of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forum.comments.policy import Viewer, is_author
from forum.threads.rows import Row
from forum.threads.tree import Entry
from forum.threads.visits import MOST, NOTHING, News


@dataclass(frozen=True, slots=True)
class Trail:
    """Through one page, for its reader. `ways` leads from each new comment to the next; the last leads nowhere."""

    news: News = NOTHING
    ways: dict[int, str] = field(default_factory=dict)
    first: str = ""

    @property
    def count(self) -> int:
        return len(self.news.places)

    @property
    def is_more(self) -> bool:
        """Whether there may be more than were looked for."""
        return self.count == MOST

    def is_new(self, comment: Row, viewer: Viewer) -> bool:
        since, at = self.news.since, comment.published_at
        return (
            since is not None
            and at is not None
            and at > since
            and comment.is_published
            and not is_author(viewer, comment)
        )

    def hidden_under(self, entry: Entry[Row]) -> int:
        """How many are behind the fold or continuation of an entry."""
        top = entry.comment
        return self.news.between(top.tree_id, entry.past.rght if entry.past else top.lft, top.rght)


def trail_through(news: News, rows: Sequence[Row]) -> Trail:
    """For a page that shows these rows, in this order. What it does not show is reached by its permalink."""
    if not news.places:
        return Trail(news)
    shown = {row.id for row in rows}
    pks = [place.id for place in news.in_order_of([row.tree_id for row in rows])]
    urls = [f"#c{pk}" if pk in shown else f"/c/{pk}" for pk in pks]
    return Trail(news, dict(zip(pks, urls[1:], strict=False)), urls[0])
