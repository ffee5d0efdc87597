"""Nodes: what can be watched and muted, and which of them a comment or an article is below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from forum.articles.models import Article
from forum.comments.models import Comment
from forum.comments.posting import MAX_LEVEL
from forum.threads.reading import upward

COLUMNS = {"a": "article", "c": "comment", "u": "whom", "t": "tag"}


class Node(NamedTuple):
    """An article, a branch (by its comment), a person or a tag: in addresses "a12", "c12", "u12", "t12"."""

    sort: str
    pk: int

    def __str__(self) -> str:
        return f"{self.sort}{self.pk}"

    @property
    def column(self) -> dict[str, int]:
        """The column of Attention that holds it."""
        return {f"{COLUMNS[self.sort]}_id": self.pk}


def node_in(keys: Sequence[int | None]) -> Node:
    """Of the columns of Attention, in the order of COLUMNS: the one that holds something."""
    return next(Node(sort, pk) for sort, pk in zip(COLUMNS, keys, strict=True) if pk is not None)


@dataclass(frozen=True, slots=True)
class Nodes:
    """What something is below: of a branch the nearest comment first."""

    author: Node
    article: Node
    branch: Sequence[Node] = ()
    tags: Sequence[Node] = ()

    def __iter__(self) -> Iterator[Node]:
        """The nearest first."""
        return iter((*self.branch, self.article, self.author, *self.tags))


def nodes_of(thing: Comment | Article) -> Nodes:
    """A comment is below itself, too: whoever watches it is told of an answer, not of it."""
    article_id = thing.article_id if isinstance(thing, Comment) else thing.pk
    tags = Article.tags.through.objects.filter(article=article_id).order_by("tag").values_list("tag", flat=True)
    return Nodes(
        author=Node("u", thing.author_id),
        article=Node("a", article_id),
        branch=[Node("c", pk) for pk in branch_of(thing)] if isinstance(thing, Comment) else (),
        tags=[Node("t", pk) for pk in tags],
    )


def branch_of(comment: Comment) -> list[int]:
    lineage = Comment.objects.filter(pk__in=upward([comment.pk], MAX_LEVEL)).order_by("-level")
    return list(lineage.values_list("pk", flat=True))
