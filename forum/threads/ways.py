"""Getting about in a list: up to what a comment answers, on to the next beside it, and past branches put away."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from forum.comments.policy import Viewer
from forum.threads import labels
from forum.threads.news import Trail
from forum.threads.rows import Row
from forum.threads.tree import Entry, Kind


class Link(NamedTuple):
    label: str
    url: str


class Way(NamedTuple):
    """A link to another comment of the page."""

    kind: str
    sign: str
    label: str
    url: str


class Toggle(NamedTuple):
    """The button that puts a branch away and takes it out. Without an address it is this browser's affair alone."""

    label: str
    url: str
    is_expanded: bool


def ways_from(entries: Sequence[Entry[Row]], *, above: int | None = None) -> dict[int, list[Way]]:
    """By comment. `above` is the comment that the list is put under: it is on the page too."""
    rows = [entry.comment for entry in entries if entry.kind is Kind.COMMENT]
    here = {row.id for row in rows} | {above}
    up, top, on = labels.parent(), labels.whole_thread(), labels.next_reply()
    following = followers(rows)
    ways: dict[int, list[Way]] = {}
    for row in rows:
        links = [
            ("next", "↓", on, following.get(row.id)),
            # Nearer than that it is the parent, or the parent's parent.
            ("top", "⤒", top, row.tree_id if row.level > 2 else None),
            ("up", "↑", up, row.parent_id),
        ]
        ways[row.id] = [Way(kind, sign, label, f"#c{pk}") for kind, sign, label, pk in links if pk in here and pk]
    return ways


def followers(rows: Sequence[Row]) -> Mapping[int, int]:
    """By comment, the next of these rows that answers the same; by thread, the next thread."""
    latest: dict[int | None, int] = {}
    following: dict[int, int] = {}
    for row in reversed(rows):
        if row.parent_id in latest:
            following[row.id] = latest[row.parent_id]
        latest[row.parent_id] = row.id
    return following


def toggle_of(comment: Row, *, collapsed: Set[int] | None, viewer: Viewer, trail: Trail) -> Toggle | None:
    """Where there is a branch to put away. For those who are signed in it is a button of the page's one form."""
    if collapsed is None or not comment.reply_count:
        return None
    is_expanded = comment.id not in collapsed
    new = trail.label_of(trail.news.between(comment.tree_id, comment.lft, comment.rght))
    url = f"/c/{comment.id}/{'collapse' if is_expanded else 'expand'}" if viewer.is_authenticated else ""
    return Toggle(labels.replies(comment.reply_count, new), url, is_expanded)


def put_away(entries: Sequence[Entry[Row]], collapsed: Set[int]) -> set[int]:
    """The places of entries that stand beside the collapsed comment which they belong under: past the last indent.

    Those in a list of their own are hidden with that list.
    """
    depths = {entry.comment.id: entry.depth for entry in entries if entry.kind is Kind.COMMENT}
    away: set[int] = set()
    places: set[int] = set()
    for place, entry in enumerate(entries):
        is_comment = entry.kind is Kind.COMMENT
        above = entry.comment.parent_id if is_comment else entry.comment.id
        if above is not None and depths.get(above) == entry.depth and (above in collapsed or above in away):
            places.add(place)
            if is_comment:
                away.add(entry.comment.id)
    return places
