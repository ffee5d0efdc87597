"""Asking the layers above how much is new to a reader under each article of a list, without knowing them.

A higher app registers the one function that knows, in the `ready()` of its AppConfig.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forum.articles.policy import Viewer
from forum.lib.numerals import numeral

# Counted and found no further: there a page says "100+".
MOST = 100

# The comments new to a reader, by article, at most MOST; an article with none may be left out.
type NewCounter = Callable[[Viewer, Collection[int], datetime], Mapping[int, int]]

_counters: list[NewCounter] = []


def count_new_with(counter: NewCounter) -> None:
    _counters[:] = [counter]


def new_under(articles: Collection[int], *, viewer: Viewer, now: datetime) -> Mapping[int, int]:
    """By article; nothing where nobody knows."""
    return _counters[0](viewer, articles, now) if _counters and articles else {}


def new_label(count: int, *, is_more: bool = False) -> str:
    """`is_more`: there may be more than were looked for."""
    words = _("%(count)s+ new") if is_more else ngettext("%(count)s new", "%(count)s new", count)
    return words % {"count": numeral(count)}
