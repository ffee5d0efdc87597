"""What is new, as a page shows it: the mark on a comment, the way from each to the next, and what folds hide of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from forum.articles.newness import MOST, new_label
from forum.comments.policy import Viewer, is_author
from forum.threads.rows import Row
from forum.threads.tree import Entry
from forum.threads.visits import NOTHING, News


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

    @property
    def label(self) -> str:
        return self.label_of(self.count)

    def label_of(self, count: int) -> str:
        """What is said of so many; nothing of none. Where there may be more than were found, so there may be here."""
        return new_label(count, is_more=self.is_more) if count else ""

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


def permalink(pk: int) -> str:
    """Of a comment that is to be looked at, not of its page: what it answers stands above."""
    return f"/c/{pk}#c{pk}"


def trail_through(news: News, rows: Sequence[Row], *, elsewhere: Callable[[int], str] = permalink) -> Trail:
    """For a page that shows these rows. It begins in the first of their threads that has any of it."""
    if not news.places:
        return Trail(news)
    shown, threads = {row.id for row in rows}, {row.tree_id for row in rows}
    urls = {place.id: f"#c{place.id}" if place.id in shown else elsewhere(place.id) for place in news.places}
    first = next((place for place in news.places if place.tree_id in threads), news.places[0])
    return Trail(news, dict(zip(urls, list(urls.values())[1:], strict=False)), urls[first.id])
