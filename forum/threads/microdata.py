"""What search engines are told of a list of comments: in schema.org's names, as microdata on the markup that there is.

A comment is an item, and those that answer it are its `comment`: list items nest as comments do, so mostly their place
says it. Past the last indent a reply stands beside what it answers. Its list item belongs to nobody (an item without a
name ends what is around it), and the comment that it answers refers to it (itemref).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from forum.threads import labels
from forum.threads.rows import Row
from forum.threads.tree import Entry, Kind

COMMENT = "https://schema.org/Comment"
# The page of one comment is about it as an article's is about the article, and search engines know one type for that.
POSTING = f"https://schema.org/DiscussionForumPosting {COMMENT}"


class Scope(NamedTuple):
    """A comment as an item: by which name it belongs to what is around it, and what it is."""

    name: str
    types: str
    # The elements of the replies that stand beside it.
    refs: str
    is_deep: bool
    # Whoever wrote what is gone. Search engines take no comment without an author.
    nobody: str


def scopes_of(entries: Sequence[Entry[Row]], *, main: int | None) -> dict[int, Scope]:
    """The scope of each comment of a page; `main` is the one that the page is about, if it is about one."""
    comments = [entry for entry in entries if entry.kind is Kind.COMMENT]
    beside: dict[int | None, list[str]] = defaultdict(list)
    for entry in comments:
        if entry.is_deep:
            beside[entry.answers].append(f"c{entry.comment.id}")
    nobody = labels.nobody()
    return {
        pk: Scope(*of_what(pk, main), refs=" ".join(beside[pk]), is_deep=entry.is_deep, nobody=nobody)
        for entry in comments
        for pk in [entry.comment.id]
    }


def of_what(pk: int, main: int | None) -> tuple[str, str]:
    return ("mainEntity", POSTING) if pk == main else ("comment", COMMENT)
