"""Asking the layers above which articles of a list its reader has muted, without knowing how.

A higher app registers the one function that knows, in the `ready()` of its AppConfig.
"""

from collections.abc import Callable, Sequence, Set
from datetime import datetime

from forum.articles.models import Article
from forum.articles.policy import Viewer

# Of articles whose tags are at hand: the ids of those that are folded.
type Muter = Callable[[Viewer, Sequence[Article], datetime], Set[int]]

_muters: list[Muter] = []


def mute_with(muter: Muter) -> None:
    _muters[:] = [muter]


def muted_among(articles: Sequence[Article], *, viewer: Viewer, now: datetime) -> Set[int]:
    return _muters[0](viewer, articles, now) if _muters and articles else frozenset()
