"""How articles and comments are known outside: under which source and id a file names them, and what such a name means.

What came from a file keeps the names that it had there. What began here is of the source "understory" and goes by its
key: an article's own, or that of the form that a comment was posted with.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import batched
from uuid import UUID

from forum.articles.models import Article
from forum.comments.models import CommentBody

OWN_SOURCE = "understory"
# Keys a query: far below what either database can bind.
BATCH = 1000
MOVED = "moved-"


def article_name(source: str | None, imported_id: str | None, key: UUID) -> tuple[str, str]:
    """The source and the id that an article with these columns goes by."""
    return (OWN_SOURCE, key.hex) if source is None or imported_id is None else (source, imported_id)


def comment_name(imported_id: str | None, form_key: UUID | None, *, moved_from: tuple[str, str] | None) -> str:
    """The id of a comment within the article where it stands now.

    `moved_from` names the article that it was imported with where that is another: its id is known only there, so here
    it gets one that nothing else has.
    """
    if form_key is not None:
        return form_key.hex
    if moved_from is None:
        return str(imported_id)
    whole = json.dumps([*moved_from, imported_id]).encode()
    return MOVED + hashlib.blake2b(whole, digest_size=16).hexdigest()


def find_article(source: str, name: str) -> Article | None:
    imported = Article.objects.filter(imported_source=source, imported_id=name).first()
    if imported is None and source == OWN_SOURCE:
        return Article.objects.filter(key__in=keys_among([name]), imported_source__isnull=True).first()
    return imported


def known_comments(article: Article, names: Iterable[str]) -> dict[str, int]:
    """Which of a file's comments are here already, wherever they stand now: their keys by their names."""
    imported = CommentBody.objects.filter(imported_with=article, imported_id__isnull=False)
    known = {str(name): pk for name, pk in imported.values_list("imported_id", "comment_id").iterator()}
    others = [name for name in names if name not in known]
    known.update(comments_posted_with(others))
    known.update(comments_moved_as({name for name in others if name.startswith(MOVED)}))
    return known


def comments_posted_with(names: list[str]) -> Iterator[tuple[str, int]]:
    for keys in batched(keys_among(names), BATCH):
        bodies = CommentBody.objects.filter(form_key__in=keys)
        for key, pk in bodies.values_list("form_key", "comment_id"):
            yield str(key).replace("-", ""), pk


def comments_moved_as(names: set[str]) -> Iterator[tuple[str, int]]:
    """Finds them by naming every imported comment: branches move rarely, and come back in a file more rarely still."""
    if not names:
        return
    imported = CommentBody.objects.filter(imported_id__isnull=False)
    columns = (
        "comment_id",
        "imported_id",
        "imported_with__imported_source",
        "imported_with__imported_id",
        "imported_with__key",
    )
    for pk, imported_id, source, thread_id, key in imported.values_list(*columns).iterator():
        name = comment_name(imported_id, None, moved_from=article_name(source, thread_id, key))
        if name in names:
            yield name, pk


def keys_among(names: Iterable[str]) -> list[UUID]:
    """The keys that some of these names are: 32 hexadecimal digits, as UUID.hex writes them."""
    return [UUID(name) for name in names if len(name) == 32 and not set(name) - set("0123456789abcdef")]
