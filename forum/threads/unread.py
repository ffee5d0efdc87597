"""Asking the layer above what of a page somebody was told of and has not read, and letting it know that they have.

A higher app registers the two functions that do it, in the `ready()` of its AppConfig.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

from accounts.models import User

# Of these comments, and of the article where that is read: rows whose `key` is the comment, 0 for the article.
type Finder = Callable[[User, Collection[int], int | None], QuerySet[Any, Any]]
type Marker = Callable[[User, Collection[int], int | None], None]

_known: list[tuple[Finder, Marker]] = []


def mark_read_with(find: Finder, mark: Marker) -> None:
    _known[:] = [(find, mark)]


def unread_on(reader: User, comments: Collection[int], article: int | None) -> list[QuerySet[Any, Any]]:
    """To be asked in one statement with others. None where there is nothing that they have not read."""
    return [find(reader, comments, article) for find, _mark in _known] if reader.unread else []


def note_seen(reader: User, comments: Collection[int], article: int | None) -> None:
    for _find, mark in _known:
        mark(reader, comments, article)
