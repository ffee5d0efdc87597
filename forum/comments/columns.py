"""All stored columns of one thread, computed from parent links and facts alone, in one pass without recursion.

Planting writes them, check_tree compares with them. The order of siblings is the order of their keys: a reply gets its
key inside the lock of its tree, and planting gives keys out in the order of time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from forum.comments.listing import fold_rank


@dataclass(frozen=True, slots=True)
class Link:
    """What is known of a comment without its stored columns."""

    pk: int
    parent_id: int | None
    is_published: bool
    published_at: datetime | None


@dataclass(slots=True)
class Columns:
    tree_id: int
    level: int
    lft: int = 0
    rght: int = 0
    listed: bool = False
    reply_count: int = 0
    last_reply_at: datetime | None = None
    fold_rank: int | None = None


def computed(links: Iterable[Link]) -> dict[int, Columns]:
    """The columns of each comment of a thread. What does not hang on a root is missing from the answer."""
    children: dict[int | None, list[Link]] = defaultdict(list)
    for link in sorted(links, key=lambda link: link.pk):
        children[link.parent_id].append(link)
    columns: dict[int, Columns] = {}
    for root in children[None]:
        order = number(root, children, columns)
        # Children stand after their parents, so that backwards each is complete before it is counted in its parent's.
        for link in reversed(order):
            count(link, columns)
        for link in order:
            fold(link, children, columns)
    return columns


def number(root: Link, children: dict[int | None, list[Link]], columns: dict[int, Columns]) -> list[Link]:
    """Walk the tree and number it. The links in tree order."""
    order: list[Link] = []
    clock, stack = 0, [(root, True)]
    while stack:
        link, is_entering = stack.pop()
        clock += 1
        if not is_entering:
            columns[link.pk].rght = clock
            continue
        level = 0 if link.parent_id is None else columns[link.parent_id].level + 1
        columns[link.pk] = Columns(root.pk, level, lft=clock)
        order.append(link)
        stack.append((link, False))
        stack.extend((child, True) for child in reversed(children[link.pk]))
    return order


def count(link: Link, columns: dict[int, Columns]) -> None:
    """List a comment whose replies are counted, and count it in its parent."""
    own = columns[link.pk]
    own.listed = link.is_published or own.reply_count > 0
    if not own.listed or link.parent_id is None:
        return
    parent = columns[link.parent_id]
    parent.reply_count += 1 + own.reply_count
    parent.last_reply_at = max(filter(None, [parent.last_reply_at, own.last_reply_at, link.published_at]), default=None)


def fold(link: Link, children: dict[int | None, list[Link]], columns: dict[int, Columns]) -> None:
    """Rank the listed replies of a comment that has its own rank."""
    own = columns[link.pk]
    if link.parent_id is None and own.listed:
        own.fold_rank = 0
    listed = [reply for reply in children[link.pk] if columns[reply.pk].listed]
    for place, reply in enumerate(listed, start=1):
        columns[reply.pk].fold_rank = fold_rank(own.fold_rank or 0, place, own.level + 1)
