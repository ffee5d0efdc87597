"""A list of comments as a page shows it: rows in tree order in, entries with depth and folds out. Knows no database.

Everything is one pass over the rows with a stack: a chain of 500 replies is no deeper for Python than a list of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

# Lists nest this far, as much as a phone can hold; deeper replies stay in the last list and say whom they answer.
DEEPEST = 5


class Node(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def reply_count(self) -> int: ...


class Kind(Enum):
    COMMENT = "comment"
    # Some replies to `comment` are shown, the rest of its branch is not.
    FOLD = "fold"
    # None are: depth alone hides them.
    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Entry[N: Node]:
    """One item of the list. A fold or a continuation is an entry too, and `comment` the one that it stands under."""

    kind: Kind
    comment: N
    # Of the list that it stands in: 0 for the outermost list of this page.
    depth: int
    # The id of the comment that it answers, where its place does not tell.
    answers: int | None = None
    # Past the last indent: it stands beside what it answers.
    is_deep: bool = False
    # Listed comments that the row hides, and the last child shown before them.
    hidden: int = 0
    past: N | None = None


class Marks(NamedTuple):
    """What surrounds an entry: whether it is the first of a new list, and how many entries end after it."""

    opens: bool
    closes: int


def lay_out[N: Node](
    rows: Sequence[N], *, folds: bool = True, under: int | None = None, base: int = 0
) -> list[Entry[N]]:
    """Give each row its place. Rows come in tree order; where a parent is not among them, in the outermost list.

    `under` is the comment that the outermost list answers, `base` how deep that list stands already on the page that it
    is put into. Without `folds` the rows are a part of a branch that goes on elsewhere: nothing is said of the others.
    """
    shown = count_shown(rows)
    entries: list[Entry[N]] = []
    path: list[N] = []
    for row in rows:
        while path and path[-1].id != row.parent_id:
            leave(path, shown, entries, base) if folds else path.pop()
        is_deep = base + len(path) > DEEPEST
        # The first row of a page says whom it answers; so does one whose parent stands on another page.
        is_lost = not path and (row.parent_id != under or not entries)
        answers = row.parent_id if is_lost or is_deep else None
        entries.append(Entry(Kind.COMMENT, row, indent(path, base), answers, is_deep))
        path.append(row)
    while folds and path:
        leave(path, shown, entries, base)
    return entries


def indent(path: Sequence[object], base: int) -> int:
    return min(base + len(path), DEEPEST) - min(base, DEEPEST)


class Shown[N: Node](NamedTuple):
    """Of a comment's branch: the last child among the rows, and all that its children among them answer for."""

    total: int
    last: N


def count_shown[N: Node](rows: Sequence[N]) -> dict[int, Shown[N]]:
    """For each parent: its shown children and all that is listed below them, shown or folded under them in turn."""
    counts: dict[int, int] = defaultdict(int)
    last: dict[int, N] = {}
    for row in rows:
        if row.parent_id is not None:
            counts[row.parent_id] += 1 + row.reply_count
            last[row.parent_id] = row
    return {pk: Shown(counts[pk], last[pk]) for pk in last}


def leave[N: Node](path: list[N], shown: dict[int, Shown[N]], entries: list[Entry[N]], base: int) -> None:
    """End the branch of the last comment of the path, with a row for what of it is hidden."""
    comment = path.pop()
    here = shown.get(comment.id)
    hidden = comment.reply_count - (here.total if here else 0)
    depth = indent([*path, comment], base)
    if hidden > 0 and here:
        entries.append(Entry(Kind.FOLD, comment, depth, hidden=hidden, past=here.last))
    elif hidden > 0:
        entries.append(Entry(Kind.CONTINUE, comment, depth, hidden=hidden))


def marks(depths: Sequence[int]) -> Iterator[Marks]:
    """For a flat loop over entries of these depths, each at most one deeper than the one before."""
    for index, depth in enumerate(depths):
        before = depths[index - 1] if index else 0
        after = depths[index + 1] if index + 1 < len(depths) else 0
        yield Marks(opens=depth > before, closes=max(0, depth - after + 1))


def most_shown(limit: int) -> int:
    """The most comments, the first included, that a thread shows with fold_rank (place x level) at most `limit`."""
    total = on_level = 1
    for level in range(1, limit + 1):
        on_level *= limit // level
        total += on_level
    return total
